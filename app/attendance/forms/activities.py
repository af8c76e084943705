"""What people type about activities outside of half-days: to hand one in, to refuse it, to let it wait again."""

from typing import Final

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import RadioField, SelectChoice, StringField
from wtforms.validators import Length, Optional

from app.attendance.rules import LONGEST_LINK, LONGEST_REMARK, LONGEST_TITLE
from app.training.rules import Modality
from app.web.fields import Filled, HoursField, day, one_line
from app.web.forms import HouseForm

_FILES: Final = _l(
    "PDF, JPEG ou PNG, 10 Mo en tout. Une attestation de la plateforme, une capture, un compte rendu : plusieurs "
    "pièces valent mieux qu’une."
)


class ActivityForm(HouseForm):
    """What was done outside of half-days, for how long by estimate, and what proves it."""

    title = one_line(_l("Activité"), maximum=LONGEST_TITLE)
    modality = RadioField(
        _l("Comment"),
        choices=[
            SelectChoice(Modality.E_LEARNING.value, _l("E-learning")),
            SelectChoice(Modality.REMOTE.value, _l("À distance")),
            SelectChoice(Modality.AT_WORK.value, _l("En situation de travail")),
        ],
        default=Modality.E_LEARNING.value,
        validators=[Filled(_l("Dites comment l’activité s’est faite."))],
    )
    day = day(_l("Faite le"), required=True)
    hours = HoursField(
        _l("Durée estimée"),
        validators=[Filled(_l("Donnez la durée estimée de l’activité, par exemple 1 h 30."))],
        description=_l("Par exemple 1 h 30. Le formateur valide cette durée, ou la corrige."),
    )
    files = MultipleFileField(_l("Pièces justificatives"), description=_FILES)
    link = StringField(
        _l("Ou un lien"),
        validators=[Optional(), Length(max=LONGEST_LINK)],
        description=_l("Une adresse qui commence par https://, par exemple celle d’un document partagé."),
    )

    def take_files(self) -> list[tuple[str, bytes]]:
        """Return the name and the bytes of each file, once: a large one waits on the disk and is given free."""
        taken = []
        for file in self.files.data or []:
            with file.stream as stream:
                content: bytes = stream.read()
            if file.filename or content:
                taken.append((str(file.filename or ""), content))
        return taken


class RefuseActivityForm(HouseForm):
    """Why an activity is refused."""

    reason = one_line(_l("Motif du refus"), maximum=LONGEST_REMARK)


class ReopenActivityForm(HouseForm):
    """Why a validation is taken back."""

    reason = one_line(_l("Motif"), maximum=LONGEST_REMARK)


class ActivityCorrectionForm(HouseForm):
    """What an activity counts from now on, and why."""

    hours = HoursField(
        _l("Durée"),
        validators=[Filled(_l("Indiquez la durée, par exemple 3 h 30."))],
    )
    reason = one_line(_l("Motif de la correction"), maximum=LONGEST_REMARK)
