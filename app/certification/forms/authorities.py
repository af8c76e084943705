"""What is typed about the authority of the State."""

from flask_babel import lazy_gettext as _l

from app.web.fields import one_line
from app.web.forms import ChangeForm


class StateAuthorityForm(ChangeForm):
    """Who validates the results and delivers the booklet: name, address, and in what function somebody signs."""

    name = one_line(_l("Nom du service"), maximum=100, description=_l("Par exemple : DDETS des Landes."))
    address = one_line(_l("Adresse"), maximum=200, required=False)
    signatory = one_line(
        _l("Fonction de qui signe"),
        maximum=100,
        required=False,
        description=_l("Par exemple : la directrice départementale."),
    )
