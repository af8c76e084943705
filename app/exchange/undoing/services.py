"""Takes an import back: what was planned is cancelled, what was credited is credited back, nothing is forgotten."""

from datetime import datetime
from typing import Final, TypeVar

from sqlalchemy import Select, select

from app.attendance.models import Recording
from app.attendance.services import undo_hours, withdraw_of_platform
from app.audit.services import record_act
from app.core.errors import RuleBroken
from app.database import lock_until_commit, transaction
from app.documents.services import lock_of_certificates
from app.exchange.importing.kinds import Brought
from app.exchange.models import FileImport
from app.exchange.undoing.resting import TAKEN_BACK, made_by, what_rests
from app.extensions import db
from app.people.models import Person
from app.training.models import Advisor, TrainingSession
from app.training.services import cancel_session, take_back_advisor

T = TypeVar("T", Recording, TrainingSession, Advisor)

CANCELLED_BECAUSE: Final = "Import annulé"
"""Why a half-day is cancelled that came by a file."""


class ImportInUse(RuleBroken):
    """Something rests on the import; ``resting`` says what."""

    def __init__(self, resting: list[RuleBroken]) -> None:
        super().__init__()
        self.resting = resting


@transaction
def undo_import(done: FileImport, *, now: datetime, by: Person) -> bool:
    """Take everything back that an import has made; return whether there was anything to take back.

    Half-days and hours stay readable with what took them back; the network then counts what it counted before. An
    import that was taken back before stays as it is.

    :raises ImportInUse: when something rests on it; nothing is changed then.
    :raises RuleBroken: when something comes to rest on it at this very moment.
    """
    lock_until_commit(f"imports of {done.network_id}")
    # Nobody may come to rest on it between the look and the taking back.
    lock_until_commit(lock_of_certificates(done.network))
    _hold_sessions(done)
    db.session.refresh(done, with_for_update={"of": FileImport})
    if done.undone_at is not None:
        return False
    resting = what_rests(done)
    if resting:
        raise ImportInUse(resting)
    taken_back = _take_back(done, now, by)
    done.undone_at, done.undone_by_id = now, by.id
    record_act(
        "file.undone",
        done,
        network_id=done.network_id,
        by_id=by.id,
        now=now,
        after={"filename": done.filename, "sha256": done.sha256, "taken_back": taken_back},
    )
    return True


def _rows(table: type[T], done: FileImport) -> Select[T]:
    return select(table).where(table.network_id == done.network_id, table.id.in_(made_by(done)))


def _hold_sessions(done: FileImport) -> None:
    """Let who signs, records or joins a half-day of an import come entirely before or entirely after."""
    if TAKEN_BACK.get(done.kind) is Brought.SESSION:
        db.session.execute(
            _rows(TrainingSession, done).order_by(TrainingSession.id).with_for_update(of=TrainingSession)
        )


def _take_back(done: FileImport, now: datetime, by: Person) -> int:
    """Take the records back that are still there; return how many."""
    match TAKEN_BACK[done.kind]:
        case Brought.HOURS:
            recordings = list(db.session.scalars(_rows(Recording, done)))
            for recording in recordings:
                undo_hours(recording, now=now, by=by)
            return len(recordings)
        case Brought.SESSION:
            planned = _rows(TrainingSession, done).where(TrainingSession.cancelled_at.is_(None))
            sessions = list(db.session.scalars(planned))
            for session in sessions:
                cancel_session(session, CANCELLED_BECAUSE, now=now, by=by)
            return len(sessions)
        case Brought.ACTIVITY:
            return withdraw_of_platform(done.network, made_by(done), now=now, by=by)
        case Brought.ADVISOR:
            advisors = list(db.session.scalars(_rows(Advisor, done)))
            for advisor in advisors:
                take_back_advisor(advisor, now=now, by=by)
            return len(advisors)
