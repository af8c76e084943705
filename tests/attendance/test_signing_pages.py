"""Signing as people meet it: the room's code on a phone, a link without an account, the trainer's tablet."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.attendance.models import Signature
from app.attendance.queries import signatures_of, tries_of
from app.attendance.rules import Oddity, SignatureMethod
from app.core.half_days import Half
from app.people.models import Attempt, Person
from app.people.services import make_link, use_link
from app.training.models import TrainingSession
from app.training.services import create_group
from tests.attendance.classroom import TOMORROW, Classroom
from tests.browser_client import Browser

BrowserOf = Callable[[Person], Browser]
PASSWORD = "une phrase de passe"
AT_NINE = datetime(2026, 11, 17, 8, 0, 5, tzinfo=UTC)


@pytest.fixture
def clock(time_machine: Any) -> Any:
    """The real time, which the codes follow; the network itself lives on its pinned day."""
    time_machine.move_to(AT_NINE, tick=False)
    return time_machine


def room(session: TrainingSession, code: str = "landes") -> str:
    return f"/reseau/{code}/seances/{session.id}/signatures"


def code_shown(browser: Browser, session: TrainingSession, code: str = "landes") -> str:
    """What the trainer's screen shows now."""
    page = browser.get(room(session, code))
    found = re.search(r"[0-9A-Z]{3}-[0-9A-Z]{3}", page.text)
    assert found is not None
    return found.group()


def scanned(session: TrainingSession, code: str, network: str = "landes") -> str:
    return f"/reseau/{network}/seances/{session.id}/signer/{code.replace('-', '')}"


def signed(database: Session) -> int:
    database.rollback()
    return database.scalar(select(func.count()).select_from(Signature)) or 0


def oddities(database: Session, session: TrainingSession) -> list[Oddity]:
    database.rollback()
    return [each.oddity for each in tries_of(session)]


def test_advisor_scans_signs_in_and_signs_with_one_button(
    database: Session,
    classroom: Classroom,
    browser_of: BrowserOf,
    new_browser: Callable[[], Browser],
    clock: Any,
    session: TrainingSession,
) -> None:
    aubert = classroom.enrolments[0].advisor.person
    trainer = browser_of(classroom.ines)
    use_link(make_link(aubert, now=AT_NINE), PASSWORD, now=AT_NINE)
    phone = new_browser()
    code = code_shown(trainer, session)
    page = phone.get(scanned(session, code))
    assert page.heading == "Connexion"
    clock.shift(90)  # They look for their password while the code goes by.
    page = phone.submit(email=aubert.email, password=PASSWORD)
    assert "Accueillir un public" in page.text
    assert "présent, 210 minutes" in page.text
    page = phone.submit("Je signe")
    assert "Votre signature est enregistrée." in page.text
    assert "1 sur 3 a signé" in trainer.get(room(session)).text
    assert signatures_of(session)[classroom.enrolments[0].advisor_id].method is SignatureMethod.ACCOUNT
    assert oddities(database, session) == []


def test_advisor_types_the_short_code_however_it_is_written(
    classroom: Classroom, browser_of: BrowserOf, database: Session, clock: Any, session: TrainingSession
) -> None:
    aubert = classroom.enrolments[0].advisor.person
    code = code_shown(browser_of(classroom.ines), session)
    phone = browser_of(aubert)
    phone.get("/reseau/landes/signer")
    phone.submit("Continuer", code=f" {code.lower().replace('0', 'o').replace('1', 'l')} ")
    phone.submit("Je signe")
    assert signed(database) == 1
    page = phone.get(f"/reseau/landes/seances/{session.id}/signer")
    assert "Vous avez signé" in page.text
    assert phone.send(
        "POST", f"/reseau/landes/seances/{session.id}/signer", data={"csrf_token": phone.csrf_token()}
    )
    assert signed(database) == 1


def test_a_code_is_good_for_its_own_and_the_next_fifteen_seconds(
    classroom: Classroom,
    browser_of: BrowserOf,
    new_browser: Callable[[], Browser],
    database: Session,
    clock: Any,
    session: TrainingSession,
) -> None:
    code = code_shown(browser_of(classroom.ines), session)
    for seconds, status in ((0, 302), (24, 302), (1, 422), (60, 422)):
        clock.shift(seconds)
        assert new_browser().send("GET", scanned(session, code)).status_code == status, seconds
    assert oddities(database, session) == [Oddity.OLD_CODE] * 2


def test_a_code_does_not_open_another_session_another_network_or_tomorrow(
    classroom: Classroom,
    gers: Classroom,
    browser_of: BrowserOf,
    new_browser: Callable[[], Browser],
    database: Session,
    clock: Any,
    session: TrainingSession,
) -> None:
    foreign = gers.half_day()
    other = classroom.half_day(half=Half.AFTERNOON)
    code = code_shown(browser_of(classroom.ines), session)
    phone = new_browser()
    assert "autre séance" in phone.get(scanned(other, code), status=422).text
    assert oddities(database, other) == [Oddity.OTHER_SESSION]
    phone.get(scanned(foreign, code, "gers"), status=422)
    phone.get(scanned(session, code, "gers"), status=404)
    phone.get(scanned(foreign, code), status=404)
    phone.get(scanned(session, code, "nulle-part"), status=404)
    tomorrow = classroom.half_day(TOMORROW)
    trainer = browser_of(classroom.ines)
    assert re.search(r"[0-9A-Z]{3}-[0-9A-Z]{3}", trainer.get(room(tomorrow)).text) is None


def test_who_is_not_expected_signs_nothing_and_the_trainer_reads_it(
    classroom: Classroom, browser_of: BrowserOf, database: Session, clock: Any
) -> None:
    aubert = classroom.enrolments[0].advisor.person
    classroom.group = create_group(classroom.cohort, "Groupe 2", now=AT_NINE, by=None)
    session = classroom.half_day()
    trainer, phone = browser_of(classroom.ines), browser_of(aubert)
    page = phone.get(scanned(session, code_shown(trainer, session)))
    assert "Vous n’êtes pas sur la liste" in page.text
    phone.post(f"/reseau/landes/seances/{session.id}/signer", status=422)
    assert signed(database) == 0
    assert "Personne qui n’est pas sur la liste : Camille Aubert" in trainer.get(room(session)).text
    assert "essais inhabituels" in trainer.get(f"/reseau/landes/seances/{session.id}").text


def test_without_the_code_nobody_signs_from_home(
    classroom: Classroom, browser_of: BrowserOf, database: Session, clock: Any, session: TrainingSession
) -> None:
    aubert = classroom.enrolments[0].advisor.person
    phone = browser_of(aubert)
    page = phone.get(f"/reseau/landes/seances/{session.id}/signer")
    assert page.heading == "Signer ma demi-journée"
    phone.post(f"/reseau/landes/seances/{session.id}/signer")
    assert signed(database) == 0


def test_a_scan_is_worth_nothing_later_elsewhere_or_twice(
    classroom: Classroom, browser_of: BrowserOf, database: Session, clock: Any, session: TrainingSession
) -> None:
    other = classroom.half_day(half=Half.AFTERNOON)
    people = [each.advisor.person for each in classroom.enrolments]
    trainer, phone = browser_of(classroom.ines), browser_of(people[0])
    phone.get(scanned(session, code_shown(trainer, session)))
    phone.post(f"/reseau/landes/seances/{other.id}/signer")
    clock.shift(timedelta(minutes=11))
    phone.post(f"/reseau/landes/seances/{session.id}/signer")
    assert signed(database) == 0
    trainer = browser_of(classroom.ines)
    phone.get(scanned(session, code_shown(trainer, session)))
    phone.submit("Je signe")
    # The neighbour borrows the phone: without the code of the moment it signs for nobody else.
    phone.get("/mon-compte")
    phone.sign_out()
    phone.enter(people[1].email)
    phone.post(f"/reseau/landes/seances/{session.id}/signer")
    assert signed(database) == 1


def test_guesses_are_counted_told_and_stopped(
    classroom: Classroom,
    new_browser: Callable[[], Browser],
    browser_of: BrowserOf,
    database: Session,
    clock: Any,
    session: TrainingSession,
) -> None:
    phone = new_browser()
    for guess in ("ABC000", "ABC001"):
        assert phone.send("GET", scanned(session, guess)).status_code == 422
    # Twenty-seven more, counted as the page has counted these two.
    counted = (
        database.execute(select(Attempt.kind, Attempt.email, Attempt.source, Attempt.at)).mappings().all()
    )
    assert len(counted) == 2
    database.execute(insert(Attempt), [dict(counted[0])] * 27)
    statuses = [phone.send("GET", scanned(session, f"ABC{n:03d}")).status_code for n in range(3)]
    assert statuses == [422, 429, 429]
    told = oddities(database, session)
    assert told.count(Oddity.WRONG_CODE) == 3
    assert told.count(Oddity.TOO_MANY) == 1
    code = code_shown(browser_of(classroom.ines), session)
    assert phone.send("GET", scanned(session, code)).status_code == 429
    clock.shift(timedelta(minutes=6))
    code = code_shown(browser_of(classroom.ines), session)
    assert phone.send("GET", scanned(session, code)).status_code == 302


def test_wrong_roles_open_nothing(
    classroom: Classroom, browser_of: BrowserOf, clock: Any, session: TrainingSession
) -> None:
    advisor, trainer = browser_of(classroom.enrolments[0].advisor.person), browser_of(classroom.ines)
    enrolment_id = classroom.enrolments[0].id
    for path in (room(session), f"{room(session)}.json", f"{room(session)}/{enrolment_id}"):
        advisor.get(path, status=403)
        trainer.get(path)
    advisor.post(f"{room(session)}/{enrolment_id}/lien", status=403)
    trainer.get("/reseau/landes/signer", status=403)
    trainer.post(f"/reseau/landes/seances/{session.id}/signer", status=403)


def test_the_room_tells_its_page_what_has_changed(
    classroom: Classroom, browser_of: BrowserOf, clock: Any, session: TrainingSession
) -> None:
    trainer = browser_of(classroom.ines)
    told = [json.loads(trainer.get(f"{room(session)}.json").data)]
    clock.shift(15)
    told.append(json.loads(trainer.get(f"{room(session)}.json").data))
    assert told[0]["code"] != told[1]["code"]
    assert told[0]["picture"].startswith("data:image/svg+xml")
    assert (told[0]["count"], told[0]["version"]) == ("0 sur 3 a signé", told[1]["version"])


def test_a_link_is_shown_once_and_signs_once(
    classroom: Classroom,
    browser_of: BrowserOf,
    new_browser: Callable[[], Browser],
    database: Session,
    session: TrainingSession,
) -> None:
    aubert = classroom.enrolments[0]
    trainer, phone = browser_of(classroom.ines), new_browser()
    trainer.get(f"{room(session)}/{aubert.id}")
    page = trainer.submit("Créer un lien")
    (address,) = [
        each.get("value") for each in page.elements("input") if "lien-" in (each.get("value") or "")
    ]
    assert "lien-" not in trainer.get(f"{room(session)}/{aubert.id}").text
    path = str(address).removeprefix("http://127.0.0.1:8000")
    page = phone.get(path)
    assert "Ce lien est celui de Camille Aubert" in page.text
    assert phone.send("GET", path.replace("landes", "gers")).status_code == 410
    page = phone.submit("Je signe")
    assert page.heading == "Vous avez signé"
    phone.get(path, status=410)
    phone.send("POST", path, data={})
    assert signed(database) == 1


def test_somebody_draws_their_signature_on_the_tablet(
    classroom: Classroom, browser_of: BrowserOf, database: Session, session: TrainingSession
) -> None:
    aubert = classroom.enrolments[0]
    trainer, path = browser_of(classroom.ines), f"{room(session)}/{aubert.id}"
    trainer.get(path)
    page = trainer.post(path, drawing="[[10,10,300,150],[20,20,40,40]]")
    assert "Camille Aubert a signé." in page.text
    assert b'd="M10 10L300 150M20 20L40 40"' in page.data
    assert "tablette de Ines Lafitte" in page.text
    trainer.post(path, drawing="[[10,10,300,150]]", status=422)
    assert signed(database) == 1


# What else is no drawing is for the rule: test_signing_rules.
NO_DRAWINGS = [
    "",
    "[[0,0,601,10,0,0]]",
    "<svg onload=alert(1)>",
    "[" * 30_000,
    "[[0,0,600,200]]" + " " * 40_000,
]


def test_what_is_no_drawing_signs_nothing(
    classroom: Classroom, browser_of: BrowserOf, database: Session, session: TrainingSession
) -> None:
    aubert = classroom.enrolments[0]
    trainer = browser_of(classroom.ines)
    for drawing in NO_DRAWINGS:
        trainer.post(f"{room(session)}/{aubert.id}", drawing=drawing, status=422)
    assert signed(database) == 0


def test_who_cannot_draw_types_their_name(
    classroom: Classroom, browser_of: BrowserOf, database: Session, session: TrainingSession
) -> None:
    (_aubert, barrere, _castets) = classroom.enrolments
    trainer, path = browser_of(classroom.ines), f"{room(session)}/{barrere.id}"
    trainer.get(path)
    page = trainer.submit("Signer", name="Camille Aubert", status=422)
    assert "Écrivez votre nom tel qu’il est sur la feuille : Camille Barrère." in page.text
    trainer.submit("Signer", name="barrere CAMILLE")
    assert signatures_of(session)[barrere.advisor_id].method is SignatureMethod.TYPED
    assert signed(database) == 1


def test_who_is_not_on_the_list_has_no_pad(
    classroom: Classroom, gers: Classroom, browser_of: BrowserOf, database: Session, session: TrainingSession
) -> None:
    trainer = browser_of(classroom.ines)
    trainer.get(f"{room(session)}/{gers.enrolments[0].id}", status=404)
    leaving = classroom.newcomer("Zubiri", hired_on=TOMORROW)
    page = trainer.get(f"{room(session)}/{leaving.id}", status=422)
    assert "sur la liste" in page.text
    trainer.post(f"{room(session)}/{leaving.id}", name="Camille Zubiri", status=422)
    assert signed(database) == 0
