"""The network is cut in the middle of a half-day, and comes back: nothing is lost, nothing is doubled."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from app.attendance.models import KeptSheet, Recording, RecordingKind
from app.attendance.queries import ledger_problems, register_of
from app.attendance.rules import Attendance, SheetOutcome
from app.attendance.services import record_register
from app.demonstration.people import STAFF
from app.demonstration.services import PASSWORD
from app.extensions import db
from app.people.models import Person
from app.people.services import make_link, use_link
from app.training.models import TrainingSession
from app.training.queries import expected_enrolments
from app.web.clock import now
from tests.browser.conftest import NewPage, SignIn
from tests.installation import Installation

ADMINISTRATOR, TRAINER = STAFF[0][0], STAFF[1][0]
MORNING_OF_TODAY = re.compile("^09:00 – 12:30, Groupe E")
SAVE = "Enregistrer la présence"
UNSENT = re.compile(r"Pas encore envoyé \(1\)")
KEPT_PAGES = "async () => (await (await caches.open('livret-pages')).keys()).length"
OPENED_OFFLINE = re.compile(r"Hors connexion\s: feuille ouverte à \d{1,2} h \d\d")


@pytest.fixture
def demo(address: str, sqlite_installation: Installation) -> Flask:
    return sqlite_installation.app


@pytest.fixture
def phone(page_phone: Page, sign_in: SignIn) -> Page:
    """A trainer in front of the register of this morning, which the phone has kept."""
    sign_in(page_phone, TRAINER)
    page_phone.get_by_role("link", name=MORNING_OF_TODAY).click()
    until_kept(page_phone)
    return page_phone


def until_kept(page: Page) -> None:
    expect(page.get_by_role("button", name=SAVE)).to_be_visible()
    page.wait_for_function(
        """async () => Boolean(navigator.serviceWorker.controller
             && await caches.match(location.pathname, { cacheName: "livret-pages", ignoreVary: true }))"""
    )


def cut(page: Page) -> None:
    page.context.set_offline(True)


def mend(page: Page) -> None:
    page.context.set_offline(False)


def session_shown(page: Page) -> int:
    return int(page.url.split("?")[0].rsplit("/", 1)[-1])


def attendances(app: Flask, session_id: int) -> list[Attendance]:
    with app.app_context():
        register = register_of(db.session.get_one(TrainingSession, session_id))
        return [] if register is None else [each.attendance for each in register.entries]


def record_meanwhile(app: Flask, session_id: int) -> None:
    with app.app_context():
        session = db.session.get_one(TrainingSession, session_id)
        other = db.session.scalars(select(Person).where(Person.email == ADMINISTRATOR)).one()
        record_register(session, {}, today=session.day, now=now(), by=other)


def test_marks_made_without_network_are_sent_once_when_it_is_back(phone: Page, demo: Flask) -> None:
    session_id = session_shown(phone)
    cut(phone)
    phone.get_by_role("radio", name="Absent excusé", exact=True).first.check()
    phone.get_by_role("button", name=SAVE).click()

    bar = phone.get_by_role("region", name="Feuilles gardées sur cet appareil")
    expect(bar).to_contain_text(UNSENT)
    expect(bar).to_contain_text(OPENED_OFFLINE)
    phone.reload()
    expect(bar).to_contain_text(UNSENT)
    expect(phone.get_by_role("radio", name="Absent excusé", exact=True).first).to_be_checked()
    expect(phone.locator(".roster-bar__count")).to_have_text("1 présent sur 2")
    assert attendances(demo, session_id) == []

    mend(phone)
    expect(phone.get_by_text("Feuille enregistrée par")).to_be_visible()
    expect(bar).to_be_hidden()
    phone.reload()
    assert sorted(attendances(demo, session_id)) == [Attendance.EXCUSED, Attendance.PRESENT]
    with demo.app_context():
        registers = select(func.count(Recording.id)).where(Recording.session_id == session_id)
        assert db.session.scalar(registers.where(Recording.kind == RecordingKind.REGISTER)) == 1
        assert [each.outcome for each in db.session.scalars(select(KeptSheet))] == [SheetOutcome.RECORDED]
        assert list(ledger_problems()) == []


def test_a_conflict_is_shown_side_by_side_and_decided_line_by_line(
    phone: Page, demo: Flask, expect_accessible: Callable[[Page], None]
) -> None:
    session_id = session_shown(phone)
    cut(phone)
    phone.get_by_role("radio", name="Absent non excusé", exact=True).first.check()
    phone.get_by_role("button", name=SAVE).click()
    expect(phone.get_by_text(UNSENT)).to_be_visible()
    record_meanwhile(demo, session_id)

    mend(phone)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Feuille remplie hors connexion")
    kept = phone.get_by_role("radio", name=re.compile("Feuille gardée\\s: Absent non excusé"))
    expect(phone.get_by_role("radio", name=re.compile("Registre\\s: Présent, 3 h 30"))).to_have_count(1)
    for width, height in ((320, 640), (1440, 900)):
        phone.set_viewport_size({"width": width, "height": height})
        expect_accessible(phone)
    kept.check()
    phone.get_by_role("button", name="Enregistrer ce choix").click()

    expect(phone.get_by_text("La feuille gardée est traitée.")).to_be_visible()
    expect(phone.get_by_role("cell", name=re.compile("Absent non excusé.*Corrigée"))).to_have_count(1)
    with demo.app_context():
        assert list(ledger_problems()) == []


def test_a_sign_in_that_ran_out_loses_nothing(phone: Page, demo: Flask, sign_in: SignIn) -> None:
    session_id = session_shown(phone)
    phone.context.clear_cookies()
    phone.get_by_role("radio", name="Absent excusé", exact=True).first.check()
    phone.get_by_role("button", name=SAVE).click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("Connexion")
    expect(phone.get_by_text(re.compile("Connectez-vous pour envoyer"))).to_be_visible()
    sign_in(phone, TRAINER)

    expect(phone.get_by_text("La feuille gardée sur cet appareil est envoyée")).to_be_visible()
    assert sorted(attendances(demo, session_id)) == [Attendance.EXCUSED, Attendance.PRESENT]


def test_nothing_of_a_session_stays_readable_after_signing_out(phone: Page) -> None:
    address = phone.url
    phone.reload()
    until_kept(phone)
    assert phone.evaluate(KEPT_PAGES) == 1
    cut(phone)
    phone.reload()
    expect(phone.get_by_text(OPENED_OFFLINE)).to_be_visible()
    mend(phone)
    phone.get_by_role("button", name="Menu").click()
    phone.get_by_role("button", name="Se déconnecter").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Connexion")

    cut(phone)
    phone.goto(address)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Hors connexion")
    assert phone.evaluate(KEPT_PAGES) == 0


def test_who_signs_out_over_unsent_marks_is_warned_and_erases_them_by_a_second_press(
    phone: Page, demo: Flask
) -> None:
    session_id, address = session_shown(phone), phone.url
    cut(phone)
    phone.get_by_role("button", name=SAVE).click()
    bar = phone.get_by_role("region", name="Feuilles gardées sur cet appareil")
    expect(bar).to_contain_text(UNSENT)
    phone.get_by_role("button", name="Menu").click()
    phone.get_by_role("button", name="Se déconnecter").click()
    expect(bar).to_contain_text("Se déconnecter maintenant efface de cet appareil ce qui n’est pas envoyé.")
    expect(bar).to_contain_text(UNSENT)
    assert phone.url == address

    with phone.expect_event("requestfailed", lambda request: request.url.endswith("/deconnexion")):
        phone.get_by_role("button", name="Se déconnecter").click()
    mend(phone)
    phone.goto(address)
    expect(phone.get_by_text("Connectez-vous pour envoyer")).to_have_count(0)
    expect(phone.get_by_text(UNSENT)).to_have_count(0)
    assert attendances(demo, session_id) == []


LATER = """async (days) => {
  const then = new Date(Date.now() - days * 24 * 3600 * 1000);
  for (const sheet of await keptSheets.all()) await keptSheets.put({ ...sheet, kept_at: then.toISOString() });
  const cache = await caches.open("livret-pages");
  const kept = await cache.match(location.pathname, { ignoreVary: true });
  const headers = new Headers(kept.headers);
  headers.set("Date", then.toUTCString());
  await cache.put(location.pathname, new Response(await kept.blob(), { headers }));
}"""
"""Lets what this device keeps of the page in front be so many days old."""


def test_a_kept_page_goes_after_four_days_and_the_marks_that_were_not_sent_stay(
    phone: Page, demo: Flask
) -> None:
    session_id = session_shown(phone)
    cut(phone)
    phone.get_by_role("button", name=SAVE).click()
    expect(phone.get_by_text(UNSENT)).to_be_visible()

    phone.evaluate(LATER, 3)
    phone.reload()
    expect(phone.get_by_text(OPENED_OFFLINE)).to_be_visible()
    phone.evaluate(LATER, 5)
    phone.reload()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Hors connexion")
    expect(phone.get_by_text(UNSENT)).to_be_visible()

    mend(phone)
    expect(phone.get_by_text("Feuille enregistrée par")).to_be_visible()
    assert set(attendances(demo, session_id)) == {Attendance.PRESENT}


def test_what_another_person_has_kept_is_not_sent_by_the_next(
    phone: Page, demo: Flask, sign_in: SignIn
) -> None:
    session_id = session_shown(phone)
    cut(phone)
    phone.get_by_role("button", name=SAVE).click()
    expect(phone.get_by_text(UNSENT)).to_be_visible()
    phone.context.clear_cookies()
    mend(phone)
    expect(phone.get_by_text(re.compile("Connectez-vous pour envoyer"))).to_be_visible()

    sign_in(phone, ADMINISTRATOR)

    expect(phone.get_by_text(re.compile("d’une autre personne"))).to_be_visible()
    assert attendances(demo, session_id) == []


def test_without_network_the_offline_page_names_the_registers_of_this_device(
    phone: Page, expect_accessible: Callable[[Page], None]
) -> None:
    title = phone.get_by_role("heading", level=1).text_content() or ""
    cut(phone)
    phone.goto("/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Hors connexion")
    for width, height in ((320, 640), (1440, 900)):
        phone.set_viewport_size({"width": width, "height": height})
        expect_accessible(phone)
    phone.get_by_role("link", name=title.strip()).click()
    expect(phone.get_by_text(OPENED_OFFLINE)).to_be_visible()


def test_an_advisor_signs_with_the_code_of_the_room_on_a_phone_of_their_own(
    phone: Page, new_page: NewPage, sign_in: SignIn, demo: Flask
) -> None:
    with demo.app_context():
        session = db.session.get_one(TrainingSession, session_shown(phone))
        person = expected_enrolments(session)[0].advisor.person
        use_link(make_link(person, now=now()), PASSWORD, now=now())
        expected = person.email
    phone.goto(f"{phone.url}/signatures")
    code = phone.locator("[data-room-code]").text_content() or ""
    own = new_page(390, 844)
    sign_in(own, expected)
    own.goto("/reseau/landes/signer")
    own.get_by_label("Code affiché dans la salle").fill(code)
    own.get_by_role("main").get_by_role("button").click()
    own.get_by_role("button", name="Je signe").click()

    expect(own.get_by_text("Votre signature est enregistrée.")).to_be_visible()
    expect(phone.locator("[data-room-count]")).to_contain_text("1 sur 2 a signé")
