"""What a tablet sends when the network is back, what it is answered, and the page on which a trainer decides."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.attendance.models import HoursEntry, KeptSheet, Recording
from app.attendance.queries import shown_times, total_minutes
from app.attendance.services import record_register
from app.people.models import Person
from app.training.models import TrainingSession
from app.training.services import cancel_session
from tests.attendance.classroom import NOON, TODAY, Classroom
from tests.browser_client import Browser

BrowserOf = Callable[[Person], Browser]
KEY = "0b6b1d3e-5d4f-4a55-8a57-0f1f1a0e9c11"


def address(session: TrainingSession) -> str:
    return f"/reseau/landes/seances/{session.id}"


def kept(classroom: Classroom, session: TrainingSession, **typed: str) -> dict[str, Any]:
    """A register as the service worker keeps it: everybody present, unless something else was typed."""
    fields = {"take": "0"}
    for rank, each in enumerate(classroom.enrolments):
        fields |= {f"people-{rank}-enrolment_id": str(each.id), f"people-{rank}-attendance": "present"}
    return {
        "key": KEY,
        "fields": fields | {name.replace("__", "-"): value for name, value in typed.items()},
        "shown": shown_times(session),
        "opened_at": "2022-11-15T08:02:00.000Z",
        "kept_at": "2022-11-15T08:30:00.000Z",
        "local_time": "15 novembre 2022 à 09:30",
        "state": "unsent",
        "tries": 1,
    }


def send(browser: Browser, session: TrainingSession, sheet: object, *, token: bool = True) -> TestResponse:
    headers = {"X-CSRFToken": browser.csrf_token()} if token else {}
    return browser.send("POST", f"{address(session)}/feuilles-gardees", json=sheet, headers=headers)


def credited(classroom: Classroom) -> list[int]:
    return list(total_minutes([each.id for each in classroom.enrolments]).values())


def test_the_register_page_is_kept_for_whom_it_was_made_and_only_while_it_is_to_fill_in(
    classroom: Classroom, browser_of: BrowserOf, session: TrainingSession
) -> None:
    browser = browser_of(classroom.ines)
    assert browser.send("GET", address(session)).headers["Livret-Keep"] == str(classroom.ines.id)
    browser.get(address(session))
    browser.submit("Enregistrer la présence")
    assert "Livret-Keep" not in browser.send("GET", address(session)).headers
    assert "Livret-Keep" not in browser.send("GET", "/reseau/landes/seances").headers


def test_a_kept_register_is_recorded_and_sent_again_changes_nothing(
    database: Session, classroom: Classroom, browser_of: BrowserOf, session: TrainingSession
) -> None:
    browser = browser_of(classroom.ines)
    sheet = kept(classroom, session, people__0__attendance="excused", people__1__arrived_at="10:00")
    answers = [send(browser, session, sheet).json for _ in range(2)]
    assert answers[0] == answers[1]
    assert answers[0] is not None
    assert (answers[0]["outcome"], answers[0]["url"]) == ("recorded", address(session))
    assert credited(classroom) == [0, 150, 210]
    assert database.scalar(select(func.count(Recording.id))) == 1


def test_without_a_token_nothing_is_taken(
    database: Session, classroom: Classroom, browser_of: BrowserOf, session: TrainingSession
) -> None:
    browser = browser_of(classroom.ines)
    assert send(browser, session, kept(classroom, session), token=False).status_code == 400
    assert database.scalar(select(func.count(KeptSheet.id))) == 0


def test_a_fresh_token_is_given_to_who_is_signed_in(
    new_browser: Callable[[], Browser], classroom: Classroom, browser_of: BrowserOf, session: TrainingSession
) -> None:
    browser = browser_of(classroom.ines)
    said = browser.send("GET", "/qui")
    assert said.headers["Cache-Control"] == "no-store"
    assert said.json is not None
    assert said.json["person"] == classroom.ines.id
    answer = browser.send(
        "POST",
        f"{address(session)}/feuilles-gardees",
        json=kept(classroom, session),
        headers={"X-CSRFToken": said.json["token"]},
    )
    assert answer.status_code == 200
    nobody = new_browser().send("GET", "/qui").json
    assert nobody is not None
    assert nobody["person"] is None


@pytest.mark.parametrize(
    "change",
    [
        {"key": "me"},
        {"key": None},
        {"fields": None},
        {"fields": {"people-x-attendance": "present"}},
        {"fields": {"people-0-attendance": "present"}},
        {"fields": {"take": "\x00"}},
        {"fields": {"take": "9" * 5000}},
        {"kept_at": "yesterday"},
        {"kept_at": "0001-01-01T00:00:00+14:00"},
        {"opened_at": "2022-11-15T08:02:00"},
        {"shown": 7},
    ],
)
def test_what_no_page_has_kept_is_refused_in_words(
    database: Session,
    classroom: Classroom,
    browser_of: BrowserOf,
    change: dict[str, Any],
    session: TrainingSession,
) -> None:
    browser = browser_of(classroom.ines)
    answer = send(browser, session, kept(classroom, session) | change)
    assert answer.status_code == 422
    assert answer.json is not None
    assert "pas une feuille de présence" in answer.json["message"]
    assert send(browser, session, [1]).status_code == 422
    assert database.scalar(select(func.count(KeptSheet.id))) == 0


def test_a_conflict_is_shown_side_by_side_and_decided(
    classroom: Classroom, browser_of: BrowserOf, session: TrainingSession
) -> None:
    browser = browser_of(classroom.ines)
    record_register(session, {}, today=TODAY, now=NOON, by=classroom.marc)
    sheet = kept(classroom, session, people__0__attendance="unexcused", people__1__arrived_at="10:00")
    answer = send(browser, session, sheet).json
    assert answer is not None
    assert answer["outcome"] == "to_decide"
    page = browser.get(answer["url"])
    assert page.heading == "Feuille remplie hors connexion"
    for words in ("Feuille gardée : Absent non excusé", "Registre : Présent, 3 h 30", "Présent, 2 h 30"):
        assert words in page.text.replace("\u202f", " ").replace("\u00a0", " ")
    assert "attend une décision" in browser.get(address(session)).text
    assert "attend une décision" in browser.get("/reseau/landes/seances").text

    browser.get(answer["url"])
    again = browser.submit("Enregistrer ce choix", {"people-0-right": "kept"}, status=422)
    assert "Choisissez ce qui est juste." in again.text
    done = browser.submit("Enregistrer ce choix", {"people-0-right": "kept", "people-1-right": "recorded"})
    assert "La feuille gardée est traitée." in done.text
    assert credited(classroom) == [0, 210, 210]
    assert "Rien n’est plus à décider." in browser.get(answer["url"]).text
    assert "attend une décision" not in browser.get(address(session)).text


def test_marks_with_an_impossible_time_are_taken_over_into_the_register(
    database: Session, classroom: Classroom, browser_of: BrowserOf, session: TrainingSession
) -> None:
    browser = browser_of(classroom.ines)
    sheet = kept(classroom, session, people__0__arrived_at="18:00", people__1__attendance="excused")
    answer = send(browser, session, sheet).json
    assert answer is not None
    page = browser.get(answer["url"])
    assert "1 ligne ne peut pas être reprise" in page.text
    page = browser.follow("Reprendre ces marques dans la feuille")
    browser.submit("Enregistrer la présence", {"people-0-arrived_at": "10:00"})
    assert credited(classroom) == [150, 0, 210]
    assert database.scalar(select(func.count(HoursEntry.id))) == 3


def test_a_cancelled_session_says_so_and_the_marks_can_be_put_away(
    classroom: Classroom, browser_of: BrowserOf
) -> None:
    session, browser = classroom.half_day(TODAY - timedelta(days=1)), browser_of(classroom.ines)
    sheet = kept(classroom, session)
    cancel_session(session, reason="Salle fermée", now=NOON, by=classroom.odile)
    answer = send(browser, session, sheet).json
    assert answer is not None
    assert "Cette séance a été annulée" in browser.get(answer["url"]).text
    assert "La feuille gardée est traitée." in browser.submit("Ranger cette feuille").text
    assert credited(classroom) == [0, 0, 0]


def test_a_line_corrected_meanwhile_is_compared_again(
    classroom: Classroom, browser_of: BrowserOf, session: TrainingSession
) -> None:
    browser = browser_of(classroom.ines)
    record_register(session, {}, today=TODAY, now=NOON, by=classroom.marc)
    answer = send(browser, session, kept(classroom, session, people__0__attendance="excused")).json
    assert answer is not None
    unknown = {"people-0-entry_id": "999999", "people-0-right": "kept", "reason": "Vu"}
    browser.post(answer["url"], unknown, status=422)
    assert credited(classroom) == [210, 210, 210]
