"""The hours: half-days that the ledger does not have yet. An import adds to the ledger and never corrects it."""

from collections.abc import Sequence
from datetime import date

from app.attendance.queries import activities_in_force
from app.attendance.services import HoursLine, judge_hours, record_hours
from app.certification.rules import NotEnrolled
from app.core.counting import Stage, counted
from app.core.errors import RuleBroken
from app.core.hours import format_hours
from app.core.identifiers import folded
from app.exchange.importing.directory import Directory
from app.exchange.importing.identity import Doubts, Said
from app.exchange.importing.plan import Author, Draft, Plan, Situation, Step
from app.exchange.kinds import Brought
from app.exchange.layouts.hours import HoursRow
from app.exchange.rules import ActivityByItsOwnFile, AmbiguousEnrolment
from app.exchange.words import HALVES
from app.training.models import Advisor, Enrolment


def plan_hours(rows: Sequence[HoursRow], situation: Situation) -> Plan:
    """Return the half-days that would be credited.

    A half-day that the ledger knows with the same values is left alone; with other values its line is refused.
    """
    draft = Draft()
    lines = _lines(rows, situation, draft)
    judged = dict(
        zip(lines, judge_hours(situation.network, list(lines.values()), today=situation.today), strict=True)
    )
    new = [lines[number] for number, each in judged.items() if each.refusal is None and not each.is_known]

    def decide(row: HoursRow) -> Step | None:
        verdict = judged[row.line]
        if verdict.refusal is not None:
            raise verdict.refusal
        return None if verdict.is_known else _step(row, verdict.line)

    draft.go_through([row for row in rows if row.line in judged], decide)
    draft.problems.sort(key=lambda problem: problem.line)

    def record(author: Author) -> None:
        recording = record_hours(situation.network, new, today=situation.today, now=author.now, by=author.by)
        if recording is not None:
            author.bring(Brought.HOURS, recording.id)

    return draft.finished(record)


def _lines(rows: Sequence[HoursRow], situation: Situation, draft: Draft) -> dict[int, HoursLine]:
    """Return the half-days of the rows whose person is found, by line; the others are refused."""
    directory = Directory(situation.network)
    found: dict[int, HoursLine] = {}
    doubts = Doubts()

    def match(row: HoursRow) -> None:
        said = Said(row.line, row.last_name, row.first_name, row.email)
        advisor = directory.known(row.state_identifier, row.email, said.name)
        draft.notices.extend(doubts.of(advisor, said))
        if row.half is None:
            _pass_over_activity(advisor, row, draft)
            return
        draft.only_once((advisor.id, row.day, row.half), row.line)
        found[row.line] = HoursLine(
            enrolment_on(advisor, row.day),
            row.day,
            row.half,
            row.minutes,
            row.modality,
            row.attendance,
            row.comment,
        )

    for row in counted(rows, Stage.MATCHED):
        try:
            match(row)
        except RuleBroken as refusal:
            draft.refuse(row.line, refusal)
    return found


def _pass_over_activity(advisor: Advisor, row: HoursRow, draft: Draft) -> None:
    """Leave an activity alone that was handed in: our own export, read in again, changes nothing.

    :raises ActivityByItsOwnFile: when nobody has.
    """
    title = row.title or ""
    if (advisor.id, row.day, folded(title)) not in activities_in_force([advisor.id], row.day, row.day):
        raise ActivityByItsOwnFile(title=title)
    draft.unchanged += 1


def enrolment_on(advisor: Advisor, day: date) -> Enrolment:
    """Return the training to which a day of somebody belongs: their only one, else the one whose dates hold the day.

    :raises NotEnrolled: when they follow none.
    :raises AmbiguousEnrolment: when several could hold the day.
    """
    name = advisor.person.display_name
    if not advisor.enrolments:
        raise NotEnrolled(person=name)
    if len(advisor.enrolments) == 1:
        return advisor.enrolments[0]
    holding = [each for each in advisor.enrolments if _holds(each, day)]
    if len(holding) != 1:
        raise AmbiguousEnrolment(person=name, day=day)
    return holding[0]


def _holds(enrolment: Enrolment, day: date) -> bool:
    first = enrolment.starts_on or enrolment.cohort.starts_on
    last = enrolment.exited_on or enrolment.ends_on or enrolment.cohort.ends_on
    return first <= day <= last


def _step(row: HoursRow, line: HoursLine) -> Step:
    values = (f"{line.day:%d/%m/%Y}", HALVES[line.half], format_hours(line.minutes))
    return Step(row.line, is_new=True, person=line.enrolment.advisor.person.display_name, values=values)
