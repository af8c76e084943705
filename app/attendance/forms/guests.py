"""Whom a trainer adds to a sheet on the spot, and whom an administrator recognises in a name."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from app.attendance.rules import LONGEST_GUEST
from app.web.fields import Choices, PlainOptions, choices, one_line
from app.web.forms import HouseForm


class RecogniseForm(HouseForm):
    """The advisor behind a name."""

    enrolment_id = SelectField(_l("Conseiller numérique"), widget=PlainOptions())

    def offer(self, people: Choices) -> None:
        """Take who can be chosen."""
        self.enrolment_id.choices = choices(people, none=_l("Choisir…"))

    @property
    def chosen(self) -> int | None:
        """Return the enrolment that was chosen, if any."""
        return int(self.enrolment_id.data) if self.enrolment_id.data else None


class GuestForm(RecogniseForm):
    """Somebody of another group, or the name of somebody whom nobody knows yet."""

    name = one_line(_l("Ou le nom d’une personne inconnue"), maximum=LONGEST_GUEST, required=False)
