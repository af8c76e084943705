"""One row of a network, whatever its table."""

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm.interfaces import ORMOption

from app.extensions import db
from app.people.models import Network
from app.training.models import Advisor, Cohort, Enrolment, Group, Host, Provider, TrainingSession

Owned = TypeVar("Owned", Advisor, Cohort, Enrolment, Group, Host, Provider, TrainingSession)


def one_of(network: Network, table: type[Owned], row_id: int, *options: ORMOption) -> Owned | None:
    """Return the row of ``table`` with this id when it belongs to the network, or None."""
    statement = select(table).where(table.network_id == network.id, table.id == row_id)
    return db.session.scalar(statement.options(*options))
