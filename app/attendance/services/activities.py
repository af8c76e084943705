"""Hands activities outside of half-days in, with their proofs."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from app.attendance.models import Activity, ActivityProof
from app.attendance.queries import activities_in_force, standing_of, waiting_of
from app.attendance.rules import (
    MOST_PROOFS,
    MOST_WAITING,
    MOST_WAITING_BYTES,
    ActivityState,
    ActivityWithoutProof,
    AlreadyHandedIn,
    DecidedMeanwhile,
    ProofsTooHeavy,
    TooManyProofs,
    TooManyWaiting,
    check_activity,
    check_day,
    checked_link,
    checked_title,
    judged_scan,
    name_of_scan,
)
from app.attendance.services.proofs import forget_proofs
from app.audit.services import record_act
from app.core.hours import format_hours
from app.core.identifiers import folded
from app.database import id_of, lock_until_commit, transaction
from app.extensions import db
from app.people.models import Person
from app.training.models import Enrolment
from app.training.rules import Modality


@dataclass(frozen=True, slots=True)
class Done:
    """An activity as somebody tells it; ``minutes`` are the estimated duration."""

    enrolment: Enrolment
    day: date
    modality: Modality
    title: str
    minutes: int
    link: str | None = None


@dataclass(frozen=True, slots=True)
class ProofFile:
    """A file as it was received."""

    name: str
    content: bytes


@transaction
def hand_in(
    done: Done,
    proofs: Sequence[ProofFile],
    *,
    today: date,
    now: datetime,
    by: Person | None,
) -> Activity:
    """Keep an activity until a trainer validates it; the same one handed in again is the one that is there.

    :raises ActivityWithoutTitle, ActivityTitleTooLong, ActivityWithoutDuration, ActivityTooLong, ActivityInARoom: when
        it is told badly.
    :raises NotALink, ActivityWithoutProof: when nothing proves it.
    :raises InTheFuture, ExemptFromTraining, BeforeArrival, AfterExit: when nothing can be credited on this day.
    :raises AlreadyHandedIn: when it was handed in before with other values.
    :raises TooManyWaiting, ProofsTooHeavy: when a trainer has to look at some first.
    :raises ScanTooLarge, ScanIsAProgram, NotAScan, ScanIsCutShort, TooManyProofs: when a file cannot be kept.
    """
    activity = as_told(done, today=today)
    activity.handed_in_at, activity.handed_in_by_id = now, id_of(by)
    if not proofs and activity.link is None:
        raise ActivityWithoutProof
    # Who sends two at once is counted once after the other.
    lock_until_commit(f"activities of {activity.advisor_id}")
    known = _known(activity)
    if known is None:
        _check_few_wait(done)
        known = _insert(activity, now=now, by=by)
    # A trainer may decide at this moment, or the same files arrive twice.
    db.session.refresh(known, with_for_update={"of": Activity})
    if known.state is ActivityState.WAITING:
        _attach(known, proofs, now=now, by=by)
    return known


@transaction
def withdraw_activity(activity: Activity, *, now: datetime, by: Person | None) -> None:
    """Take an activity back that waits, and its proofs with it; nothing happens when it was taken back before.

    :raises DecidedMeanwhile: when a trainer has decided.
    """
    db.session.refresh(activity, with_for_update={"of": Activity})
    if activity.state is ActivityState.WITHDRAWN:
        return
    hold_waiting(activity)
    activity.state = ActivityState.WITHDRAWN
    activity.decided_at, activity.decided_by_id = now, id_of(by)
    _keep("activity.withdrawn", activity, {"activity": activity.title}, now=now, by=by)
    forget_proofs(activity, now=now, by=by)


@transaction
def remove_refused_proofs(activity: Activity, *, now: datetime, by: Person | None) -> bool:
    """Remove the proofs of an activity that was refused, and return whether there were any.

    :raises DecidedMeanwhile: when it was not refused.
    """
    db.session.refresh(activity, with_for_update={"of": Activity})
    if activity.state is not ActivityState.REFUSED:
        raise decided_meanwhile(activity)
    return forget_proofs(activity, now=now, by=by) > 0


def hold_waiting(activity: Activity) -> None:
    """Let nobody else decide about an activity until this transaction ends.

    :raises DecidedMeanwhile: when somebody has.
    """
    db.session.refresh(activity, with_for_update={"of": Activity})
    if activity.state is not ActivityState.WAITING:
        raise decided_meanwhile(activity)


def decided_meanwhile(activity: Activity) -> DecidedMeanwhile:
    """Return the refusal for an activity that is no longer what a page has shown."""
    return DecidedMeanwhile(title=activity.title, person=activity.enrolment.advisor.person.display_name)


def says_the_same(told: Activity, known: Activity) -> bool:
    """Return whether two tellings of one work agree; a link that only one of them gives is no disagreement."""
    links = {link for link in (told.link, known.link) if link is not None}
    return (told.minutes, told.modality) == (known.minutes, known.modality) and len(links) < 2


def already_handed_in(known: Activity) -> AlreadyHandedIn:
    """Return the refusal for work that was handed in before."""
    person = known.enrolment.advisor.person.display_name
    return AlreadyHandedIn(
        title=known.title, day=known.day, person=person, duration=format_hours(known.minutes)
    )


def as_told(done: Done, *, today: date) -> Activity:
    """Return an activity that nobody has handed in yet, once the rules agree with it.

    :raises RuleBroken: what :func:`hand_in` says of how it is told, and of its day.
    """
    title, link = checked_title(done.title), checked_link(done.link)
    check_activity(done.minutes, done.modality)
    check_day(standing_of(done.enrolment), done.day, today)
    return Activity(
        network_id=done.enrolment.network_id,
        enrolment_id=done.enrolment.id,
        advisor_id=done.enrolment.advisor_id,
        day=done.day,
        modality=done.modality,
        title=title,
        title_key=folded(title),
        minutes=done.minutes,
        link=link,
        state=ActivityState.WAITING,
    )


def _check_few_wait(done: Done) -> None:
    if waiting_of(done.enrolment.advisor_id)[0] >= MOST_WAITING:
        raise TooManyWaiting(most=MOST_WAITING, person=done.enrolment.advisor.person.display_name)


def _known(told: Activity) -> Activity | None:
    """Return the activity that says the same and is in force, or None when none is about this work of this day.

    :raises AlreadyHandedIn: when one is, and says otherwise.
    """
    in_force = activities_in_force([told.advisor_id], told.day, told.day)
    known = in_force.get((told.advisor_id, told.day, told.title_key))
    if known is not None and not says_the_same(told, known):
        raise already_handed_in(known)
    return known


def _insert(activity: Activity, *, now: datetime, by: Person | None) -> Activity:
    try:
        # In a savepoint: after the database has refused, this transaction can still read who came first.
        with db.session.begin_nested():
            db.session.add(activity)
            db.session.flush()
    except IntegrityError:
        known = _known(activity)
        if known is None:
            raise
        return known
    told = {
        "enrolment_id": activity.enrolment_id,
        "day": activity.day,
        "activity": activity.title,
        "modality": activity.modality,
        "minutes": activity.minutes,
        "link": activity.link,
    }
    _keep("activity.handed_in", activity, told, now=now, by=by)
    return activity


def _attach(activity: Activity, proofs: Sequence[ProofFile], *, now: datetime, by: Person | None) -> None:
    if not proofs:
        return
    db.session.refresh(activity, ["proofs"])
    kept = {each.sha256 for each in activity.proofs}
    weight = waiting_of(activity.advisor_id)[1]
    for file in proofs:
        name = name_of_scan(file.name)
        kind = judged_scan(name, file.content)
        digest = hashlib.sha256(file.content).hexdigest()
        if digest in kept:
            continue
        if len(kept) >= MOST_PROOFS:
            raise TooManyProofs(most=MOST_PROOFS)
        weight += len(file.content)
        if weight > MOST_WAITING_BYTES:
            raise ProofsTooHeavy(most=MOST_WAITING_BYTES // 1024**2)
        kept.add(digest)
        proof = ActivityProof(
            network_id=activity.network_id,
            activity_id=activity.id,
            name=name,
            kind=kind,
            size=len(file.content),
            sha256=digest,
            content=file.content,
            attached_at=now,
            attached_by_id=id_of(by),
        )
        db.session.add(proof)
        db.session.flush()
        told = {"activity_id": activity.id, "name": name, "size": proof.size, "digest": digest}
        _keep("activity.proof_attached", proof, told, now=now, by=by)
    db.session.expire(activity, ["proofs"])


def _keep(
    action: str,
    subject: Activity | ActivityProof,
    told: dict[str, object],
    *,
    now: datetime,
    by: Person | None,
) -> None:
    by_id = id_of(by)
    record_act(action, subject, network_id=subject.network_id, by_id=by_id, now=now, after=told)
