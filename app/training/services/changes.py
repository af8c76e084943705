"""What every write of the training shares: one writer a network at a time, and an act that says what changed."""

from datetime import datetime
from typing import Any

from app.audit.services import record_act
from app.database import id_of, lock_until_commit
from app.extensions import db
from app.people.models import Person
from app.training.models import (
    Advisor,
    CatchUp,
    Cohort,
    Enrolment,
    Group,
    Host,
    Provider,
    TargetDecision,
    TitleAddition,
    TrainingSession,
)
from app.training.services.touched import note_row

Row = (
    Advisor
    | CatchUp
    | Cohort
    | Enrolment
    | Group
    | Host
    | Provider
    | TargetDecision
    | TitleAddition
    | TrainingSession
)


def lock_training(network_id: int) -> None:
    """Let one transaction at a time write the training of a network.

    What a service has just found to be free is then still free when it writes; the constraints of the database hold
    behind it.
    """
    lock_until_commit(_lock_of(network_id))


def hold_training(network_id: int) -> None:
    """Let no date of the training of a network change until this transaction ends; many may hold it at once.

    Whoever credits hours asks first who is in training on that day, and must still be right when the hours are
    written. Taken before any row is locked, in the order of those who write the training.
    """
    lock_until_commit(_lock_of(network_id), shared=True)


def _lock_of(network_id: int) -> str:
    return f"training of {network_id}"


def add(action: str, row: Row, values: dict[str, Any], *, now: datetime, by: Person | None) -> None:
    """Store a new row and its act."""
    db.session.add(row)
    record(action, row, after=values, now=now, by=by)


def change(action: str, row: Row, values: dict[str, Any], *, now: datetime, by: Person | None) -> None:
    """Give a row its new values, with an act that tells those that differ; without any, nothing is written."""
    after = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not after:
        return
    before = {name: getattr(row, name) for name in after}
    for name, value in after.items():
        setattr(row, name, value)
    record(action, row, before=before, after=after, now=now, by=by)


def record(
    action: str,
    row: Row,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any],
    now: datetime,
    by: Person | None,
) -> None:
    """Add the act of one row to the chain."""
    by_id = id_of(by)
    record_act(action, row, network_id=row.network_id, by_id=by_id, now=now, before=before, after=after)
    # The act has given a new row its id.
    note_row(row)
