"""What lies ahead: half-days planned, the end of the training they lead to, and the exam that can be sat then."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from app.attendance.queries import training_dates_of
from app.certification.models import ExamSession
from app.certification.queries import exam_sessions, listed_ahead
from app.certification.rules import exam_deadline
from app.people.models import Network
from app.progress.queries.contracts import contracts_of
from app.progress.queries.followers import Follower
from app.progress.queries.rows import AdvisorRow, Filters, network_rows
from app.progress.rules import (
    Contract,
    Projection,
    Stage,
    earliest_exam,
    stage_of,
)
from app.training.rules import EntryStatus, has_left

LATE: Filters = Filters(status=EntryStatus.LATE.value)
"""The filter that leaves the late recruits of a network."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """When a training ends, known or projected, and which exam comes after it."""

    contract: Contract
    ends_on: date | None
    exam: ExamSession | None
    exam_deadline: date | None
    is_listed: bool = False
    """They are on the list of this exam: it is theirs, and not only the next one announced."""

    @property
    def projection(self) -> Projection | None:
        """Return what remains of the prescribed hours, or None when nobody has said how many there are."""
        return self.contract.projection

    @property
    def is_exam_too_late(self) -> bool:
        """Return whether the first exam announced comes after the time allowed for it."""
        held_on = self.exam.held_on if self.exam is not None else None
        return held_on is not None and self.exam_deadline is not None and held_on > self.exam_deadline


@dataclass(frozen=True, slots=True)
class LateRecruit:
    """A late recruit of the network and what lies ahead of them."""

    row: AdvisorRow
    stage: Stage
    outlook: Outlook

    @property
    def is_on_the_way(self) -> bool:
        """Return whether the training and the exam still lie ahead."""
        return self.stage is Stage.LATE_IN_TRAINING


@dataclass(frozen=True, slots=True)
class Path:
    """What an outlook starts from: an enrolment, and the block that it leads to."""

    follower: Follower
    title_code: str
    block_code: str


def late_recruits(network: Network, today: date, *, limit: int, offset: int) -> list[LateRecruit]:
    """Return one page of the late recruits of the network, by name, each with what lies ahead."""
    rows = network_rows(network, LATE, sort="name", is_descending=False, limit=limit, offset=offset)
    ahead = outlooks(network, [_path(row) for row in rows], today)
    return [
        LateRecruit(row, stage_of(row.status, row.outcome, has_left=has_left(row.exited_on, today)), outlook)
        for row, outlook in zip(rows, ahead, strict=True)
    ]


def outlooks(network: Network, paths: Collection[Path], today: date) -> list[Outlook]:
    """Return what lies ahead of each of these enrolments, in their order, in a fixed number of statements."""
    contracts = contracts_of([each.follower for each in paths], today)
    followed = training_dates_of(list(contracts))
    exams = [each for each in exam_sessions(network) if not each.is_cancelled]
    listed = listed_ahead(network, today)
    found = []
    for each in paths:
        enrolment_id = each.follower.enrolment_id
        last_day = followed[enrolment_id][1] if enrolment_id in followed else None
        of_block = _of_block(exams, each)
        own = [exam for exam in of_block if exam.id in listed.get(each.follower.advisor_id, ())]
        found.append(_outlook(contracts[enrolment_id], last_day, own or of_block, today, is_listed=bool(own)))
    return found


def _outlook(
    contract: Contract, last_day: date | None, exams: list[ExamSession], today: date, *, is_listed: bool
) -> Outlook:
    ends_on, projection = None, contract.projection
    if projection is not None:
        ends_on = last_day if projection.is_complete else projection.ends_on
    # An exam of the past is no longer ahead, however early the training ended.
    ahead = {exam.held_on: exam for exam in exams if exam.held_on is not None and exam.held_on >= today}
    # Who is on a list sits that exam, whenever the hours end.
    day = min(ahead, default=None) if is_listed else earliest_exam(ahead, after=ends_on or date.min)
    exam = ahead[day] if day is not None else None
    return Outlook(contract, ends_on, exam, exam_deadline(ends_on) if ends_on else None, is_listed)


def _of_block(exams: Iterable[ExamSession], path: Path) -> list[ExamSession]:
    block = path.title_code, path.block_code
    return [exam for exam in exams if (exam.title_code, exam.block_code) == block]


def _path(row: AdvisorRow) -> Path:
    # Nobody is late without a cohort: these are known of every late recruit.
    follower = Follower(
        row.enrolment_id or 0,
        row.advisor_id,
        row.group_id,
        row.hired_on,
        row.starts_on,
        row.exited_on,
        row.status or EntryStatus.LATE,
        row.prescribed_minutes,
    )
    return Path(follower, row.title_code or "", row.block_code or "")
