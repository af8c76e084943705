"""What is typed about those who train and those who employ."""

from flask_babel import lazy_gettext as _l

from app.training.forms.fields import digits, state_identifier
from app.training.rules import LONGEST_NAME, LONGEST_TEXT
from app.web.fields import one_line
from app.web.forms import ChangeForm


class HostForm(ChangeForm):
    """An organisation that employs advisors."""

    name = one_line(_l("Nom de la structure"), maximum=LONGEST_TEXT)
    postal_code = digits(
        _l("Code postal"), r"^(\d{5}|2[AB]\d{3})$", _l("Un code postal a cinq chiffres, par exemple 40000.")
    )
    municipality = one_line(_l("Commune"), maximum=LONGEST_NAME, required=False)
    state_id = state_identifier(
        _l("Identifiant de l’État"), description=_l("Le numéro des fichiers nationaux, s’il est connu.")
    )


class ProviderForm(ChangeForm):
    """A training provider."""

    name = one_line(_l("Nom de l’organisme"), maximum=LONGEST_TEXT)
    siret = digits(_l("SIRET"), r"^\d{14}$", _l("Un SIRET a quatorze chiffres."))
    activity_number = digits(
        _l("Numéro de déclaration d’activité"),
        r"^\d{11}$",
        _l("Un numéro de déclaration d’activité a onze chiffres."),
    )
    municipality = one_line(_l("Commune"), maximum=LONGEST_NAME, required=False)
    representative = one_line(
        _l("Représentant légal"),
        maximum=LONGEST_NAME,
        required=False,
        description=_l("La personne qui signe les certificats de réalisation au nom de l’organisme."),
    )
    representative_quality = one_line(
        _l("Sa qualité"),
        maximum=LONGEST_TEXT,
        required=False,
        description=_l("Par exemple : directrice du centre."),
    )
