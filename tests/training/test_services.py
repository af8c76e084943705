"""The writes of the training, on both databases."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core.roles import Role
from app.extensions import db
from app.people.models import Network, Person
from app.people.rules import AccountOfAnotherNetwork, EmailTaken
from app.people.services import grant_role, invite
from app.training import queries
from app.training.models import Advisor, Cohort, Group
from app.training.programmes import PrescriptionOutOfRange, UnknownParcours, UnknownProgramme
from app.training.rules import (
    AdvisorExists,
    AlreadyEnrolled,
    CohortExists,
    DatesOutOfOrder,
    EntryStatus,
    GroupExists,
    GroupOfAnotherCohort,
    HostExists,
    NameLooksLikeFormula,
    NameMissing,
    NotOfThisNetwork,
    ProviderExists,
    ReasonMissing,
    StateIdTaken,
    TrainedBeforeHired,
)
from app.training.services import (
    change_advisor,
    change_cohort,
    change_enrolment,
    change_group,
    change_host,
    create_group,
    create_host,
    create_provider,
    enrol,
    find_or_create_host,
)
from app.training.titles import UnknownBlock, UnknownTitle
from tests.training.conftest import NOBODY, NOON, open_cohort, said_of

MakeAdvisor = Callable[..., Advisor]
ZOE: dict[str, Any] = {"email": "zoe@example.org", "given_name": "Zoe", "family_name": "Martin"}


def test_an_advisor_gets_a_person_a_role_and_an_act(make_advisor: MakeAdvisor, landes: Network) -> None:
    zoe = make_advisor("zoe", email=" Zoe@Example.org ")
    assert (zoe.person.email, zoe.person.roles_given_in(landes)) == (
        "zoe@example.org",
        frozenset({Role.ADVISOR}),
    )
    assert [entry.action for entry in acts()][-3:] == ["person.created", "role.granted", "advisor.created"]


def test_a_trainer_of_the_network_can_become_an_advisor_under_their_own_name(
    make_trainer: Callable[[str], Person], make_advisor: MakeAdvisor, landes: Network
) -> None:
    trainer = make_trainer("paul")
    advisor = make_advisor("paul", email=trainer.email, family_name="FORMÉ")
    assert advisor.person_id == trainer.id
    assert trainer.roles_given_in(landes) == {Role.ADVISOR, Role.TRAINER}


def test_an_address_of_somebody_with_another_name_is_refused(
    make_trainer: Callable[[str], Person], make_advisor: MakeAdvisor
) -> None:
    trainer = make_trainer("paul")
    refuse(EmailTaken, lambda: make_advisor("zoe", email=trainer.email))


def test_an_address_in_another_case_is_the_same_address(make_advisor: MakeAdvisor) -> None:
    make_advisor("zoe")
    refuse(AdvisorExists, lambda: make_advisor("zoe", email="ZOE@EXAMPLE.ORG"))


def test_an_identifier_of_the_state_belongs_to_one_advisor_of_a_network(
    make_advisor: MakeAdvisor, gers: Network
) -> None:
    make_advisor("zoe", state_id=7)
    refuse(StateIdTaken, lambda: make_advisor("lea", state_id=7))
    assert make_advisor("ana", network=gers, state_id=7).state_id == 7


def test_an_advisor_of_two_networks_has_one_person_and_two_files(
    make_advisor: MakeAdvisor, gers: Network
) -> None:
    here, there = make_advisor("zoe"), make_advisor("zoe", network=gers)
    assert here.person_id == there.person_id
    assert queries.advisor(gers, here.id) is None


def test_an_administrator_cannot_rename_somebody_of_another_network(
    make_advisor: MakeAdvisor, landes: Network, gers: Network
) -> None:
    zoe = make_advisor("zoe")
    grant_role(gers, zoe.person, Role.ADMINISTRATOR, now=NOON, by=None)
    odile = invite(landes, "odile@example.org", "Odile", "D", [Role.ADMINISTRATOR], now=NOON).person
    stolen: dict[str, Any] = {"email": "odile+zoe@example.org", "given_name": "Zoe", "family_name": "Martin"}
    refuse(AccountOfAnotherNetwork, lambda: change_advisor(zoe, **stolen, now=NOON, by=odile))


def test_a_name_that_a_spreadsheet_would_compute_opens_no_file(make_advisor: MakeAdvisor) -> None:
    refuse(NameLooksLikeFormula, lambda: make_advisor("zoe", family_name="=1+1"))


def test_a_host_of_another_network_employs_nobody_here(make_advisor: MakeAdvisor, gers: Network) -> None:
    auch = create_host(gers, "Mairie d’Auch", **NOBODY)
    refuse(NotOfThisNetwork, lambda: make_advisor("zoe", host=auch))


def test_a_change_of_an_advisor_is_told_by_what_differs(make_advisor: MakeAdvisor) -> None:
    zoe = make_advisor("zoe", hired_on=date(2022, 1, 3))
    change_advisor(zoe, **ZOE, hired_on=date(2022, 2, 1), **NOBODY)
    assert (acts()[-1].before, acts()[-1].after) == ({"hired_on": "2022-01-03"}, {"hired_on": "2022-02-01"})
    told = len(acts())
    change_advisor(zoe, **ZOE, hired_on=date(2022, 2, 1), **NOBODY)
    assert len(acts()) == told


def test_a_date_of_hiring_cannot_pass_the_start_of_the_training(
    make_advisor: MakeAdvisor, cohort: Cohort
) -> None:
    zoe = make_advisor("zoe", hired_on=date(2022, 1, 3))
    enrol(zoe, cohort, starts_on=date(2022, 3, 1), **NOBODY)
    refuse(TrainedBeforeHired, lambda: change_advisor(zoe, **ZOE, hired_on=date(2022, 4, 1), **NOBODY))


def test_a_host_is_known_by_its_name_however_it_is_written(landes: Network) -> None:
    dax = create_host(landes, "Médiathèque de Dax", postal_code="40100", **NOBODY)
    refuse(HostExists, lambda: create_host(landes, "MEDIATHEQUE  de dax", postal_code="40100", **NOBODY))
    assert find_or_create_host(landes, "mediatheque de dax", postal_code="40100", **NOBODY).id == dax.id
    assert find_or_create_host(landes, "Médiathèque de Dax", postal_code="40000", **NOBODY).id != dax.id


def test_a_host_is_known_by_the_identifier_of_the_state_first(landes: Network) -> None:
    dax = create_host(landes, "Médiathèque de Dax", state_id=5, **NOBODY)
    other = create_host(landes, "Mairie de Mugron", **NOBODY)
    assert find_or_create_host(landes, "Autre nom", state_id=5, **NOBODY).id == dax.id
    refuse(StateIdTaken, lambda: change_host(other, name="Mairie de Mugron", state_id=5, **NOBODY))


def test_a_provider_a_cohort_and_a_group_have_names_of_their_own(landes: Network, group: Group) -> None:
    create_provider(landes, "Afpa", **NOBODY)
    refuse(ProviderExists, lambda: create_provider(landes, "AFPA", **NOBODY))
    refuse(CohortExists, lambda: open_cohort(landes))
    refuse(GroupExists, lambda: create_group(group.cohort, "dax", **NOBODY))


def test_a_group_is_renamed_without_being_in_its_own_way(database: Session, group: Group) -> None:
    mugron = create_group(group.cohort, "Mugron", **NOBODY)
    refuse(GroupExists, lambda: change_group(mugron, "dax", places=None, **NOBODY))
    refuse(NameMissing, lambda: change_group(mugron, " ", places=None, **NOBODY))
    change_group(group, "DAX", places=None, **NOBODY)
    change_group(group, "DAX", places=None, **NOBODY)
    acts = list(database.scalars(select(AuditEntry).where(AuditEntry.action == "group.renamed")))
    assert [(act.before, act.after) for act in acts] == [({"name": "Dax"}, {"name": "DAX"})]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"ends_on": date(2022, 2, 28)}, DatesOutOfOrder),
        ({"title_code": "NONE"}, UnknownTitle),
        ({"block_code": "CCP9"}, UnknownBlock),
        ({"programme_code": "1999"}, UnknownProgramme),
    ],
)
def test_a_cohort_that_the_regulation_does_not_know_is_not_opened(
    landes: Network, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    refuse(refusal, lambda: open_cohort(landes, **changes))


def test_a_cohort_keeps_a_programme_that_gives_what_is_prescribed(
    make_advisor: MakeAdvisor, cohort: Cohort
) -> None:
    enrol(make_advisor("zoe"), cohort, parcours_hours=420, **NOBODY)
    said = said_of(cohort, programme_code="2024")
    refuse(PrescriptionOutOfRange, lambda: change_cohort(cohort, **said, **NOBODY))


def test_a_later_date_of_the_cohort_makes_a_late_recruit_one_on_time(
    make_advisor: MakeAdvisor, cohort: Cohort
) -> None:
    enrolment = enrol(make_advisor("zoe", hired_on=date(2022, 9, 1)), cohort, **NOBODY)
    found = [enrolment.entry_status]
    change_cohort(cohort, **said_of(cohort, late_after=date(2022, 9, 1)), **NOBODY)
    assert [*found, enrolment.entry_status] == [EntryStatus.LATE, EntryStatus.ON_TIME]


def test_the_hours_of_the_parcours_are_prescribed_unless_others_are(
    make_advisor: MakeAdvisor, cohort: Cohort
) -> None:
    usual = enrol(make_advisor("zoe"), cohort, parcours_hours=105, **NOBODY)
    fewer = enrol(make_advisor("lea"), cohort, parcours_hours=280, prescribed_minutes=15_030, **NOBODY)
    assert (usual.prescribed_minutes, fewer.prescribed_minutes) == (6300, 15_030)


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"prescribed_minutes": 104 * 60}, PrescriptionOutOfRange),
        ({"prescribed_minutes": 421 * 60}, PrescriptionOutOfRange),
        ({"prescribed_minutes": 420 * 60 + 1}, PrescriptionOutOfRange),
        ({"prescribed_minutes": -1}, PrescriptionOutOfRange),
        ({"parcours_hours": 300}, UnknownParcours),
        ({"starts_on": date(2022, 1, 2)}, TrainedBeforeHired),
        ({"starts_on": date(2022, 5, 2), "ends_on": date(2022, 5, 1)}, DatesOutOfOrder),
        ({"decided_status": EntryStatus.EXEMPT}, ReasonMissing),
    ],
)
def test_an_enrolment_that_the_rules_refuse_leaves_no_trace(
    make_advisor: MakeAdvisor, cohort: Cohort, values: dict[str, Any], refusal: type[Exception]
) -> None:
    zoe = make_advisor("zoe", hired_on=date(2022, 1, 3))
    refuse(refusal, lambda: enrol(zoe, cohort, **values, **NOBODY))
    assert zoe.enrolments == []


def test_an_advisor_follows_a_cohort_once(make_advisor: MakeAdvisor, cohort: Cohort) -> None:
    zoe = make_advisor("zoe")
    enrol(zoe, cohort, **NOBODY)
    refuse(AlreadyEnrolled, lambda: enrol(zoe, cohort, **NOBODY))


def test_a_group_belongs_to_its_cohort(make_advisor: MakeAdvisor, landes: Network, group: Group) -> None:
    autumn = open_cohort(landes, name="Automne 2022")
    zoe = make_advisor("zoe")
    refuse(GroupOfAnotherCohort, lambda: enrol(zoe, autumn, group=group, **NOBODY))


def test_a_cohort_of_another_network_takes_nobody_of_this_one(
    make_advisor: MakeAdvisor, gers: Network
) -> None:
    elsewhere, zoe = open_cohort(gers), make_advisor("zoe")
    refuse(NotOfThisNetwork, lambda: enrol(zoe, elsewhere, **NOBODY))


def test_an_enrolment_ends_with_its_reason_and_not_before_it_started(
    make_advisor: MakeAdvisor, cohort: Cohort
) -> None:
    enrolment = enrol(make_advisor("zoe"), cohort, starts_on=date(2022, 3, 7), **NOBODY)
    start = date(2022, 3, 7)
    early = date(2022, 3, 1)
    refuse(DatesOutOfOrder, lambda: change_enrolment(enrolment, starts_on=start, exited_on=early, **NOBODY))
    change_enrolment(enrolment, starts_on=start, exited_on=date(2022, 6, 1), exit_reason="Mutation", **NOBODY)
    assert (enrolment.exited_on, enrolment.exit_reason) == (date(2022, 6, 1), "Mutation")


FOREIGN_ROWS = {
    "an advisor with a host": "INSERT INTO advisors (network_id, person_id, host_id, created_at) "
    "VALUES (:gers, :person, :host, '2022-03-01 12:00:00')",
    "a cohort with a provider": "INSERT INTO cohorts (network_id, provider_id, name, title_code, block_code, "
    "programme_code, starts_on, ends_on, late_after) VALUES (:gers, :provider, 'C', 'REMN', 'CCP1', '2021-2023', "
    "'2022-03-01', '2022-10-31', '2022-07-01')",
    "a group with a cohort": "INSERT INTO groups (network_id, cohort_id, name) VALUES (:gers, :cohort, 'B')",
    "an enrolment with an advisor": "INSERT INTO enrolments (network_id, cohort_id, advisor_id) "
    "VALUES (:gers, :their_cohort, :advisor)",
    "an enrolment with a cohort": "INSERT INTO enrolments (network_id, cohort_id, advisor_id) "
    "VALUES (:landes, :their_cohort, :advisor)",
    "an enrolment with a group of another cohort": "INSERT INTO enrolments (network_id, cohort_id, advisor_id, "
    "group_id) VALUES (:landes, :other_cohort, :advisor, :group)",
    "a half-day with a group": "INSERT INTO training_sessions (network_id, cohort_id, group_id, day, half, "
    "starts_at, ends_at, modality, module) VALUES (:gers, :cohort, :group, '2022-03-02', 'morning', '09:00:00', "
    "'12:30:00', 'in_person', 'M')",
}


@pytest.mark.parametrize("statement", FOREIGN_ROWS.values(), ids=FOREIGN_ROWS.keys())
def test_the_database_itself_refuses_a_row_that_joins_two_networks_or_cohorts(
    database: Session,
    statement: str,
    landes: Network,
    gers: Network,
    group: Group,
    make_advisor: MakeAdvisor,
) -> None:
    zoe = make_advisor("zoe")
    ids = {
        "landes": landes.id,
        "gers": gers.id,
        "person": zoe.person_id,
        "advisor": zoe.id,
        "cohort": group.cohort_id,
        "group": group.id,
        "host": create_host(landes, "Mairie", **NOBODY).id,
        "provider": create_provider(landes, "Afpa", **NOBODY).id,
        "other_cohort": open_cohort(landes, name="Automne 2022").id,
        "their_cohort": open_cohort(gers).id,
    }
    database.rollback()
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        database.execute(text(statement), ids)


def test_the_same_rows_within_one_network_are_taken(
    database: Session, landes: Network, make_advisor: MakeAdvisor
) -> None:
    """The control of the test above: nothing else than the network is wrong with its rows."""
    ids = {
        "gers": landes.id,
        "person": make_advisor("zoe").person_id,
        "provider": create_provider(landes, "Afpa", **NOBODY).id,
        "cohort": (cohort := open_cohort(landes)).id,
        "group": create_group(cohort, "A", **NOBODY).id,
    }
    database.rollback()
    for name in ("a cohort with a provider", "a group with a cohort", "a half-day with a group"):
        database.execute(text(FOREIGN_ROWS[name]), ids)


def test_a_statement_of_an_act_stands_beside_every_write(landes: Network, make_advisor: MakeAdvisor) -> None:
    before = len(acts())
    host = create_host(landes, "Mairie", **NOBODY)
    change_host(host, name="Mairie de Dax", **NOBODY)
    assert [entry.action for entry in acts()[before:]] == ["host.created", "host.changed"]
    make_advisor("zoe", host=host)
    assert acts()[-1].network_id == landes.id


def test_advisors_are_sorted_by_name_or_by_host_as_the_network_wants(
    landes: Network, make_advisor: MakeAdvisor, database: Session
) -> None:
    aire = create_host(landes, "Aire", **NOBODY)
    zoo = create_host(landes, "Zoo", **NOBODY)
    make_advisor("élie", email="e@example.org", host=zoo)
    make_advisor("zoe", host=aire)
    make_advisor("ana")
    assert names(landes) == ["Ana", "Élie", "Zoe"]
    database.execute(text("UPDATE networks SET sort_order = 'host' WHERE id = :id"), {"id": landes.id})
    database.commit()
    assert names(landes) == ["Ana", "Zoe", "Élie"]


def test_a_person_has_a_file_in_each_of_their_networks_alone(
    landes: Network, gers: Network, make_advisor: MakeAdvisor
) -> None:
    zoe = make_advisor("zoe")
    assert queries.advisor_of_person(landes, zoe.person) == zoe
    assert queries.advisor_of_person(gers, zoe.person) is None


def names(network: Network) -> list[str]:
    return [advisor.person.given_name for advisor in queries.advisors(network)]


def acts() -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


def refuse(refusal: type[Exception], act: Callable[[], object]) -> None:
    """Expect a refusal by its name, and nothing written."""

    def written() -> tuple[int | None, ...]:
        counted = (Advisor, Cohort, Group, Person, AuditEntry)
        return tuple(db.session.scalar(select(func.count()).select_from(table)) for table in counted)

    before = written()
    with pytest.raises(refusal):
        act()
    assert written() == before
