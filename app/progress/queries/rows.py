"""The table of all advisors: searched, filtered, sorted and paged by the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, func, or_, select

from app.attendance.models import HoursEntry
from app.attendance.queries import total_minutes
from app.certification.rules import Outcome
from app.core.identifiers import folded
from app.documents.models import DocumentState, IssuedDocument
from app.extensions import db
from app.people.models import Network, Person, SortOrder
from app.progress.queries.directory import (
    BlockResult,
    Joined,
    PixResult,
    directory,
    entry_status,
    plainly_sorted,
)
from app.training.models import Advisor, Cohort, Enrolment, Group, Host
from app.training.rules import EntryStatus

NONE: Final = "none"
"""The value of a filter that asks for those who have no such thing."""

ISSUED: Final = "issued"
DUE: Final = "due"

MOST_WORDS: Final = 8

_COLUMNS: Final[dict[str, Any]] = {
    "advisor_id": Advisor.id,
    "given_name": Person.given_name,
    "family_name": Person.family_name,
    "host": Host.name,
    "municipality": Host.municipality,
    "hired_on": Advisor.hired_on,
    "enrolment_id": Enrolment.id,
    "cohort": Cohort.name,
    "late_after": Cohort.late_after,
    "title_code": Cohort.title_code,
    "block_code": Cohort.block_code,
    "group_id": Enrolment.group_id,
    "group": Group.name,
    "parcours_hours": Enrolment.parcours_hours,
    "prescribed_minutes": Enrolment.prescribed_minutes,
    "starts_on": Enrolment.starts_on,
    "exited_on": Enrolment.exited_on,
    "status": entry_status,
    "result_id": BlockResult.id,
    "outcome": BlockResult.outcome,
    "result_block": BlockResult.block_code,
    "pix": PixResult.outcome,
    "document_id": IssuedDocument.id,
    "certificate_number": IssuedDocument.number,
    "certificate_state": IssuedDocument.state,
}


@dataclass(frozen=True, slots=True)
class AdvisorRow:
    """One advisor as a list tells of them; everything after the employer may be unknown."""

    advisor_id: int
    given_name: str
    family_name: str
    host: str | None
    municipality: str | None
    hired_on: date | None
    enrolment_id: int | None
    cohort: str | None
    late_after: date | None
    title_code: str | None
    block_code: str | None
    group_id: int | None
    group: str | None
    parcours_hours: int | None
    prescribed_minutes: int | None
    starts_on: date | None
    exited_on: date | None
    status: EntryStatus | None
    result_id: int | None
    outcome: Outcome | None
    result_block: str | None
    pix: Outcome | None
    document_id: int | None
    certificate_number: str | None
    certificate_state: DocumentState | None
    done_minutes: int

    @property
    def is_due(self) -> bool:
        """Return whether the block is obtained and has no certificate yet."""
        return self.outcome is Outcome.OBTAINED and self.certificate_state is None


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; an empty value narrows nothing, :data:`NONE` asks for who has none."""

    search: str = ""
    cohort_id: int | None = None
    group_id: int | None = None
    status: str = ""
    outcome: str = ""
    certificate: str = ""
    parcours: str = ""


def sort_keys() -> tuple[str, ...]:
    """Return the columns by which the table can be sorted."""
    return "name", "host", "parcours", "hours", "status", "result", "pix", "certificate"


def count_rows(network: Network, filters: Filters) -> int:
    """Return how many advisors pass the filters."""
    return db.session.scalar(_filtered(network, filters, func.count(Advisor.id))) or 0


def network_rows(
    network: Network, filters: Filters, *, sort: str, is_descending: bool, limit: int, offset: int
) -> list[AdvisorRow]:
    """Return one page of the advisors that pass the filters.

    :param sort: one of :func:`sort_keys`; anything else means the network's own order.
    """
    columns = [column.label(name) for name, column in _COLUMNS.items()]
    statement = _filtered(network, filters, *columns)
    ordered = statement.order_by(*_order(network, sort, is_descending)).limit(limit).offset(offset)
    found = db.session.execute(ordered).mappings().all()
    done = total_minutes([row["enrolment_id"] for row in found if row["enrolment_id"] is not None])
    return [AdvisorRow(**row, done_minutes=done.get(row["enrolment_id"], 0)) for row in found]


def _order(network: Network, sort: str, is_descending: bool) -> list[Any]:
    name, host = plainly_sorted(Person.sort_name), plainly_sorted(Host.sort_name)
    keys: dict[str, Any] = {
        "name": name,
        "host": host,
        "parcours": Enrolment.parcours_hours,
        "hours": _credited(),
        "status": entry_status,
        "result": BlockResult.outcome,
        "pix": PixResult.outcome,
        "certificate": IssuedDocument.number,
    }
    own = host if network.sort_order is SortOrder.HOST else name
    key = keys.get(sort, own)
    directed = key.desc() if is_descending else key.asc()
    # The two databases put what is unknown at opposite ends, unless told.
    return [directed.nulls_last(), name, Advisor.id]


def _credited() -> ColumnElement[int]:
    total = select(func.sum(HoursEntry.minutes)).where(HoursEntry.enrolment_id == Enrolment.id)
    return func.coalesce(total.correlate(Enrolment).scalar_subquery(), 0)


def _filtered(network: Network, filters: Filters, *columns: Any) -> Joined:
    statement = directory(network, *columns)
    for condition in _conditions(network, filters):
        statement = statement.where(condition)
    return statement


def _conditions(network: Network, filters: Filters) -> Iterable[ColumnElement[bool]]:
    yield from _matches(network, filters.search)
    if filters.cohort_id is not None:
        yield Enrolment.cohort_id == filters.cohort_id
    if filters.group_id is not None:
        yield Enrolment.group_id == filters.group_id
    if filters.status:
        yield entry_status.is_(None) if filters.status == NONE else entry_status == filters.status
    if filters.outcome:
        outcome = BlockResult.outcome
        yield outcome.is_(None) if filters.outcome == NONE else outcome == filters.outcome
    if filters.parcours:
        hours = Enrolment.parcours_hours
        yield hours.is_(None) if filters.parcours == NONE else hours == int(filters.parcours)
    if filters.certificate == ISSUED:
        yield IssuedDocument.id.is_not(None)
    if filters.certificate == DUE:
        yield BlockResult.outcome == Outcome.OBTAINED
        yield IssuedDocument.id.is_(None)


def _matches(network: Network, search: str) -> Iterable[ColumnElement[bool]]:
    """Yield one condition for each word: it stands in the name, an address, the employer or its municipality."""
    words = search.split()
    towns = _municipalities(network) if words else {}
    for word in words[:MOST_WORDS]:
        plain = folded(word)
        yield or_(
            Person.sort_name.contains(plain, autoescape=True),
            Host.sort_name.contains(plain, autoescape=True),
            Person.email.contains(word.lower(), autoescape=True),
            Advisor.professional_email.contains(word.lower(), autoescape=True),
            Host.municipality.in_([town for town, bare in towns.items() if plain in bare]),
        )


def _municipalities(network: Network) -> dict[str, str]:
    # Compared here, because neither database can take the accents off.
    statement = select(Host.municipality).where(Host.network_id == network.id).distinct()
    return {town: folded(town) for town in db.session.scalars(statement) if town is not None}
