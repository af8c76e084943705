"""The activities of a learning platform: handed in as if their people had done it, and counted once validated."""

from collections.abc import Mapping, Sequence
from datetime import date

from app.attendance.queries import activities_in_force
from app.attendance.services import Done, Platform, hand_in_from_platform, judge_activities
from app.core.errors import RuleBroken
from app.core.hours import format_hours
from app.core.identifiers import folded
from app.core.language import N_
from app.exchange.importing.directory import Directory
from app.exchange.importing.hours import enrolment_on
from app.exchange.importing.identity import Doubts, Said
from app.exchange.importing.plan import Author, Draft, Notice, Plan, Situation, Step
from app.exchange.kinds import Brought
from app.exchange.layouts.activities import ActivityRow


def plan_activities(rows: Sequence[ActivityRow], situation: Situation) -> Plan:
    """Return the activities that would wait for a trainer.

    One that was handed in with the same values is left alone, whoever did it; with other values its line is refused.
    """
    draft = Draft()
    dones = _dones(rows, situation, draft)
    _doubt_repeated(dones, draft)
    judged = dict(zip(dones, judge_activities(list(dones.values()), today=situation.today), strict=True))
    new = [each.done for each in judged.values() if each.refusal is None and not each.is_known]

    def decide(row: ActivityRow) -> Step | None:
        verdict = judged[row.line]
        if verdict.refusal is not None:
            raise verdict.refusal
        return None if verdict.is_known else _step(row, verdict.done)

    draft.go_through([row for row in rows if row.line in judged], decide)
    draft.problems.sort(key=lambda problem: problem.line)

    def record(author: Author) -> None:
        platform, today = Platform(situation.filename, situation.sha256), situation.today
        made = hand_in_from_platform(
            situation.network, new, platform, today=today, now=author.now, by=author.by
        )
        for activity in made:
            author.bring(Brought.ACTIVITY, activity.id)

    return draft.finished(record)


def _dones(rows: Sequence[ActivityRow], situation: Situation, draft: Draft) -> dict[int, Done]:
    """Return the activities of the rows whose person is found, by line; the others are refused."""
    directory = Directory(situation.network)
    found: dict[int, Done] = {}
    doubts = Doubts()

    def match(row: ActivityRow) -> None:
        advisor = directory.known(row.state_identifier, row.email, row.name)
        said = Said(row.line, row.last_name, row.first_name, row.email)
        draft.notices.extend(doubts.of(advisor, said))
        draft.only_once((advisor.id, row.day, folded(row.title)), row.line)
        enrolment = enrolment_on(advisor, row.day)
        found[row.line] = Done(enrolment, row.day, row.modality, row.title, row.minutes, row.link)

    for row in rows:
        try:
            match(row)
        except RuleBroken as refusal:
            draft.refuse(row.line, refusal)
    return found


def _doubt_repeated(dones: Mapping[int, Done], draft: Draft) -> None:
    """Tell of activities that somebody has handed in for another day too: done twice, or told twice."""
    advisor_ids = {done.enrolment.advisor_id for done in dones.values()}
    days: dict[tuple[int, str], list[date]] = {}
    for advisor_id, day, title_key in activities_in_force(advisor_ids, date.min, date.max):
        days.setdefault((advisor_id, title_key), []).append(day)
    message = N_("« %(title)s » de %(person)s est déjà remise pour le %(other)s : est-ce une autre fois ?")
    for line, done in dones.items():
        known = days.get((done.enrolment.advisor_id, folded(done.title)), [])
        if known and done.day not in known:
            person = done.enrolment.advisor.person.display_name
            facts = {"title": done.title, "person": person, "other": max(known)}
            draft.notices.append(Notice(message, facts, line, is_to_check=True))


def _step(row: ActivityRow, done: Done) -> Step:
    values = (row.title, f"{row.day:%d/%m/%Y}", format_hours(row.minutes))
    return Step(row.line, is_new=True, person=done.enrolment.advisor.person.display_name, values=values)
