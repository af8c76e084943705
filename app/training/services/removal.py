"""Takes away what was created by error, while nothing rests on it."""

from datetime import datetime
from typing import Final

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError, InvalidRequestError

from app.core.errors import NotFound, RuleBroken
from app.database import transaction
from app.extensions import db
from app.people.models import Person
from app.training.models import Cohort, Group, Host, Provider
from app.training.rules import CohortStillNeeded, GroupStillNeeded, HostStillNeeded, ProviderStillNeeded
from app.training.services.changes import lock_training, record

Removable = Cohort | Group | Host | Provider

_REFUSALS: Final[dict[type[Removable], type[RuleBroken]]] = {
    Cohort: CohortStillNeeded,
    Group: GroupStillNeeded,
    Host: HostStillNeeded,
    Provider: ProviderStillNeeded,
}


@transaction
def remove(row: Removable, *, now: datetime, by: Person | None) -> None:
    """Take away a cohort, a group, a host or a provider; what it said stays in the chain of acts.

    :raises NotFound: when somebody else has just taken it away.
    :raises CohortStillNeeded: and GroupStillNeeded, HostStillNeeded, ProviderStillNeeded, while anything names it.
    """
    _hold(row)
    kind, name = type(row), row.name
    said = {column.key: getattr(row, column.key) for column in kind.__table__.columns}
    record(f"{kind.__name__.lower()}.removed", row, before=said, after={}, now=now, by=by)
    try:
        # The database knows everything that names the row, also what other features keep of it.
        with db.session.begin_nested():
            db.session.execute(delete(kind).where(kind.id == row.id))
    except IntegrityError as error:
        raise _REFUSALS[kind](name=name) from error
    db.session.expunge(row)


def _hold(row: Removable) -> None:
    try:
        lock_training(row.network_id)
        # Under the lock: whoever was first has taken it away for good.
        db.session.refresh(row)
    except InvalidRequestError as error:
        raise NotFound from error
