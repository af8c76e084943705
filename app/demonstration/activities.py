"""What the late recruits did outside of half-days: handed in, not validated yet, so that it counts for nothing."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Final

from app.attendance.services import Done, hand_in
from app.demonstration.calendar import TODAY
from app.training.models import Enrolment
from app.training.rules import Modality
from app.web.clock import PARIS

_DONE: Final = (
    ("Parcours Pix en ligne, données personnelles", Modality.E_LEARNING, 90, date(2022, 11, 8)),
    ("Permanence accompagnée à la médiathèque", Modality.AT_WORK, 180, date(2022, 11, 10)),
)
"""Title, modality, minutes and day."""


def hand_activities_in(enrolments: Sequence[Enrolment]) -> None:
    """Let each of these people tell of one activity, with the address of its traces."""
    for enrolment, (title, modality, minutes, day) in zip(enrolments, _DONE, strict=True):
        told = Done(enrolment, day, modality, title, minutes, link="https://traces.exemple.fr/suivi")
        at = datetime.combine(day, time(18), tzinfo=PARIS).astimezone(UTC)
        hand_in(told, [], today=TODAY, now=at, by=enrolment.advisor.person)
