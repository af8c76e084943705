"""Writes of the alerts: raised once, taken care of with a click, resolved when there is nothing to tell any more."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from sqlalchemy import delete

from app.audit.services import record_act
from app.database import id_of, lock_until_commit, transaction
from app.extensions import db
from app.people.models import Network, Person
from app.progress.models import Alert, AlertThresholds
from app.progress.queries import Levels, open_alerts
from app.progress.rules import AlertKind, Thresholds, Verdict, verdicts
from app.training.queries import advisor_ids_of


@transaction
def keep_alerts(network: Network, levels: Levels, *, now: datetime) -> list[Alert]:
    """Store what is to be told of these enrolments now, and return the alerts that nobody was told of before.

    Told again are those that got worse since they were told last, and those that were resolved meanwhile.
    """
    # Two who read the same page at the same moment tell it once.
    lock_until_commit(f"alerts of {network.id}")
    kept = open_alerts(network, list(levels))
    advisors = advisor_ids_of(list(levels))
    told, resolved = [], []
    for enrolment_id, kind, verdict in _changes(kept, levels):
        found = next((each for each in kept.get(enrolment_id, ()) if each.kind is kind), None)
        if found is None:
            found = Alert(network_id=network.id, enrolment_id=enrolment_id, kind=kind)
            found.advisor_id = advisors[enrolment_id]
            db.session.add(found)
        if verdict is Verdict.RESOLVE:
            found.resolved_at = now
            resolved.append(found)
        else:
            found.level, found.raised_at = levels[enrolment_id][kind], now
            found.acknowledged_at = found.acknowledged_by_id = None
            told.append(found)
    db.session.flush()
    if told or resolved:
        _keep("alerts.kept", network, {"told": _ids(told), "resolved": _ids(resolved)}, now=now, by=None)
    return told


@transaction
def acknowledge_alert(alert: Alert, *, now: datetime, by: Person) -> None:
    """Say that somebody takes care of it; whoever comes second changes nothing."""
    db.session.refresh(alert, with_for_update={"of": Alert})
    if alert.acknowledged_at is not None or alert.resolved_at is not None:
        return
    alert.acknowledged_at, alert.acknowledged_by_id = now, by.id
    record_act(
        "alert.acknowledged",
        alert,
        network_id=alert.network_id,
        by_id=by.id,
        now=now,
        after={"kind": alert.kind, "level": alert.level},
    )


@transaction
def choose_thresholds(network: Network, thresholds: Thresholds, *, now: datetime, by: Person | None) -> None:
    """Say from how many absences on the network wants to be told."""
    kept = db.session.get(AlertThresholds, network.id)
    if kept is None:
        kept = AlertThresholds(network_id=network.id)
        db.session.add(kept)
    values = {
        "unexcused_count": thresholds.unexcused_count,
        "absence_count": thresholds.absence_count,
        "absence_share": thresholds.absence_share,
    }
    if all(getattr(kept, name) == value for name, value in values.items()):
        return
    for name, value in values.items():
        setattr(kept, name, value)
    _keep("alert_thresholds.chosen", network, values, now=now, by=by)


@transaction
def forget_alerts(enrolment_ids: Collection[int]) -> None:
    """Delete what was told of enrolments that are about to be deleted; the acts keep that it was told."""
    db.session.execute(delete(Alert).where(Alert.enrolment_id.in_(enrolment_ids)))


def has_news(kept: dict[int, list[Alert]], levels: Levels) -> bool:
    """Return whether there is anything to store: a page that is only read again writes nothing."""
    return any(True for _ in _changes(kept, levels))


def _changes(kept: dict[int, list[Alert]], levels: Levels) -> Iterator[tuple[int, AlertKind, Verdict]]:
    for enrolment_id, now_to_tell in levels.items():
        told = {each.kind: each.level for each in kept.get(enrolment_id, ())}
        for kind, verdict in verdicts(told, now_to_tell).items():
            if verdict is not Verdict.LEAVE:
                yield enrolment_id, kind, verdict


def _ids(alerts: list[Alert]) -> list[int]:
    return [each.id for each in alerts]


def _keep(
    action: str, network: Network, told: Mapping[str, object], *, now: datetime, by: Person | None
) -> None:
    by_id = id_of(by)
    record_act(action, network, network_id=network.id, by_id=by_id, now=now, after=dict(told))
