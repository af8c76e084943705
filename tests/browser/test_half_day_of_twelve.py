"""Twelve people in a room, on a phone: three taps; the sheet of it on paper; a half-day somebody else catches up."""

import re
from collections.abc import Iterator
from datetime import date, time
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.half_days import Half
from app.demonstration.people import LATE_RECRUIT_TO_SHOW, STAFF
from app.extensions import db
from app.people.models import Person
from app.training.models import Advisor, Enrolment, Group, TrainingSession
from app.training.rules import Modality
from tests.browser.conftest import SignIn
from tests.browser.test_trainer import COUNT_TAPS, SAVE, SAVED
from tests.installation import Installation

TRAINER = STAFF[1][0]
OVERDUE = re.compile("Groupe B")
PEOPLE = 12


@pytest.fixture
def rows(address: str, sqlite_installation: Installation) -> Iterator[Session]:
    with sqlite_installation.app.app_context():
        yield db.session()
        db.session.remove()


@pytest.fixture
def twelve(rows: Session) -> list[str]:
    """Bring group B, one of whose half-days is not recorded yet, to twelve people; return their names."""
    group = rows.scalars(select(Group).where(Group.name.startswith("Groupe B"))).one()
    others = rows.scalars(select(Enrolment).join(Group).where(Group.name.startswith("Groupe C"))).all()
    present = rows.scalars(select(Enrolment).where(Enrolment.group_id == group.id)).all()
    joined = others[: PEOPLE - len(present)]
    for enrolment in joined:
        enrolment.group_id = group.id
    rows.commit()
    names = [enrolment.advisor.person.display_name for enrolment in [*present, *joined]]
    assert len(names) == PEOPLE
    return names


@pytest.fixture
def half_day_of_others(rows: Session) -> TrainingSession:
    """Plan a half-day of another group, and prescribe the late recruit more hours than are planned for them."""
    recruit = rows.scalars(
        select(Enrolment)
        .join(Enrolment.advisor)
        .join(Advisor.person)
        .where(Person.email == LATE_RECRUIT_TO_SHOW)
    ).one()
    recruit.prescribed_minutes = 420 * 60
    group = rows.scalars(select(Group).where(Group.name.startswith("Groupe A"))).one()
    session = TrainingSession(
        network_id=group.network_id,
        cohort_id=group.cohort_id,
        group_id=group.id,
        day=date(2022, 11, 24),
        half=Half.MORNING,
        starts_at=time(9),
        ends_at=time(12, 30),
        modality=Modality.IN_PERSON,
        module="Animer un atelier",
    )
    rows.add(session)
    rows.commit()
    return session


def test_a_half_day_of_twelve_is_saved_in_at_most_three_taps(
    page_phone: Page, sign_in: SignIn, twelve: list[str]
) -> None:
    sign_in(page_phone, TRAINER)
    page_phone.add_init_script(COUNT_TAPS)
    page_phone.reload()

    page_phone.get_by_role("link", name=OVERDUE).first.click()
    expect(page_phone.get_by_role("radio", name="Présent", exact=True, checked=True)).to_have_count(PEOPLE)
    page_phone.get_by_role("button", name=SAVE).click()

    expect(page_phone.get_by_text(SAVED)).to_be_visible()
    assert 0 < page_phone.evaluate("Number(sessionStorage.taps)") <= 3
    expect(page_phone.get_by_role("cell", name="3 h 30")).to_have_count(PEOPLE)


def test_the_sheet_of_the_twelve_is_printed_empty_and_filled(
    page_phone: Page, sign_in: SignIn, twelve: list[str]
) -> None:
    sign_in(page_phone, TRAINER)
    page_phone.get_by_role("link", name=OVERDUE).first.click()
    page_phone.get_by_role("button", name=SAVE).click()
    page_phone.get_by_role("link", name="Sur papier").click()

    for button in ("Feuille vide, à signer (PDF)", "Feuille remplie (PDF)"):
        address = page_phone.get_by_role("link", name=button).get_attribute("href")
        answer = page_phone.request.get(str(address))
        assert answer.headers["content-type"] == "application/pdf"
        pages = [page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages]
        printed = " ".join(" ".join(pages).split())
        assert [name for name in twelve if name.split()[-1].casefold() not in printed.casefold()] == []
        assert len(pages) == 1


def test_a_late_recruit_takes_a_half_day_of_another_group_with_one_tap(
    page_phone: Page, sign_in: SignIn, half_day_of_others: TrainingSession
) -> None:
    sign_in(page_phone, LATE_RECRUIT_TO_SHOW)
    page_phone.goto("/reseau/landes/mon-contrat")

    page_phone.get_by_role("button", name="Accepter").first.click()

    accepted = page_phone.locator("section, article, div.card").filter(has_text="Rattrapages acceptés").last
    expect(accepted).to_contain_text("Groupe A")
    expect(accepted.get_by_role("button", name="Retirer")).to_be_visible()
    page_phone.goto("/reseau/landes/calendrier?jour=2022-11-24")
    expect(page_phone.get_by_role("main")).to_contain_text("Animer un atelier")
