"""Whose hours contract may differ from before: noted where something is written, asked for once it is committed.

What is to be told of hours is known above, by a feature that reads plans, hours and results alike. It takes the notes
after each request and looks at these people alone. A note of something that was taken back only makes it look in vain.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from app.extensions import db
from app.training.models import Advisor, CatchUp, Enrolment, TargetDecision, TrainingSession
from app.training.rules import Touched

_NOTES: Final = "livret_touched"


def note_enrolments(network_id: int, enrolment_ids: Iterable[int]) -> None:
    """Note that the hours of these enrolments are written."""
    _notes()[network_id].enrolments.update(enrolment_ids)


def note_advisors(network_id: int, advisor_ids: Iterable[int]) -> None:
    """Note that something is written of these advisors that decides what they are told."""
    _notes()[network_id].advisors.update(advisor_ids)


def note_row(row: object) -> None:
    """Note whose contract the change of a row of the training concerns; most concern nobody's."""
    match row:
        case TrainingSession():
            touched = _notes()[row.network_id]
            touched.groups.add(row.group_id)
            touched.sessions.add(row.id)
        case CatchUp() | TargetDecision():
            _notes()[row.network_id].enrolments.add(row.enrolment_id)
        case Enrolment():
            _notes()[row.network_id].advisors.add(row.advisor_id)
        case Advisor():
            _notes()[row.network_id].advisors.add(row.id)


def take_touched() -> dict[int, Touched]:
    """Return what was noted in this request or command, by network, and forget it."""
    return dict(db.session().info.pop(_NOTES, {}))


def _notes() -> defaultdict[int, Touched]:
    notes: defaultdict[int, Touched] = db.session().info.setdefault(_NOTES, defaultdict(Touched))
    return notes
