"""What is typed about an advisor."""

from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import ValidationError

from app.core.errors import RuleBroken
from app.training.forms.fields import choose_one, other_address, state_identifier
from app.training.rules import LONGEST_NAME, check_person_name
from app.web.fields import Choices, choices, day, email_address, one_line
from app.web.forms import ChangeForm
from app.web.messages import explain


class AdvisorForm(ChangeForm):
    """Who an advisor is, who employs them and since when."""

    given_name = one_line(_l("Prénom"), maximum=LONGEST_NAME)
    family_name = one_line(_l("Nom"), maximum=LONGEST_NAME)
    email = email_address(_l("Adresse e-mail"), description=_l("Elle ouvrira son compte."))
    professional_email = other_address(_l("Adresse professionnelle"))
    host_id = choose_one(_l("Structure d’accueil"))
    hired_on = day(_l("Date de recrutement"))
    state_id = state_identifier(
        _l("Identifiant de l’État"), description=_l("Le numéro des fichiers nationaux, s’il est connu.")
    )
    birth_date = day(
        _l("Date de naissance"), description=_l("Imprimée sur le certificat si elle est connue.")
    )
    birth_place = one_line(_l("Lieu de naissance"), maximum=LONGEST_NAME, required=False)

    def validate_given_name(self, field: Field) -> None:
        """Refuse what is no name, beside its field."""
        _check_name(field)

    def validate_family_name(self, field: Field) -> None:
        """Refuse what is no name, beside its field."""
        _check_name(field)

    def offer(self, hosts: Choices) -> None:
        """Take the hosts among which one is chosen."""
        self.host_id.choices = choices(hosts, none=_l("Aucune pour l’instant"))


def _check_name(field: Field) -> None:
    try:
        check_person_name(field.data)
    except RuleBroken as refusal:
        raise ValidationError(explain(refusal)) from refusal
