"""Writes about results: one verdict or a whole list, each correction with its reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from app.audit.services import record_act
from app.certification.models import (
    CERTIFIED_RESULT_IS_FIXED,
    ONE_OBTAINED_PER_BLOCK,
    ONE_RESULT_PER_SESSION,
    ExamSession,
    Result,
)
from app.certification.queries import candidate_ids, passed_elsewhere, recorded_for_change, stage_until_commit
from app.certification.rules import (
    NotACandidate,
    Outcome,
    RecordedMeanwhile,
    ResultIsCertified,
    ResultsChangedMeanwhile,
    UnknownAdvisor,
    Verdict,
    check_correction,
    check_decided,
    check_not_obtained_before,
    check_remark,
    check_takes_results,
)
from app.certification.services.candidates import check_on_list
from app.certification.services.exam_sessions import exam_session_of_day
from app.database import breaks, id_of, transaction
from app.extensions import db
from app.people.models import Network, Person
from app.training.models import Advisor
from app.training.queries import advisors_by_id
from app.training.services import note_advisors


@transaction
def record_results(
    exam_session: ExamSession,
    outcomes: Mapping[int, Verdict],
    *,
    shown: Mapping[int, Verdict | None] | None = None,
    today: date,
    now: datetime,
    by: Person | None,
) -> int:
    """Record what the jury decided for each advisor, and return how many results are new or changed.

    What is recorded already as it is given is left alone, so that the same list can be sent twice.

    :param outcomes: the verdicts by the id of the advisor.
    :param shown: what the list said of each of them when it was filled in, for lists that people look at.
    :raises DecidedInTheFuture: when the jury has not met yet.
    :raises NotHeldYet: before the exam; and MinutesSigned, once its minutes are.
    :raises UnknownAdvisor: for somebody of another network or nobody at all.
    :raises NotOnList: for somebody who is not on the list of the session, where it has one.
    :raises NotACandidate: for somebody whom no cohort prepares for the block.
    :raises ObtainedStaysObtained: for somebody who obtained the block in another session.
    :raises CorrectionNeedsReason: when a recorded outcome changes without a reason of its own as the remark.
    :raises ResultIsCertified: when a certificate in force rests on the recorded outcome.
    :raises ResultsChangedMeanwhile: when some of them are no longer recorded as they were shown.
    :raises RecordedMeanwhile: when somebody else records one of these results at this moment.
    """
    check_decided(exam_session.day, today)
    check_takes_results(stage_until_commit(exam_session), exam_session.name)
    # Asked before anything is written: reading the person later would send half of the list to the database.
    by_id = id_of(by)
    proceedings = _Proceedings.of(exam_session, outcomes, now=now, by_id=by_id)
    check_on_list(exam_session, proceedings.recorded, list(outcomes))
    if shown is not None:
        proceedings.check_still(shown, outcomes)
    # In one order for everybody, or two lists sent at once could wait for each other.
    for advisor_id, verdict in sorted(outcomes.items(), key=lambda item: item[0]):
        proceedings.enter(advisor_id, verdict)
    return proceedings.keep()


@transaction
def record_result_on(
    network: Network,
    advisor_id: int,
    title_code: str,
    block_code: str,
    day: date,
    verdict: Verdict,
    *,
    today: date,
    now: datetime,
    by: Person | None,
) -> int:
    """Record a result of which only the day is known, in the session of that day; return 1 when it says something new.

    :raises RuleBroken: as :func:`record_results` and :func:`exam_session_of_day` do.
    """
    check_decided(day, today)
    session = exam_session_of_day(network, title_code, block_code, day, now=now, by=by)
    return record_results(session, {advisor_id: verdict}, today=today, now=now, by=by)


@dataclass
class _Proceedings:
    """What is known of the advisors of a list before it is entered, and what entering it changed."""

    session: ExamSession
    advisors: dict[int, Advisor]
    recorded: dict[int, Result]
    candidates: set[int]
    passed_elsewhere: set[int]
    now: datetime
    by_id: int | None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(
        cls, session: ExamSession, outcomes: Mapping[int, Verdict], *, now: datetime, by_id: int | None
    ) -> "_Proceedings":
        ids = list(outcomes)
        return cls(
            session=session,
            advisors=advisors_by_id(session.network_id, ids),
            recorded=recorded_for_change(session, ids),
            candidates=candidate_ids(session, ids),
            passed_elsewhere=passed_elsewhere(session, ids),
            now=now,
            by_id=by_id,
        )

    def check_still(self, shown: Mapping[int, Verdict | None], advisor_ids: Iterable[int]) -> None:
        """Let only results pass that are still what was shown of them."""
        recorded = {advisor_id: result.verdict for advisor_id, result in self.recorded.items()}
        changed = [each for each in advisor_ids if shown.get(each) != recorded.get(each)]
        if changed:
            raise ResultsChangedMeanwhile(people=", ".join(map(self._name_of, changed)))

    def enter(self, advisor_id: int, verdict: Verdict) -> None:
        """Write one verdict, unless it is what is recorded."""
        person = self._name_of(advisor_id)
        check_remark(verdict.remark, person=person)
        result = self.recorded.get(advisor_id)
        if result is None:
            self._add(advisor_id, verdict, person)
        elif not _says(result, verdict):
            self._correct(result, verdict, person)

    def keep(self) -> int:
        """Tell in one act what was entered, and return how many results it is."""
        if self.after:
            _flush_new()
            # A failure opens the year of a resit, which is told of.
            note_advisors(self.session.network_id, self.advisors)
            record_act(
                "results.recorded",
                self.session,
                network_id=self.session.network_id,
                by_id=self.by_id,
                now=self.now,
                before=self.before,
                after=self.after,
            )
        return len(self.after)

    def _name_of(self, advisor_id: int) -> str:
        if advisor_id not in self.advisors:
            raise UnknownAdvisor(advisor_id=advisor_id)
        return self.advisors[advisor_id].person.display_name

    def _add(self, advisor_id: int, verdict: Verdict, person: str) -> None:
        if advisor_id not in self.candidates:
            raise NotACandidate(person=person, block=self.session.block_code)
        check_not_obtained_before(
            advisor_id in self.passed_elsewhere, person=person, block=self.session.block_code
        )
        result = Result(
            network_id=self.session.network_id,
            exam_session_id=self.session.id,
            advisor_id=advisor_id,
            title_code=self.session.title_code,
            block_code=self.session.block_code,
        )
        self._write(result, verdict)
        db.session.add(result)

    def _correct(self, result: Result, verdict: Verdict, person: str) -> None:
        if result.outcome is not verdict.outcome:
            check_correction(verdict.remark, result.remark, person=person)
        if verdict.outcome is Outcome.OBTAINED:
            is_passed = result.advisor_id in self.passed_elsewhere
            check_not_obtained_before(is_passed, person=person, block=self.session.block_code)
        self.before[str(result.advisor_id)] = _written(result)
        self._write(result, verdict)
        flush_correction(person)

    def _write(self, result: Result, verdict: Verdict) -> None:
        result.outcome = verdict.outcome
        if verdict.remark is not None:
            result.remark = verdict.remark.strip() or None
        result.recorded_by_id, result.recorded_at = self.by_id, self.now
        self.after[str(result.advisor_id)] = _written(result)


def _says(result: Result, verdict: Verdict) -> bool:
    keeps_remark = verdict.remark is None or verdict.remark.strip() == (result.remark or "")
    return result.outcome is verdict.outcome and keeps_remark


def _written(result: Result) -> dict[str, Any]:
    return {"outcome": result.outcome.value, "remark": result.remark}


def _flush_new() -> None:
    try:
        db.session.flush()
    except IntegrityError as refused:
        if breaks(refused, ONE_RESULT_PER_SESSION) or breaks(refused, ONE_OBTAINED_PER_BLOCK):
            raise RecordedMeanwhile from refused
        raise


def flush_correction(person: str) -> None:
    """Send one correction to the database, so that its refusal names the person; what is new goes along.

    :raises RecordedMeanwhile: and ResultIsCertified.
    """
    try:
        _flush_new()
    except IntegrityError as refused:
        if CERTIFIED_RESULT_IS_FIXED in str(refused.orig):
            raise ResultIsCertified(person=person) from refused
        raise
