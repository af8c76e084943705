"""Activities that come from the file of a learning platform, which is itself the trace of what was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

from app.attendance.models import Activity, ActivityProof
from app.attendance.queries import ActivityKey, activities_in_force
from app.attendance.rules import ActivityState
from app.attendance.services.activities import (
    Done,
    already_handed_in,
    as_told,
    decided_meanwhile,
    says_the_same,
)
from app.audit.services import record_act
from app.core.errors import RuleBroken
from app.database import id_of, transaction
from app.extensions import db
from app.people.models import Network, Person


@dataclass(frozen=True, slots=True)
class Platform:
    """The file of a learning platform: its name for people, and the SHA-256 of its bytes."""

    filename: str
    sha256: str


@dataclass(frozen=True, slots=True)
class JudgedActivity:
    """An activity of a file and what is known of it: handed in already, refused, or new when neither."""

    done: Done
    is_known: bool = False
    refusal: RuleBroken | None = None


def judge_activities(dones: Sequence[Done], *, today: date) -> list[JudgedActivity]:
    """Return what the rules say of each activity, in the order given; nothing is written.

    One that was handed in with the same values is known, whoever handed it in: the file adds nothing to it.
    """
    in_force = _in_force(dones)
    judged = []
    for done in dones:
        try:
            told = as_told(done, today=today)
        except RuleBroken as refusal:
            judged.append(JudgedActivity(done, refusal=refusal))
            continue
        known = in_force.get((told.advisor_id, told.day, told.title_key))
        is_same = known is not None and says_the_same(told, known)
        refusal_of_other = already_handed_in(known) if known is not None and not is_same else None
        judged.append(JudgedActivity(done, is_same, refusal_of_other))
    return judged


@transaction
def hand_in_from_platform(
    network: Network,
    dones: Sequence[Done],
    platform: Platform,
    *,
    today: date,
    now: datetime,
    by: Person | None,
) -> list[Activity]:
    """Keep the activities of a file that are new, until a trainer validates them: all of them, or none.

    :raises RuleBroken: what :func:`judge_activities` says of the first that is refused.
    :raises AlreadyHandedIn: when somebody hands one of them in at the same moment.
    """
    judged = judge_activities(dones, today=today)
    _refuse_first(judged)
    new = [as_told(each.done, today=today) for each in judged if not each.is_known]
    if not new:
        return []
    for activity in new:
        activity.source, activity.source_sha256 = platform.filename, platform.sha256
        activity.handed_in_at, activity.handed_in_by_id = now, id_of(by)
    try:
        with db.session.begin_nested():
            db.session.add_all(new)
            db.session.flush()
    except IntegrityError:
        _refuse_first(judge_activities(dones, today=today))
        raise
    record_act(
        "activities.handed_in",
        network,
        network_id=network.id,
        by_id=id_of(by),
        now=now,
        after={
            "activity_ids": [activity.id for activity in new],
            "minutes": sum(activity.minutes for activity in new),
            "source": platform.sha256,
        },
    )
    return new


def _refuse_first(judged: Sequence[JudgedActivity]) -> None:
    for each in judged:
        if each.refusal is not None:
            raise each.refusal


@transaction
def withdraw_of_platform(
    network: Network, activity_ids: Select[int], *, now: datetime, by: Person | None
) -> int:
    """Take those of the activities of a file back that wait still; return how many.

    What somebody has proved by a file of their own since is theirs, and goes on waiting for a trainer.

    :param activity_ids: the statement that gives their ids.
    :raises DecidedMeanwhile: when one of them counts.
    """
    statement = (
        select(Activity)
        .where(Activity.network_id == network.id, Activity.id.in_(activity_ids))
        .order_by(Activity.id)
        .with_for_update(of=Activity)
        .execution_options(populate_existing=True)
    )
    handed_in = list(db.session.scalars(statement))
    for each in handed_in:
        if each.state is ActivityState.VALIDATED:
            raise decided_meanwhile(each)
    proofs = select(ActivityProof.activity_id).where(ActivityProof.activity_id.in_(activity_ids))
    proved = set(db.session.scalars(proofs))
    waiting = [each for each in handed_in if each.state is ActivityState.WAITING and each.id not in proved]
    by_id = id_of(by)
    for each in waiting:
        each.state, each.decided_at, each.decided_by_id = ActivityState.WITHDRAWN, now, by_id
    told = {"activity_ids": [each.id for each in waiting], "minutes": sum(each.minutes for each in waiting)}
    record_act("activities.withdrawn", network, network_id=network.id, by_id=by_id, now=now, after=told)
    return len(waiting)


def _in_force(dones: Sequence[Done]) -> dict[ActivityKey, Activity]:
    if not dones:
        return {}
    days = [done.day for done in dones]
    return activities_in_force({done.enrolment.advisor_id for done in dones}, min(days), max(days))
