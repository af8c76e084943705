"""Writes about advisors: the file of somebody in a network."""

from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app.core.roles import Role
from app.database import transaction
from app.extensions import db
from app.people.models import Network, Person
from app.people.rules import EmailTaken
from app.people.services import (
    find_or_create_person,
    forget_unused_person,
    grant_role,
    rename_person,
    withdraw_role,
)
from app.training.models import Advisor, Host
from app.training.queries import advisor_of_person
from app.training.rules import (
    LONGEST_NAME,
    AdvisorExists,
    AdvisorInUse,
    NotOfThisNetwork,
    StateIdTaken,
    check_birth_date,
    check_person_name,
    check_starts_after_hiring,
    check_text,
)
from app.training.services.changes import add, change, lock_training, record
from app.training.services.objections import check_period


class AdvisorFacts(TypedDict, total=False):
    """What the file says of an advisor beside name and address; what is left out is empty."""

    host: Host | None
    hired_on: date | None
    state_id: int | None
    professional_email: str | None
    birth_date: date | None
    birth_place: str | None


@transaction
def create_advisor(
    network: Network,
    *,
    email: str,
    given_name: str,
    family_name: str,
    now: datetime,
    by: Person | None,
    **facts: Unpack[AdvisorFacts],
) -> Advisor:
    """Open the file of an advisor in the network and give them the role; their account is opened by invitation.

    Somebody who is known already, as a trainer for instance, is taken as they are when the name is theirs.

    :raises AdvisorExists: when somebody with this address is an advisor of the network.
    :raises EmailTaken: when the address is that of somebody with another name.
    :raises StateIdTaken: when another advisor has the State's identifier.
    :raises NameLooksLikeFormula: and its siblings, when a name cannot be one.
    """
    lock_training(network.id)
    _check_names(given_name, family_name, facts.get("birth_place"))
    values = _checked(network.id, facts, None, now)
    person = find_or_create_person(email.strip(), given_name, family_name, now=now, by=by)
    _check_is_newcomer(network, person, given_name, family_name)
    if Role.ADVISOR not in person.roles_given_in(network):
        grant_role(network, person, Role.ADVISOR, now=now, by=by)
    advisor = Advisor(network_id=network.id, person=person, created_at=now, **values)
    add("advisor.created", advisor, {"email": person.email, **values}, now=now, by=by)
    return advisor


@transaction
def change_advisor(
    advisor: Advisor,
    *,
    email: str,
    given_name: str,
    family_name: str,
    may_precede_hiring: bool = False,
    now: datetime,
    by: Person | None,
    **facts: Unpack[AdvisorFacts],
) -> None:
    """Change the file of an advisor and how they are called and reached.

    :param may_precede_hiring: whether a training may start before, as for :func:`enrol`.

    :raises AccountOfAnotherNetwork: when name or address change and ``by`` does not administer all their networks.
    :raises EmailTaken: when somebody else has the address.
    :raises StateIdTaken: when another advisor has the State's identifier.
    :raises TrainedBeforeHired: when a training of theirs would start before the new date of hiring.
    :raises HoursOutsideThePeriod: when hours are credited on a day before it.
    """
    lock_training(advisor.network_id)
    _check_names(given_name, family_name, facts.get("birth_place"))
    values = _checked(advisor.network_id, facts, advisor.id, now)
    _check_hiring(advisor, facts.get("hired_on"), may_precede_hiring=may_precede_hiring)
    rename_person(
        advisor.person,
        email=email.strip().lower(),
        given_name=given_name,
        family_name=family_name,
        now=now,
        by=by,
    )
    change("advisor.changed", advisor, values, now=now, by=by)


@transaction
def take_back_advisor(advisor: Advisor, *, keeps_role: bool, now: datetime, by: Person) -> None:
    """Delete the file of an advisor on which nothing rests, their role in the network, and an account without roles.

    :param keeps_role: when the network had given the role before it made the file.

    :raises AdvisorInUse: when something rests on the file.
    """
    lock_training(advisor.network_id)
    person, network = advisor.person, advisor.network
    told = {"name": person.display_name, "email": person.email}
    try:
        with db.session.begin_nested():
            db.session.execute(delete(Advisor).where(Advisor.id == advisor.id))
    except IntegrityError as refused:
        raise AdvisorInUse(person=person.display_name) from refused
    record("advisor.taken_back", advisor, after=told, now=now, by=by)
    db.session.expunge(advisor)
    if Role.ADVISOR in person.roles_given_in(network) and not keeps_role:
        withdraw_role(network, person, Role.ADVISOR, now=now, by=by)
    forget_unused_person(person, now=now, by=by)


def _checked(network_id: int, facts: AdvisorFacts, own_id: int | None, now: datetime) -> dict[str, Any]:
    """Return the values of a file once every rule has let them pass."""
    host, state_id, birth_date = facts.get("host"), facts.get("state_id"), facts.get("birth_date")
    check_birth_date(birth_date, now.date())
    _check_host(network_id, host)
    _check_state_id(network_id, state_id, own_id)
    return {
        "host_id": host.id if host else None,
        "hired_on": facts.get("hired_on"),
        "state_id": state_id,
        "professional_email": _address(facts.get("professional_email")),
        "birth_date": birth_date,
        "birth_place": facts.get("birth_place"),
    }


def _check_hiring(advisor: Advisor, hired_on: date | None, *, may_precede_hiring: bool) -> None:
    """Let a date of hiring pass that leaves every training and every credited hour behind it."""
    for enrolment in advisor.enrolments:
        if hired_on != advisor.hired_on and not may_precede_hiring:
            check_starts_after_hiring(enrolment.starts_on, hired_on)
        check_period(
            enrolment, hired_on=hired_on, starts_on=enrolment.starts_on, exited_on=enrolment.exited_on
        )


def _check_names(given_name: str, family_name: str, birth_place: str | None) -> None:
    check_person_name(given_name)
    check_person_name(family_name)
    if birth_place:
        check_text(birth_place, LONGEST_NAME)


def _check_host(network_id: int, host: Host | None) -> None:
    if host is not None and host.network_id != network_id:
        raise NotOfThisNetwork


def _check_state_id(network_id: int, state_id: int | None, own_id: int | None) -> None:
    if state_id is None:
        return
    holder = db.session.scalar(
        select(Advisor).where(Advisor.network_id == network_id, Advisor.state_id == state_id)
    )
    if holder is not None and holder.id != own_id:
        raise StateIdTaken(state_id=state_id, holder=holder.person.display_name)


def _check_is_newcomer(network: Network, person: Person, given_name: str, family_name: str) -> None:
    if advisor_of_person(network, person) is not None:
        raise AdvisorExists(email=person.email, person=person.display_name)
    typed = Person(given_name=given_name, family_name=family_name)
    if typed.sort_name != person.sort_name:
        raise EmailTaken(email=person.email)


def _address(email: str | None) -> str | None:
    return email.strip().lower() or None if email else None
