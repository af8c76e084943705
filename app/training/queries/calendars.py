"""Reads of the half-days that concern one person, in whatever way and network."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, time

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.people.models import Network, Person
from app.people.queries import digest_of
from app.training.models import Advisor, CalendarFeed, Enrolment, SessionTrainer, TrainingSession
from app.training.queries.catch_ups import caught_up_by, sessions_caught_up
from app.training.queries.sessions import in_force, is_on_list


def sessions_of_person(
    person: Person,
    network_ids: Collection[int],
    first: date,
    last: date | None = None,
    *,
    with_cancelled: bool = False,
    only_changed: bool = False,
) -> list[TrainingSession]:
    """Return the half-days that a person gives or is expected in, in their order, with their moves.

    :param network_ids: the networks in which to look.
    :param last: the last day; None for all that is planned.
    :param only_changed: leave out what was neither moved nor cancelled.
    """
    enrolments = _enrolments(person, network_ids)
    caught_up = dict(sessions_caught_up(person, network_ids))
    trains = TrainingSession.id.in_(
        select(SessionTrainer.session_id).where(SessionTrainer.person_id == person.id)
    )
    follows = TrainingSession.group_id.in_(enrolments)
    wanted: list[ColumnElement[bool]] = [
        TrainingSession.network_id.in_(network_ids),
        TrainingSession.day >= first,
        or_(trains, follows, TrainingSession.id.in_(caught_up)),
    ]
    if last is not None:
        wanted.append(TrainingSession.day <= last)
    if not with_cancelled:
        wanted.append(in_force())
    if only_changed:
        wanted.append(or_(TrainingSession.moves.any(), TrainingSession.cancelled_at.is_not(None)))
    found = db.session.scalars(
        select(TrainingSession).where(*wanted).options(selectinload(TrainingSession.moves))
    )
    own = [
        session
        for session in found
        if any(trainer.id == person.id for trainer in session.trainers)
        or any(is_on_list(each, session.day) for each in enrolments.get(session.group_id, ()))
        or (session.id in caught_up and is_on_list(caught_up[session.id], session.day))
    ]
    return sorted(own, key=_when)


def concerns(session: TrainingSession, person: Person) -> bool:
    """Return whether a person gives a half-day or is expected in it, cancelled or not."""
    found = sessions_of_person(person, {session.network_id}, session.day, session.day, with_cancelled=True)
    return any(each.id == session.id for each in found)


def changed_sessions(person: Person, network: Network, today: date) -> list[TrainingSession]:
    """Return what a person would miss who remembers the plan of before: moved or cancelled, and not past yet."""
    return sessions_of_person(person, {network.id}, today, with_cancelled=True, only_changed=True)


def people_of(session: TrainingSession) -> list[Person]:
    """Return who gives a half-day and who is on its list, even once it was cancelled."""
    statement = select(Enrolment).where(Enrolment.group_id == session.group_id)
    enrolments = db.session.scalars(statement.options(joinedload(Enrolment.advisor)))
    on_it = [*enrolments, *caught_up_by([session.id])[session.id]]
    expected = [each.advisor.person for each in on_it if is_on_list(each, session.day)]
    return list({person.id: person for person in (*session.trainers, *expected)}.values())


def calendar_feed(token: str) -> CalendarFeed | None:
    """Return the secret address with this token."""
    return db.session.scalar(select(CalendarFeed).where(CalendarFeed.token_digest == digest_of(token)))


def calendar_feed_of(person: Person) -> CalendarFeed | None:
    """Return the secret address of a person, if they have one."""
    return db.session.scalar(select(CalendarFeed).where(CalendarFeed.person_id == person.id))


def _enrolments(person: Person, network_ids: Collection[int]) -> dict[int, list[Enrolment]]:
    """Return what a person follows, by group."""
    statement = (
        select(Enrolment)
        .join(Enrolment.advisor)
        .where(
            Advisor.person_id == person.id,
            Enrolment.network_id.in_(network_ids),
            Enrolment.group_id.is_not(None),
        )
        .options(joinedload(Enrolment.advisor))
    )
    by_group: dict[int, list[Enrolment]] = defaultdict(list)
    for enrolment in db.session.scalars(statement):
        if enrolment.group_id is not None:
            by_group[enrolment.group_id].append(enrolment)
    return by_group


def _when(session: TrainingSession) -> tuple[date, time, int]:
    return session.day, session.starts_at, session.id
