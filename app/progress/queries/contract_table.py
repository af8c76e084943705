"""The contracts of a whole network, each with whose it is."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.people.models import Network, Person
from app.progress.queries.contracts import contracts_of
from app.progress.queries.directory import Joined, certified_advisors, entry_status, latest_enrolment
from app.progress.queries.followers import FOLLOWER_COLUMNS, Follower, follower_in
from app.progress.queries.subjects import Subjects, subjects_by_enrolment
from app.progress.rules import Contract
from app.training.models import Advisor, Cohort, Enrolment, Group
from app.training.rules import EntryStatus, has_left


@dataclass(frozen=True, slots=True)
class ContractRow:
    """The hours of one advisor in their latest cohort, and whose they are."""

    follower: Follower
    given_name: str
    family_name: str
    sort_name: str
    email: str
    cohort: str
    group: str | None
    contract: Contract
    subjects: Subjects
    is_certified: bool

    @property
    def is_out_of_reach(self) -> bool:
        """Return whether hours are missing that somebody still awaits."""
        return self.contract.is_out_of_reach and not self.is_certified

    @property
    def advisor_id(self) -> int:
        """Return whose file it is."""
        return self.follower.advisor_id


def contract_rows(network: Network, today: date) -> list[ContractRow]:
    """Return the contract of everybody who is in training, by name; not of who is exempt or gone.

    The statements do not grow with the network.
    """
    found = [row for row in db.session.execute(_statement(network)) if not has_left(row.exited_on, today)]
    followers = [follower_in(row) for row in found]
    contracts, certified = contracts_of(followers, today), certified_advisors(network)
    subjects = subjects_by_enrolment(followers, today)
    rows = [
        ContractRow(
            follower,
            row.given_name,
            row.family_name,
            row.sort_name,
            row.email,
            row.cohort,
            row.group,
            contracts[follower.enrolment_id],
            subjects[follower.enrolment_id],
            follower.advisor_id in certified,
        )
        for row, follower in zip(found, followers, strict=True)
    ]
    return sorted(rows, key=lambda each: (each.sort_name, each.advisor_id))


def _statement(network: Network) -> Joined:
    columns: tuple[Any, ...] = (
        *FOLLOWER_COLUMNS,
        Person.given_name,
        Person.family_name,
        Person.sort_name,
        Person.email,
        Cohort.name.label("cohort"),
        Group.name.label("group"),
    )
    return (
        select(*columns)
        .select_from(Advisor)
        .join(Person, Person.id == Advisor.person_id)
        .join(Enrolment, Enrolment.id == latest_enrolment())
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .outerjoin(Group, Group.id == Enrolment.group_id)
        .where(Advisor.network_id == network.id, entry_status != EntryStatus.EXEMPT)
    )
