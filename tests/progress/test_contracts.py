"""The hours contract on the pages: what is to come, what is validated, for one and for everybody."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.attendance.models import HoursEntry, Recording
from app.attendance.rules import Origin
from app.attendance.services import close_register, reopen_register
from app.core.hours import format_hours
from app.exchange.exporting.registry import EXPORTS, ExportKind
from app.exchange.selection import EVERYTHING
from app.people.models import Network
from app.progress.queries import (
    certified_advisors,
    contract_rows,
    contracts_of,
    follower_of,
    hours_end_on,
    subjects_of,
)
from app.progress.rules import Contract
from app.training.models import Enrolment, TrainingSession
from app.training.services import cancel_session
from app.web.clock import now
from benchmarks.crowd import add_crowd
from tests.browser_client import Browser
from tests.installation import Installation

TODAY = date(2022, 11, 15)
AWAITED = ("Heures restantes", "Heures sans séance prévue")


def contract(enrolment: Enrolment) -> Contract:
    return contracts_of([follower_of(enrolment)], TODAY)[enrolment.id]


def to_come(enrolment: Enrolment, database: Session) -> list[TrainingSession]:
    statement = select(TrainingSession).where(
        TrainingSession.group_id == enrolment.group_id, TrainingSession.day > TODAY
    )
    return list(database.scalars(statement.order_by(TrainingSession.day)))


def test_a_half_day_that_was_cancelled_is_no_longer_planned(recruit: Enrolment, database: Session) -> None:
    before, session = contract(recruit), to_come(recruit, database)[0]
    cancel_session(session, "Salle fermée", now=now(), by=None)
    assert contract(recruit).planned == before.planned - session.duration_minutes


def test_half_days_before_joining_are_not_planned_for_somebody(recruit: Enrolment, database: Session) -> None:
    sessions = to_come(recruit, database)
    later = sessions[len(sessions) // 2].day
    recruit.advisor.hired_on = recruit.starts_on = later
    database.flush()
    ahead = [session for session in sessions if session.day >= later]
    assert contract(recruit).planned == sum(session.duration_minutes for session in ahead)


def test_hours_are_validated_while_their_register_is_closed(recruit: Enrolment, database: Session) -> None:
    # Arrange
    entry, session = database.execute(
        select(HoursEntry, TrainingSession)
        .join(HoursEntry.recording)
        .join(TrainingSession, TrainingSession.id == Recording.session_id)
        .where(HoursEntry.enrolment_id == recruit.id, HoursEntry.minutes > 0)
        .limit(1)
    ).one()
    trainer, minutes, before = session.trainers[0], entry.minutes, contract(recruit)
    # Act
    close_register(session, {}, origin=Origin(), today=TODAY, now=now(), by=trainer)
    closed = contract(recruit)
    reopen_register(session, "Ligne oubliée", now=now(), by=trainer)
    # Assert
    assert (closed.done, closed.validated) == (before.done, before.validated + minutes)
    assert contract(recruit) == before


def test_hours_end_with_the_half_day_that_reaches_what_is_prescribed(
    recruit: Enrolment, database: Session
) -> None:
    sessions = to_come(recruit, database)
    reaching, first = len(sessions) // 2, contract(recruit)
    # What is planned without those that still come once that day is over.
    recruit.prescribed_minutes = first.done + first.planned
    recruit.prescribed_minutes -= sum(each.duration_minutes for each in sessions[reaching + 1 :])
    everybody = list(database.scalars(select(Enrolment)))
    assert hours_end_on(everybody, TODAY)[recruit.id] == sessions[reaching].day
    recruit.prescribed_minutes += 1
    assert hours_end_on(everybody, TODAY)[recruit.id] == sessions[reaching + 1].day
    for nothing_to_wait_for in (first.done, 10 * recruit.prescribed_minutes, None):
        recruit.prescribed_minutes = nothing_to_wait_for
        assert recruit.id not in hours_end_on(everybody, TODAY)


def test_the_contract_of_everybody_is_the_contract_of_each(landes: Network, database: Session) -> None:
    enrolments = {each.id: each for each in database.scalars(select(Enrolment))}
    rows = contract_rows(landes, TODAY)
    assert rows
    for row in rows[:10]:
        assert row.contract == contract(enrolments[row.follower.enrolment_id])


def test_the_subjects_of_a_contract_add_up_to_its_hours(recruit: Enrolment, database: Session) -> None:
    found, subjects = contract(recruit), subjects_of(recruit, TODAY)
    modules = subjects.modules.values()
    assert sum(each.done for each in modules) + subjects.elsewhere == found.done
    assert sum(each.planned for each in modules) == found.planned
    assert sum(each.validated for each in modules) == found.validated


def test_the_table_asks_the_same_of_the_database_whatever_its_size(
    landes: Network,
    database: Session,
    installation: Installation,
    counted: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    with counted() as few:
        contract_rows(landes, TODAY)
    database.rollback()
    installation.put_into("crowded", lambda: add_crowd(landes, 60, half_days=4))
    database.refresh(landes)
    with counted() as many:
        assert len(contract_rows(landes, TODAY)) > 34
    assert len(many) == len(few)


def test_a_trainer_reads_the_contracts_and_an_administrator_takes_them_away(
    trainer: Browser, administrator: Browser
) -> None:
    page = trainer.get("/reseau/landes/contrats")
    assert page.heading == "Contrats d’heures"
    assert len(page.rows()) == 34
    assert "Tout exporter" not in page.text
    administrator.get("/reseau/landes/contrats?sort=name&direction=ascending")
    file = administrator.follow("Tout exporter en CSV").data.decode("utf-8-sig")
    assert len(file.splitlines()) == 35


def test_an_advisor_reads_their_own_contract(late_recruit: Browser) -> None:
    late_recruit.get("/reseau/landes/mon-parcours")
    page = late_recruit.follow("Voir mon contrat d’heures")
    assert page.heading == "Mon contrat d’heures"
    assert "Par module" in page.text


def test_of_who_is_certified_no_page_and_no_file_awaits_hours(
    landes: Network, database: Session, administrator: Browser, signed_in: Callable[[str], Browser]
) -> None:
    # Arrange
    row = next(each for each in contract_rows(landes, TODAY) if each.is_certified)
    enrolment = database.get_one(Enrolment, row.follower.enrolment_id)
    enrolment.prescribed_minutes = row.contract.done + row.contract.planned + 630
    database.commit()
    file = f"/reseau/landes/conseillers/{row.advisor_id}"
    # Act
    pages = [administrator.get(file), administrator.get(f"{file}/contrat")]
    pages += [signed_in(row.email).get(f"/reseau/landes/{page}") for page in ("mon-parcours", "mon-contrat")]
    # Assert
    for page in pages:
        assert format_hours(enrolment.prescribed_minutes).replace("\u00a0", " ") in page.text
        for awaited in ("Reste ", "il manque", "à planifier", "Sans séance prévue", "10 h 30"):
            assert awaited not in page.text
    for page in (*pages[:2], pages[3]):
        assert "Certifié·e : plus aucune heure n’est attendue." in page.text
    (line,) = [
        each
        for each in administrator.get("/reseau/landes/contrats?sort=name").rows()
        if row.family_name in each[0]
    ]
    assert line[6:8] == ["–", "–"]
    for kind in (ExportKind.CONTRACTS, ExportKind.MODULES, ExportKind.ADVISORS):
        exported = EXPORTS[kind](landes, EVERYTHING)
        headings = [column.heading for column in exported.columns]
        (told, *_) = [each for each in exported.rows if row.email in each]
        awaits = [told[headings.index(name)] for name in headings if name in AWAITED]
        assert awaits
        assert set(awaits) == {None}


def test_who_goes_on_to_another_block_has_hours_to_follow_again(
    landes: Network, database: Session, administrator: Browser, signed_in: Callable[[str], Browser]
) -> None:
    row = next(each for each in contract_rows(landes, TODAY) if each.is_certified)
    enrolment = database.get_one(Enrolment, row.follower.enrolment_id)
    enrolment.prescribed_minutes = row.contract.done + row.contract.planned + 630
    enrolment.cohort.block_code = "CCP2"
    database.commit()
    assert row.advisor_id not in certified_advisors(landes)
    file = f"/reseau/landes/conseillers/{row.advisor_id}"
    pages = [administrator.get(f"{file}/contrat"), administrator.get(file)]
    for page in (*pages, signed_in(row.email).get("/reseau/landes/mon-parcours")):
        assert "10 h 30" in page.text
        assert "plus aucune heure n’est attendue" not in page.text
