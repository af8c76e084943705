"""What is to be told of the enrolments of a network, and what was told already."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased, joinedload

from app.attendance.models import HoursEntry
from app.attendance.rules import Attendance
from app.certification.queries import Resit, resits_of
from app.extensions import db
from app.people.models import Network
from app.progress.models import Alert, AlertThresholds
from app.progress.queries.contracts import same_half_day
from app.progress.queries.directory import certified_advisors
from app.progress.queries.followers import Follower
from app.progress.rules import AlertKind, Contract, Presence, Thresholds, levels_of, resit_level
from app.training.models import Advisor, Enrolment

Levels = Mapping[int, Mapping[AlertKind, int]]
"""What is to be told and how bad it is, by enrolment."""


def thresholds_of(network: Network) -> Thresholds:
    """Return from when on a network wants to be told of absences; never, while it has said nothing."""
    kept = db.session.get(AlertThresholds, network.id)
    if kept is None:
        return Thresholds()
    return Thresholds(kept.unexcused_count, kept.absence_count, kept.absence_share)


def levels(
    network: Network,
    followers: Collection[Follower],
    contracts: Mapping[int, Contract],
    thresholds: Thresholds,
    today: date,
) -> Levels:
    """Return what is to be told of each of these enrolments now; nothing of who is certified."""
    certified = certified_advisors(network)
    enrolment_ids = [each.enrolment_id for each in followers]
    # Who has chosen no threshold is not made to wait for absences to be counted.
    presences = presences_of(enrolment_ids) if thresholds != Thresholds() else {}
    resits = resits_of(network, [each.advisor_id for each in followers], today)
    return {
        each.enrolment_id: levels_of(
            contracts[each.enrolment_id],
            presences.get(each.enrolment_id, Presence()),
            thresholds,
            _resit_level(resits.get(each.advisor_id), today),
        )
        if each.advisor_id not in certified
        else {}
        for each in followers
    }


def _resit_level(resit: Resit | None, today: date) -> int:
    # Who is on a list needs no reminder.
    return 0 if resit is None or resit.is_listed else resit_level(resit.until, today)


# Made once: an alias takes SQLAlchemy longer to make than its statement to send.
_Correction, _Undo = aliased(HoursEntry), aliased(HoursEntry)


def presences_of(enrolment_ids: Collection[int]) -> dict[int, Presence]:
    """Return the recorded half-days of each enrolment as they count now; those before joining concern nobody."""
    is_corrected = select(_Correction.id).where(_Correction.corrects_id == HoursEntry.id).exists()
    is_undone = select(_Undo.id).where(_Undo.undoes, same_half_day(HoursEntry, _Undo)).exists()
    is_absence = HoursEntry.attendance != Attendance.PRESENT
    is_unexcused = HoursEntry.attendance == Attendance.UNEXCUSED
    hired, starts = Advisor.hired_on, Enrolment.starts_on
    first_day = case(
        (hired.is_(None), starts), (starts.is_(None), hired), (hired < starts, hired), else_=starts
    )
    statement = (
        select(
            HoursEntry.enrolment_id,
            func.count(),
            func.sum(case((is_absence, 1), else_=0)),
            func.sum(case((is_unexcused, 1), else_=0)),
        )
        .join(Enrolment, Enrolment.id == HoursEntry.enrolment_id)
        .join(Advisor, Advisor.id == Enrolment.advisor_id)
        .where(
            HoursEntry.enrolment_id.in_(enrolment_ids),
            HoursEntry.half.is_not(None),
            ~is_corrected,
            ~is_undone,
            (first_day.is_(None)) | (HoursEntry.day >= first_day),
        )
        .group_by(HoursEntry.enrolment_id)
    )
    return {row[0]: Presence(row[1], row[2], row[3]) for row in db.session.execute(statement)}


def open_alerts(network: Network, enrolment_ids: Collection[int] | None = None) -> dict[int, list[Alert]]:
    """Return the alerts that are not resolved, by enrolment; of all enrolments when none are named."""
    statement = select(Alert).where(Alert.network_id == network.id, Alert.resolved_at.is_(None))
    if enrolment_ids is not None:
        statement = statement.where(Alert.enrolment_id.in_(enrolment_ids))
    found: dict[int, list[Alert]] = defaultdict(list)
    for alert in db.session.scalars(statement.options(joinedload(Alert.acknowledged_by)).order_by(Alert.id)):
        found[alert.enrolment_id].append(alert)
    return found


def with_people(alerts: Collection[Alert]) -> list[Alert]:
    """Return these alerts with the people whom they concern, in the order in which they were first told."""
    statement = select(Alert).where(Alert.id.in_([each.id for each in alerts])).order_by(Alert.id)
    concerned = joinedload(Alert.enrolment).joinedload(Enrolment.advisor)
    return list(db.session.scalars(statement.options(concerned)))


def alert(network: Network, alert_id: int) -> Alert | None:
    """Return an alert of the network, or None."""
    return db.session.scalar(select(Alert).where(Alert.network_id == network.id, Alert.id == alert_id))


def count_of_new_alerts(network: Network) -> int:
    """Return how many alerts nobody has taken care of yet."""
    statement = select(func.count(Alert.id)).where(
        Alert.network_id == network.id, Alert.resolved_at.is_(None), Alert.acknowledged_at.is_(None)
    )
    return db.session.scalar(statement) or 0
