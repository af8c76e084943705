"""Reads for the files that come in and go out."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload, lazyload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from app.attendance.models import HoursEntry
from app.certification.models import Result
from app.exchange.models import FileImport, PendingImport
from app.exchange.rules import UPLOAD_KEPT_FOR
from app.exchange.selection import EVERYTHING, Selection
from app.extensions import db
from app.people.models import Network, Person
from app.training.models import Enrolment, TrainingSession
from app.training.queries import in_force, order_of_advisors

_AT_ONCE = 500
"""Values in one statement; databases limit them."""


def people_by_email(emails: Collection[str]) -> dict[str, Person]:
    """Return who has one of these addresses (in lower case), in whatever network, by address."""
    found: dict[str, Person] = {}
    addresses = sorted(emails)
    for start in range(0, len(addresses), _AT_ONCE):
        statement = select(Person).where(Person.email.in_(addresses[start : start + _AT_ONCE]))
        people = db.session.scalars(statement.options(selectinload(Person.memberships)))
        found |= {person.email: person for person in people}
    return found


def pending_import(
    network: Network, person_id: int, token: str, now: datetime, *, for_change: bool = False
) -> PendingImport | None:
    """Return the file that this person sent to this network less than a day ago, or None.

    :param for_change: wait for an import that is about to take its row away, and keep it from doing so.
    """
    statement = select(PendingImport).where(
        PendingImport.token == token,
        PendingImport.network_id == network.id,
        PendingImport.person_id == person_id,
        PendingImport.created_at > now - UPLOAD_KEPT_FOR,
    )
    return db.session.scalar(statement.with_for_update() if for_change else statement)


def _order_in_day(entry: HoursEntry) -> tuple[int, int]:
    """Return where a line stands in its day: what belongs to no half-day comes last."""
    return (entry.half.order if entry.half is not None else 2), entry.activity_id or 0


# Made once: an alias takes SQLAlchemy longer to make than its statement to send.
_Correction = aliased(HoursEntry)


def half_days(network: Network, selection: Selection = EVERYTHING) -> list[HoursEntry]:
    """Return what each half-day and activity of a selection counts now, in the network's order of advisors, by day."""
    statement = (
        select(HoursEntry)
        .where(
            HoursEntry.network_id == network.id,
            ~HoursEntry.undoes,
            ~select(_Correction.id).where(_Correction.corrects_id == HoursEntry.id).exists(),
        )
        .options(joinedload(HoursEntry.activity), lazyload(HoursEntry.recording))
    )
    if selection.first is not None:
        statement = statement.where(HoursEntry.day >= selection.first)
    if selection.last is not None:
        statement = statement.where(HoursEntry.day <= selection.last)
    if selection.advisor_id is not None:
        statement = statement.where(HoursEntry.advisor_id == selection.advisor_id)
    lines = list(db.session.scalars(statement))
    # Read with each of their lines, the same people would be read a hundred times.
    known = _enrolments(network, selection)
    for each in lines:
        set_committed_value(each, "enrolment", known[each.enrolment_id])
    rank = order_of_advisors(network)
    return sorted(
        (each for each in lines if _is_meant(each, selection)),
        key=lambda entry: (rank(entry.enrolment.advisor), entry.day, _order_in_day(entry)),
    )


def _enrolments(network: Network, selection: Selection) -> dict[int, Enrolment]:
    statement = select(Enrolment).where(Enrolment.network_id == network.id)
    if selection.advisor_id is not None:
        statement = statement.where(Enrolment.advisor_id == selection.advisor_id)
    with_people = statement.options(joinedload(Enrolment.advisor, innerjoin=True))
    return {each.id: each for each in db.session.scalars(with_people)}


def _is_meant(entry: HoursEntry, selection: Selection) -> bool:
    return selection.holds_person(entry.enrolment.advisor, [entry.enrolment.group_id])


def planned_sessions(network: Network, selection: Selection = EVERYTHING) -> list[TrainingSession]:
    """Return every half-day of a group and period that was not cancelled, in their order."""
    statement = select(TrainingSession).where(TrainingSession.network_id == network.id, in_force())
    if selection.group_id is not None:
        statement = statement.where(TrainingSession.group_id == selection.group_id)
    return sorted(
        (each for each in db.session.scalars(statement) if selection.holds_day(each.day)),
        key=lambda session: (session.day, session.starts_at, session.group.name, session.id),
    )


def results(network: Network) -> list[Result]:
    """Return every result of the network, in the network's order of advisors and then as they were recorded."""
    statement = select(Result).where(Result.network_id == network.id).options(joinedload(Result.advisor))
    rank = order_of_advisors(network)
    return sorted(db.session.scalars(statement), key=lambda result: (rank(result.advisor), result.id))


def file_imports(network: Network, *, limit: int, offset: int) -> list[FileImport]:
    """Return a part of the imports of a network, the latest first."""
    statement = select(FileImport).where(FileImport.network_id == network.id).order_by(FileImport.id.desc())
    return list(db.session.scalars(statement.limit(limit).offset(offset)))


def count_of_imports(network: Network) -> int:
    """Return how many files were imported into a network."""
    counted = select(func.count()).select_from(FileImport).where(FileImport.network_id == network.id)
    return db.session.scalar(counted) or 0


def import_of_token(network: Network, person_id: int, token: str) -> FileImport | None:
    """Return what a file that this person had sent became, or None."""
    return db.session.scalar(
        select(FileImport).where(
            FileImport.network_id == network.id,
            FileImport.token == token,
            FileImport.imported_by_id == person_id,
        )
    )


def file_import(network: Network, import_id: int) -> FileImport | None:
    """Return an import of the network, or None."""
    return db.session.scalar(
        select(FileImport).where(FileImport.network_id == network.id, FileImport.id == import_id)
    )
