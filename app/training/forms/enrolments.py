"""What is typed about an enrolment."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from app.training.forms.fields import choose_one
from app.training.rules import LONGEST_TEXT, EntryStatus
from app.web.fields import Choices, HoursField, choices, day, one_line
from app.web.forms import ChangeForm


def _status(value: Any) -> EntryStatus | None:
    return EntryStatus(value) if value else None


class EnrolmentForm(ChangeForm):
    """The group, the parcours and hours prescribed, the dates, and how the entry was decided."""

    group_id = choose_one(_l("Groupe"))
    # Any number may be sent: the rule of the programme then says which parcours there are.
    parcours_hours = choose_one(_l("Parcours"), validate_choice=False)
    prescribed_minutes = HoursField(
        _l("Heures prescrites"), description=_l("Laissez vide pour prescrire les heures du parcours.")
    )
    placement_tested_on = day(_l("Test de positionnement"))
    starts_on = day(_l("Entrée en formation"))
    ends_on = day(_l("Fin prévue"))
    decided_status = SelectField(
        _l("Entrée"), coerce=_status, invalid_value_message=_l("Choisissez dans la liste.")
    )
    decision_reason = one_line(
        _l("Motif de la décision"),
        maximum=LONGEST_TEXT,
        required=False,
        description=_l("Nécessaire quand l’entrée est décidée autrement que d’après les dates."),
    )

    def offer(self, groups: Choices, parcours: Choices, statuses: Choices) -> None:
        """Take what can be chosen: the groups of the cohort, the parcours of its programme, how one can enter."""
        self.group_id.choices = choices(groups, none=_l("Aucun pour l’instant"))
        self.parcours_hours.choices = choices(parcours, none=_l("Aucun pour l’instant"))
        self.decided_status.choices = choices(statuses, none=_l("D’après les dates"))


class ChangedEnrolmentForm(EnrolmentForm):
    """An enrolment that exists, which can also end."""

    exited_on = day(
        _l("Sortie de formation"), description=_l("Seulement si la personne quitte la promotion.")
    )
    exit_reason = one_line(_l("Motif de la sortie"), maximum=LONGEST_TEXT, required=False)
