"""Writes about what advisors hand in for an exam, and how they were assessed in training."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from app.audit.services import record_act
from app.certification.models import CompetenceAssessment, ExamFile, ExamSession
from app.certification.queries import assessments_of, exam_file, files_towards
from app.certification.rules import ACTION_SHEETS, AssessmentLevel, UnknownAdvisor
from app.database import id_of, lock_until_commit, transaction
from app.extensions import db
from app.people.models import Person
from app.training.models import Advisor
from app.training.queries import advisors_by_id, competence_codes_of


@transaction
def keep_exam_file(
    advisor: Advisor,
    title_code: str,
    block_code: str,
    *,
    portfolio_on: date | None,
    action_sheets: int,
    levels: Mapping[str, AssessmentLevel],
    now: datetime,
    by: Person | None,
) -> bool:
    """Keep what an advisor has handed in for a block and how they were assessed; return whether anything is new.

    :param levels: by the code of the competence; one that is left out keeps what was said of it.
    :raises UnknownTitle: and UnknownBlock, when the codes name none.
    """
    lock_until_commit(f"exam files of {advisor.network_id}")
    kept = exam_file(advisor, title_code, block_code) or _empty(advisor, title_code, block_code)
    codes = competence_codes_of(advisor.network_id, title_code, block_code)
    said = {code: level for code, level in levels.items() if code in codes}
    known = assessments_of(advisor)
    changed = {code: level for code, level in said.items() if code not in known or known[code].level != level}
    is_same = (kept.portfolio_on, kept.action_sheets) == (portfolio_on, action_sheets)
    if is_same and not changed:
        return False
    kept.portfolio_on, kept.action_sheets = portfolio_on, action_sheets
    for code, level in changed.items():
        row = known.get(code) or CompetenceAssessment(
            network_id=advisor.network_id, advisor_id=advisor.id, competence=code
        )
        row.level, row.recorded_at, row.recorded_by_id = level, now, id_of(by)
        db.session.add(row)
    db.session.add(kept)
    told = {"portfolio_on": portfolio_on, "action_sheets": action_sheets, "assessed": dict(changed)}
    _record("exam_file.kept", advisor, told, now=now, by=by)
    return True


@transaction
def receive_files(
    session: ExamSession, advisor_ids: Collection[int], day: date, *, now: datetime, by: Person | None
) -> int:
    """Note that these people have handed in the portfolio and all action sheets; return for how many that is new.

    :raises UnknownAdvisor: for somebody of another network or nobody at all.
    """
    lock_until_commit(f"exam files of {session.network_id}")
    advisors, files = advisors_by_id(session.network_id, advisor_ids), files_towards(session, advisor_ids)
    changed = []
    for advisor_id in sorted(advisor_ids):
        if advisor_id not in advisors:
            raise UnknownAdvisor(advisor_id=advisor_id)
        kept = files.get(advisor_id) or _empty(advisors[advisor_id], session.title_code, session.block_code)
        if kept.portfolio_on is None or kept.action_sheets != ACTION_SHEETS:
            kept.portfolio_on, kept.action_sheets = kept.portfolio_on or day, ACTION_SHEETS
            db.session.add(kept)
            changed.append(advisor_id)
    if changed:
        _record("exam_files.received", session, {"day": day, "advisors": changed}, now=now, by=by)
    return len(changed)


def _empty(advisor: Advisor, title_code: str, block_code: str) -> ExamFile:
    return ExamFile(
        network_id=advisor.network_id,
        advisor_id=advisor.id,
        title_code=title_code,
        block_code=block_code,
        portfolio_on=None,
        action_sheets=0,
    )


def _record(
    action: str,
    subject: Advisor | ExamSession,
    told: Mapping[str, object],
    *,
    now: datetime,
    by: Person | None,
) -> None:
    by_id = id_of(by)
    record_act(action, subject, network_id=subject.network_id, by_id=by_id, now=now, after=dict(told))
