"""Reads what rests on the records of an import."""

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import islice
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.attendance.models import (
    Activity,
    Guest,
    HoursEntry,
    KeptSheet,
    Recording,
    RegisterScan,
    Signature,
)
from app.attendance.queries import corrections_of, left_out_since, recorded_session_ids
from app.attendance.rules import ActivityState
from app.certification.models import Result
from app.core.errors import RuleBroken
from app.documents.models import DocumentState, IssuedDocument
from app.exchange.kinds import Brought, FileKind
from app.exchange.models import FileImport, ImportedRecord
from app.exchange.undoing.of_people import on_advisors, on_enrolments, on_results
from app.exchange.undoing.refusals import (
    ActivityValidatedSince,
    CertificateIssuedSince,
    ChangedOthers,
    HoursCorrected,
    NotTakenBack,
    RegisterTakenSince,
    SessionChangedSince,
    SessionRecorded,
    SessionUsed,
)
from app.extensions import db
from app.training.models import Advisor, CatchUp, Enrolment, TrainingSession
from app.training.queries import is_accepted

MOST_NAMED: Final = 20
"""So many of the things that rest on an import are named."""


TAKEN_BACK: Final[Mapping[FileKind, Brought]] = {
    FileKind.ADVISORS: Brought.ADVISOR,
    FileKind.HOURS: Brought.HOURS,
    FileKind.SESSIONS: Brought.SESSION,
    FileKind.ACTIVITIES: Brought.ACTIVITY,
    FileKind.TRAINING_DATES: Brought.ENROLMENT,
    FileKind.CCP1_RESULTS: Brought.RESULT,
    FileKind.PIX_RESULTS: Brought.RESULT,
}
"""What each kind of file makes, and is taken back."""


_KEPT_LATER: Final = frozenset({Brought.RESULT, Brought.ENROLMENT})
"""What imports have not always kept."""


def what_rests(done: FileImport) -> list[RuleBroken]:
    """Return what keeps an import from being taken back, at most ``MOST_NAMED`` of it; nothing when it can be."""
    if TAKEN_BACK[done.kind] in _KEPT_LATER and db.session.scalar(made_by(done).limit(1)) is None:
        return [NotTakenBack()]
    if done.changed:
        return [ChangedOthers(count=done.changed)]
    return list(islice(_ASKED[TAKEN_BACK[done.kind]](done), MOST_NAMED))


def made_by(done: FileImport) -> Select[int]:
    """Return the statement that gives the ids of what an import has made, however many they are."""
    return select(ImportedRecord.record_id).where(ImportedRecord.import_id == done.id)


def _on_hours(done: FileImport) -> Iterator[RuleBroken]:
    for recording in db.session.scalars(select(Recording).where(Recording.id.in_(made_by(done)))):
        for correction in corrections_of(recording):
            if not correction.undoes:
                person = correction.enrolment.advisor.person.display_name
                yield HoursCorrected(person=person, day=correction.day)
        for each in left_out_since(recording):
            yield RegisterTakenSince(group=each.group, day=each.day, person=each.person)
        yield from _certificates_since(done, recording)


def _certificates_since(done: FileImport, recording: Recording) -> Iterator[RuleBroken]:
    credited = select(HoursEntry.advisor_id).where(HoursEntry.recording_id == recording.id)
    statement: Any = (
        select(IssuedDocument.number, Advisor)
        .join(Result, Result.id == IssuedDocument.result_id)
        .join(Advisor, Advisor.id == IssuedDocument.advisor_id)
        .where(
            IssuedDocument.state != DocumentState.REVOKED,
            IssuedDocument.reserved_at >= done.imported_at,
            IssuedDocument.advisor_id.in_(credited),
        )
        .order_by(IssuedDocument.id)
    )
    for number, advisor in db.session.execute(statement.limit(MOST_NAMED)):
        yield CertificateIssuedSince(number=number, person=advisor.person.display_name)


def _on_sessions(done: FileImport) -> Iterator[RuleBroken]:
    session_ids = list(db.session.scalars(made_by(done)))
    used, recorded = _used_sessions(session_ids), recorded_session_ids(session_ids)
    statement = select(TrainingSession).where(
        TrainingSession.id.in_(made_by(done)), TrainingSession.cancelled_at.is_(None)
    )
    for session in db.session.scalars(statement.order_by(TrainingSession.day, TrainingSession.id)):
        facts = {"group": session.group.name, "day": session.day}
        if session.id in recorded:
            yield SessionRecorded(**facts)
        elif session.id in used:
            yield SessionUsed(**facts)
        elif session.revision:
            yield SessionChangedSince(**facts)


def _used_sessions(session_ids: Collection[int]) -> set[int]:
    """Return those of the half-days on which somebody has left something."""
    statements = [select(table.session_id) for table in (Guest, KeptSheet, RegisterScan, Signature)]
    statements.append(select(CatchUp.session_id).where(is_accepted()))
    found: set[int] = set()
    for statement in statements:
        column = statement.selected_columns[0]
        found |= set(db.session.scalars(statement.where(column.in_(session_ids))))
    return found


def _on_activities(done: FileImport) -> Iterator[RuleBroken]:
    statement = (
        select(Activity)
        .where(Activity.id.in_(made_by(done)), Activity.state == ActivityState.VALIDATED)
        .options(joinedload(Activity.enrolment).joinedload(Enrolment.advisor))
        .order_by(Activity.id)
    )
    for activity in db.session.scalars(statement):
        person = activity.enrolment.advisor.person.display_name
        yield ActivityValidatedSince(title=activity.title, person=person)


_ASKED: Final[Mapping[Brought, Callable[[FileImport], Iterator[RuleBroken]]]] = {
    Brought.HOURS: _on_hours,
    Brought.SESSION: _on_sessions,
    Brought.ACTIVITY: _on_activities,
    Brought.ADVISOR: on_advisors,
    Brought.RESULT: on_results,
    Brought.ENROLMENT: on_enrolments,
}
