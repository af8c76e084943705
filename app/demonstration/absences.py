"""Who was away or late when, chosen once and for all by a digest of the names and the half-day."""

import hashlib
from datetime import time
from typing import Final

from app.attendance.rules import Attendance, Mark
from app.core.half_days import Half
from app.demonstration.calendar import SampleSession
from app.demonstration.people import ADVISOR_TO_SHOW

_PRESENT: Final = Mark()
_IN_TEN_THOUSAND: Final = 10_000


def mark_of(email: str, group: str, session: SampleSession) -> Mark:
    """Return how somebody attended a half-day: nearly always there, now and then excused, rarely late or away.

    The shortest parcours and one of the longest are followed in full: the advisors of the network followed between
    105 and 420 hours.
    """
    if group == "D" or email == ADVISOR_TO_SHOW:
        return _PRESENT
    drawn = _draw(f"{email} {session.day} {session.half}")
    if drawn < 150:
        return Mark(Attendance.EXCUSED, remark="Arrêt maladie" if drawn < 75 else "Réunion avec l’employeur")
    if drawn < 180:
        return Mark(Attendance.UNEXCUSED)
    if drawn < 330:
        minute = 15 if drawn < 250 else 30
        arrival = time(9, minute) if session.half is Half.MORNING else time(13, 30 + minute // 2)
        return Mark(arrived_at=arrival, remark="Train en retard")
    return _PRESENT


def _draw(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") % _IN_TEN_THOUSAND
