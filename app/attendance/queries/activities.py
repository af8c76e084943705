"""Reads of the activities outside of half-days: what was handed in, what waits, what proves it."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from app.attendance.models import Activity, ActivityProof, HoursEntry, Recording, RecordingKind
from app.attendance.rules import ActivityState
from app.extensions import db
from app.people.models import Network
from app.training.models import Advisor, Enrolment

ActivityKey = tuple[int, date, str]
"""What can be handed in once: the advisor's id, the day, the title without case and accents."""

_COUNT_NOWHERE = (ActivityState.WAITING, ActivityState.REFUSED)
_IN_FORCE = (ActivityState.WAITING, ActivityState.VALIDATED)


def activity(network: Network, activity_id: int) -> Activity | None:
    """Return an activity of the network with its proofs, or None."""
    return db.session.scalar(
        select(Activity)
        .where(Activity.network_id == network.id, Activity.id == activity_id)
        .options(joinedload(Activity.enrolment).joinedload(Enrolment.advisor), selectinload(Activity.proofs))
    )


def activities_of(advisor: Advisor, *, limit: int | None = None, offset: int = 0) -> list[Activity]:
    """Return what an advisor has handed in, or others for them, the latest day first, with its proofs."""
    statement = (
        select(Activity).where(Activity.advisor_id == advisor.id).options(selectinload(Activity.proofs))
    )
    ordered = statement.order_by(Activity.day.desc(), Activity.id.desc())
    return list(db.session.scalars(ordered.limit(limit).offset(offset)))


def count_of_activities_of(advisor: Advisor) -> int:
    """Return how many activities an advisor has handed in, or others for them."""
    return db.session.scalar(select(func.count(Activity.id)).where(Activity.advisor_id == advisor.id)) or 0


def waiting_of(advisor_id: int) -> tuple[int, int]:
    """Return how many activities of an advisor wait for a trainer, and how many bytes of files count nowhere.

    These are the files of what waits, and of what was refused while somebody may still want to see why.
    """
    own = Activity.advisor_id == advisor_id
    waiting = select(func.count(Activity.id)).where(own, Activity.state == ActivityState.WAITING)
    weight = (
        select(func.sum(ActivityProof.size))
        .join(Activity, Activity.id == ActivityProof.activity_id)
        .where(own, Activity.state.in_(_COUNT_NOWHERE), ActivityProof.removed_at.is_(None))
    )
    return db.session.scalar(waiting) or 0, db.session.scalar(weight) or 0


def activities_in_state(
    network: Network, state: ActivityState, *, limit: int, offset: int = 0
) -> list[Activity]:
    """Return a part of the network's activities in a state, those of one person together, the oldest first."""
    person = joinedload(Activity.enrolment).joinedload(Enrolment.advisor)
    statement = (
        select(Activity)
        .where(Activity.network_id == network.id, Activity.state == state)
        .options(person, selectinload(Activity.proofs))
        .order_by(Activity.advisor_id, Activity.day, Activity.id)
    )
    return list(db.session.scalars(statement.limit(limit).offset(offset)))


def count_of_activities(network: Network) -> dict[ActivityState, int]:
    """Return how many activities of the network are in each state, 0 without any."""
    statement = select(Activity.state, func.count()).where(Activity.network_id == network.id)
    found = {row[0]: row[1] for row in db.session.execute(statement.group_by(Activity.state))}
    return {state: found.get(state, 0) for state in ActivityState}


def waiting_minutes(enrolment_ids: Collection[int]) -> dict[int, int]:
    """Return the minutes of each enrolment that were handed in and wait: they count nowhere yet."""
    statement = (
        select(Activity.enrolment_id, func.sum(Activity.minutes))
        .where(Activity.enrolment_id.in_(enrolment_ids), Activity.state == ActivityState.WAITING)
        .group_by(Activity.enrolment_id)
    )
    found = {row[0]: row[1] for row in db.session.execute(statement)}
    return {enrolment_id: found.get(enrolment_id, 0) for enrolment_id in enrolment_ids}


def activities_in_force(advisor_ids: Collection[int], first: date, last: date) -> dict[ActivityKey, Activity]:
    """Return what these advisors have handed in from ``first`` to ``last``, neither refused nor withdrawn."""
    statement = select(Activity).where(
        Activity.advisor_id.in_(advisor_ids), Activity.day.between(first, last), Activity.state.in_(_IN_FORCE)
    )
    return {(each.advisor_id, each.day, each.title_key): each for each in db.session.scalars(statement)}


def proof_of(activity: Activity, proof_id: int) -> ActivityProof | None:
    """Return a proof of this activity with its bytes, or None when there is none or they are gone."""
    statement = select(ActivityProof).where(
        ActivityProof.activity_id == activity.id,
        ActivityProof.id == proof_id,
        ActivityProof.removed_at.is_(None),
    )
    return db.session.scalar(statement.options(undefer(ActivityProof.content)))


def credited_entries(activity_ids: Collection[int]) -> dict[int, HoursEntry]:
    """Return the last line of the ledger of each of these activities: what it counts, or that it was taken back."""
    statement = select(HoursEntry).where(HoursEntry.activity_id.in_(activity_ids)).order_by(HoursEntry.id)
    return {each.activity_id: each for each in db.session.scalars(statement) if each.activity_id is not None}


def times_reopened(activity_ids: Collection[int]) -> dict[int, int]:
    """Return how often each of these activities was validated and taken back."""
    statement = (
        select(HoursEntry.activity_id, func.count())
        .where(HoursEntry.activity_id.in_(activity_ids), HoursEntry.undoes)
        .group_by(HoursEntry.activity_id)
    )
    return {activity_id: times for activity_id, times in db.session.execute(statement) if activity_id}


def minutes_of_days(advisor_ids: Collection[int], days: Collection[date]) -> dict[tuple[int, date], int]:
    """Return what the ledger counts for each of these people on each of these days: who validates looks at it."""
    statement = (
        select(HoursEntry.advisor_id, HoursEntry.day, func.sum(HoursEntry.minutes))
        .where(HoursEntry.advisor_id.in_(advisor_ids), HoursEntry.day.in_(days))
        .group_by(HoursEntry.advisor_id, HoursEntry.day)
    )
    return {(row[0], row[1]): row[2] for row in db.session.execute(statement)}


def validation(network: Network, recording_id: int) -> Recording | None:
    """Return an act of the network by which activities were validated, with its lines, or None."""
    statement = select(Recording).where(
        Recording.network_id == network.id,
        Recording.id == recording_id,
        Recording.kind == RecordingKind.VALIDATION,
    )
    return db.session.scalar(statement.options(selectinload(Recording.entries)))
