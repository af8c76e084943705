"""Gathers the facts of statements of hours from the ledger."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from app.attendance.models import HoursEntry, Recording
from app.attendance.queries import histories_between
from app.attendance.rules import Attendance
from app.documents.queries import look_of
from app.documents.statements.facts import PersonStatement, StatementFacts, StatementLine
from app.people.models import Network
from app.training.models import Advisor, Group
from app.training.queries import enrolments_in_groups
from app.web.labels import label


def person_statement(
    network: Network, advisor: Advisor, first: date | None, last: date | None, *, today: date
) -> StatementFacts:
    """Return every half-day of a person from ``first`` to ``last``, either open, with what it counts now."""
    histories = histories_between([advisor.id], first, last)
    return _statement(network, [_person(advisor, histories)], first, last, today)


def group_statement(
    network: Network, group: Group, first: date | None, last: date | None, *, today: date
) -> StatementFacts:
    """Return the hours that each person of a group has in their enrolment there, in a constant number of statements."""
    enrolments = enrolments_in_groups([group.id])
    histories = histories_between({each.advisor_id for each in enrolments}, first, last)
    people = [
        _person(each.advisor, [one for one in histories if one[-1].enrolment_id == each.id])
        for each in enrolments
    ]
    return _statement(network, people, first, last, today, group=f"{group.name}, {group.cohort.name}")


def people_statement(
    network: Network,
    advisors: Collection[Advisor],
    about: str,
    first: date | None,
    last: date | None,
    *,
    today: date,
    group_id: int | None = None,
) -> StatementFacts:
    """Return the hours of these people, or those that they have in one group, in a constant number of statements."""
    of_person: dict[int, list[list[HoursEntry]]] = defaultdict(list)
    for history in histories_between({each.id for each in advisors}, first, last):
        if group_id is None or history[-1].enrolment.group_id == group_id:
            of_person[history[-1].advisor_id].append(history)
    people = [_person(each, of_person[each.id]) for each in advisors]
    return _statement(network, people, first, last, today, group=about)


def _statement(
    network: Network,
    people: Collection[PersonStatement],
    first: date | None,
    last: date | None,
    today: date,
    **group: Any,
) -> StatementFacts:
    return StatementFacts(
        network=network.name,
        people=tuple(people),
        printed_on=today,
        first=first,
        last=last,
        is_development=network.pinned_today is not None,
        look=look_of(network),
        **group,
    )


def _person(advisor: Advisor, histories: Collection[list[HoursEntry]]) -> PersonStatement:
    counted = [history[-1].attendance for history in histories if history[-1].half is not None]
    return PersonStatement(
        name=advisor.person.display_name,
        employer=advisor.host.name if advisor.host is not None else "",
        lines=tuple(_line(history) for history in histories),
        present=counted.count(Attendance.PRESENT),
        excused=counted.count(Attendance.EXCUSED),
        unexcused=counted.count(Attendance.UNEXCUSED),
    )


def _about(entry: HoursEntry, origin: Recording) -> str:
    if entry.activity is not None:
        return entry.activity.title
    return origin.session.module if origin.session is not None else label(origin.kind)


def _line(history: list[HoursEntry]) -> StatementLine:
    origin, current = history[0].recording, history[-1]
    return StatementLine(
        day=current.day,
        half=label(current.half).lower() if current.half is not None else "",
        about=_about(current, origin),
        modality=label(current.modality),
        presence=label(current.attendance),
        minutes=current.half_day_minutes,
        is_corrected=len(history) > 1,
    )
