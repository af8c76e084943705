"""Reads what rests on the people, enrolments and results that an import has made."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.attendance.models import Activity, Guest, HoursEntry
from app.audit.models import AuditEntry
from app.audit.queries import subjects_of_acts
from app.certification.models import ExamCandidate, ExamSession, Result, ResultDecision
from app.certification.rules import ExamStage, prepares
from app.core.errors import RuleBroken
from app.documents.models import IssuedDocument
from app.exchange.importing.results import WRITTEN
from app.exchange.models import FileImport, ImportedRecord
from app.exchange.undoing.refusals import (
    AdvisorChangedSince,
    CertificateRestsOnResult,
    EnrolmentChangedSince,
    ListedForExamSince,
    ResultCorrectedSince,
    ResultDecidedSince,
)
from app.extensions import db
from app.training.models import Advisor, CatchUp, Enrolment, TargetDecision
from app.training.rules import AdvisorInUse, EnrolmentInUse

_CHANGED_ADVISOR: Final = ("advisor.changed",)
_CHANGED_ENROLMENT: Final = ("enrolment.changed",)
_SIGNED: Final = (ExamStage.CLOSED, ExamStage.VALIDATED)


def on_advisors(done: FileImport) -> Iterator[RuleBroken]:
    """Yield the files of people that are used already, and those that somebody has changed since."""
    made = select(ImportedRecord.record_id).where(ImportedRecord.import_id == done.id)
    used = or_(
        select(Enrolment.id).where(Enrolment.advisor_id == Advisor.id).exists(),
        select(Result.id).where(Result.advisor_id == Advisor.id).exists(),
    )
    statement = select(Advisor, used).where(Advisor.id.in_(made)).order_by(Advisor.id)
    rows = db.session.execute(statement).all()
    changed = subjects_of_acts(
        done.network_id, _CHANGED_ADVISOR, [row[0].id for row in rows], since=done.imported_at
    )
    for advisor, is_used in rows:
        if is_used:
            yield AdvisorInUse(person=advisor.person.display_name)
        elif advisor.id in changed:
            yield AdvisorChangedSince(person=advisor.person.display_name)


def on_enrolments(done: FileImport) -> Iterator[RuleBroken]:
    """Yield the enrolments on which hours, decisions, results or an exam rest, and those changed since."""
    made = select(ImportedRecord.record_id).where(ImportedRecord.import_id == done.id)
    named: Any = [
        select(table.id).where(table.enrolment_id == Enrolment.id).exists()
        for table in (HoursEntry, Activity, Guest, CatchUp, TargetDecision)
    ]
    judged = select(Result.id).where(Result.advisor_id == Enrolment.advisor_id).exists()
    person = joinedload(Enrolment.advisor).joinedload(Advisor.person)
    statement = select(Enrolment, or_(*named, judged)).where(Enrolment.id.in_(made)).options(person)
    rows = db.session.execute(statement.order_by(Enrolment.id)).all()
    changed = subjects_of_acts(
        done.network_id, _CHANGED_ENROLMENT, [row[0].id for row in rows], since=done.imported_at
    )
    listed = _exams_of(done)
    for enrolment, is_used in rows:
        name, aim = enrolment.advisor.person.display_name, enrolment.cohort.aim
        exams = [
            each for each in listed[enrolment.advisor_id] if prepares(aim, each.title_code, each.block_code)
        ]
        if is_used:
            yield EnrolmentInUse(person=name)
        elif exams:
            yield ListedForExamSince(person=name, session=exams[0].name)
        elif enrolment.id in changed:
            yield EnrolmentChangedSince(person=name)


def _exams_of(done: FileImport) -> Mapping[int, list[ExamSession]]:
    """Return on the lists of which exams the people stand whom an import enrolled; one that was cancelled is none."""
    made = select(Enrolment.advisor_id).join(ImportedRecord, ImportedRecord.record_id == Enrolment.id)
    statement = (
        select(ExamCandidate.advisor_id, ExamSession)
        .join(ExamSession, ExamSession.id == ExamCandidate.exam_session_id)
        .where(
            ExamCandidate.advisor_id.in_(made.where(ImportedRecord.import_id == done.id)),
            ExamSession.stage != ExamStage.CANCELLED,
        )
        .order_by(ExamCandidate.id)
    )
    found: dict[int, list[ExamSession]] = defaultdict(list)
    for advisor_id, session in db.session.execute(statement):
        found[advisor_id].append(session)
    return found


def identified_by(done: FileImport) -> list[Advisor]:
    """Return the people who had no identifier of the State before an import, and still have the one that it gave."""
    statement = (
        select(Advisor, AuditEntry.before, AuditEntry.after)
        .join(AuditEntry, AuditEntry.subject_id == Advisor.id)
        .where(
            Advisor.network_id == done.network_id,
            AuditEntry.network_id == done.network_id,
            AuditEntry.action.in_(_CHANGED_ADVISOR),
            # All acts of an import are of its one moment.
            AuditEntry.at == done.imported_at,
        )
        .order_by(Advisor.id)
    )
    return [
        advisor
        for advisor, before, after in db.session.execute(statement)
        if (before or {}).get("state_id", 0) is None and (after or {}).get("state_id") == advisor.state_id
    ]


def on_results(done: FileImport) -> Iterator[RuleBroken]:
    """Yield the results on which a certificate rests, those that were decided anew or signed, and those corrected."""
    made = select(ImportedRecord.record_id).where(ImportedRecord.import_id == done.id)
    numbers = select(IssuedDocument.result_id, IssuedDocument.number).where(
        IssuedDocument.result_id.in_(made)
    )
    certified = {row[0]: row[1] for row in db.session.execute(numbers.order_by(IssuedDocument.id))}
    is_decided = select(ResultDecision.id).where(ResultDecision.result_id == Result.id).exists()
    statement = (
        select(Result, or_(is_decided, ExamSession.stage.in_(_SIGNED)))
        .join(ExamSession, ExamSession.id == Result.exam_session_id)
        .where(Result.id.in_(made))
        .options(joinedload(Result.advisor).joinedload(Advisor.person))
        .order_by(Result.id)
    )
    for result, is_fixed in db.session.execute(statement):
        name = result.advisor.person.display_name
        if result.id in certified:
            yield CertificateRestsOnResult(number=certified[result.id], person=name)
        elif is_fixed:
            yield ResultDecidedSince(person=name)
        elif result.verdict != WRITTEN:
            yield ResultCorrectedSince(person=name)
