"""Takes an import back: what was planned is cancelled, what was credited is credited back, nothing is forgotten."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Final, TypeVar

from sqlalchemy import Select, select

from app.attendance.models import Recording
from app.attendance.services import undo_hours, withdraw_of_platform
from app.audit.queries import subjects_of_acts
from app.audit.services import record_act
from app.certification.models import Result
from app.certification.services import take_back_results
from app.core.errors import RuleBroken
from app.core.roles import Role
from app.database import lock_until_commit, transaction
from app.documents.services import lock_of_certificates
from app.exchange.importing.plan import Author
from app.exchange.importing.training_dates import give_identifier
from app.exchange.kinds import Brought
from app.exchange.models import FileImport
from app.exchange.undoing.of_people import identified_by
from app.exchange.undoing.resting import TAKEN_BACK, made_by, what_rests
from app.extensions import db
from app.people.models import Person
from app.progress.services import forget_alerts
from app.training.models import Advisor, Enrolment, TrainingSession
from app.training.services import cancel_session, lock_training, take_back_advisor, take_back_enrolment

T = TypeVar("T", Recording, TrainingSession, Advisor, Enrolment, Result)

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
    # Nobody may come to rest on it between the look and the taking back; the training first, as all who write it do.
    lock_training(done.network_id)
    lock_until_commit(lock_of_certificates(done.network))
    _hold_rows(done)
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


def _hold_rows(done: FileImport) -> None:
    """Let who signs, records or joins a half-day, or corrects a result, come entirely before or entirely after."""
    match TAKEN_BACK[done.kind]:
        case Brought.SESSION:
            rows = _rows(TrainingSession, done).order_by(TrainingSession.id)
            db.session.execute(rows.with_for_update(of=TrainingSession))
        case Brought.RESULT:
            # In the order of those who record the results of a session.
            results = _rows(Result, done).order_by(Result.exam_session_id, Result.advisor_id)
            db.session.execute(results.with_for_update(of=Result))


def _take_back(done: FileImport, now: datetime, by: Person) -> int:
    """Take the records back that are still there; return how many."""
    match TAKEN_BACK[done.kind]:
        case Brought.ACTIVITY:
            return withdraw_of_platform(done.network, made_by(done), now=now, by=by)
        case Brought.RESULT:
            return take_back_results(done.network, made_by(done), now=now, by=by)
        case Brought.ADVISOR:
            return _take_back_advisors(done, now, by)
        case Brought.ENROLMENT:
            return _take_back_enrolments(done, now, by)
        case Brought.SESSION:
            planned = _rows(TrainingSession, done).where(TrainingSession.cancelled_at.is_(None))
            return _each(planned, lambda row: cancel_session(row, CANCELLED_BECAUSE, now=now, by=by))
        case Brought.HOURS:
            return _each(_rows(Recording, done), lambda row: undo_hours(row, now=now, by=by))


def _each(statement: Select[T], take_back: Callable[[T], object]) -> int:
    rows = list(db.session.scalars(statement))
    for row in rows:
        take_back(row)
    return len(rows)


def _take_back_advisors(done: FileImport, now: datetime, by: Person) -> int:
    advisors = list(db.session.scalars(_rows(Advisor, done)))
    granted = _given_a_role(done, advisors)
    for advisor in advisors:
        take_back_advisor(advisor, keeps_role=advisor.person_id not in granted, now=now, by=by)
    return len(advisors)


def _take_back_enrolments(done: FileImport, now: datetime, by: Person) -> int:
    enrolments = list(db.session.scalars(_rows(Enrolment, done)))
    # Hours out of reach are told of whoever is enrolled; without the enrolment there is nothing to tell.
    forget_alerts([each.id for each in enrolments])
    # The file may have been the first to give an identifier: by it, the next one would find the wrong person again.
    for advisor in identified_by(done):
        give_identifier(advisor, None, Author(now, by))
    for enrolment in enrolments:
        take_back_enrolment(enrolment, now=now, by=by)
    return len(enrolments)


def _given_a_role(done: FileImport, advisors: Collection[Advisor]) -> set[int]:
    """Return whom the import made an advisor of the network; the others were one before they had a file."""
    people = {advisor.person_id for advisor in advisors}
    role = {"role": Role.ADVISOR.value}
    return subjects_of_acts(done.network_id, ["role.granted"], people, since=done.imported_at, after=role)
