"""What phones read of a calendar, at the secret address of its owner."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.people.models import Attempt
from app.training.models import Advisor, CalendarFeed, Group
from app.training.services import cancel_session, change_session, end_feed, make_feed
from tests.browser_client import Browser
from tests.statements import repeat_the_only
from tests.training.conftest import NOBODY, NOON
from tests.training.test_calendars import events_in
from tests.training.test_sessions import half_day, plan


@pytest.fixture
def token(zoe: Advisor) -> str:
    return make_feed(zoe.person, now=NOON)


def read(browser: Browser, token: str) -> Any:
    return browser.send("GET", f"/agenda/{token}.ics")


def test_a_phone_reads_the_half_days_of_its_owner(browser: Browser, group: Group, token: str) -> None:
    plan(group, place="Salle 4")
    answer = read(browser, token)
    (found,) = events_in(answer.data)
    assert (str(found["summary"]), str(found["location"]), found["sequence"]) == ("Accueillir", "Salle 4", 0)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "Set-Cookie" not in answer.headers


def test_a_move_keeps_the_event_and_raises_its_sequence_and_a_cancellation_says_so(
    browser: Browser, group: Group, token: str
) -> None:
    session = plan(group)
    (before,) = events_in(read(browser, token).data)
    change_session(session, **half_day(day=date(2022, 3, 15)), **NOBODY)
    (moved,) = events_in(read(browser, token).data)
    cancel_session(session, "Grève", **NOBODY)
    (cancelled,) = events_in(read(browser, token).data)
    assert before["uid"] == moved["uid"] == cancelled["uid"]
    assert [each["sequence"] for each in (before, moved, cancelled)] == [0, 1, 2]
    assert moved.decoded("dtstart").date() == date(2022, 3, 15)
    assert (moved["status"], cancelled["status"]) == ("CONFIRMED", "CANCELLED")
    assert "Grève" in str(cancelled["description"])


def test_only_the_digest_of_an_address_is_kept(database: Session, token: str) -> None:
    feed = database.scalars(select(CalendarFeed)).one()
    assert token not in (feed.token_digest, str(feed.id))
    acts = database.scalars(select(AuditEntry).where(AuditEntry.action == "calendar.made")).all()
    assert token not in str([(act.before, act.after) for act in acts])
    assert len(acts) == 1


def test_a_renewed_an_ended_and_a_made_up_address_answer_alike(
    browser: Browser, zoe: Advisor, token: str
) -> None:
    renewed = make_feed(zoe.person, now=NOON)
    pages = [browser.get(f"/agenda/{each}.ics", status=404).text for each in (token, "x" * 43)]
    assert read(browser, renewed).status_code == 200
    end_feed(zoe.person, now=NOON)
    pages.append(browser.get(f"/agenda/{renewed}.ics", status=404).text)
    assert len(set(pages)) == 1
    assert read(browser, renewed).headers["X-Robots-Tag"] == "noindex, nofollow"


def test_who_left_the_network_or_is_disabled_has_no_calendar(
    browser: Browser, database: Session, group: Group, zoe: Advisor, token: str
) -> None:
    plan(group)
    zoe.person.memberships[0].opened_at = None
    database.commit()
    assert events_in(read(browser, token).data) == []
    zoe.person.disabled_at = NOON
    database.commit()
    assert read(browser, token).status_code == 404


def test_guessing_is_slowed_down_and_the_owner_is_not(
    browser: Browser, database: Session, token: str
) -> None:
    assert read(browser, "0" * 43).status_code == 404
    repeat_the_only(Attempt, 28)
    answers = [read(browser, f"{number:043}").status_code for number in range(1, 3)]
    assert answers == [404, 429]
    assert read(browser, token).status_code == 200


def test_a_person_makes_renews_and_ends_their_address(
    new_browser: Callable[[], Browser], browser: Browser, zoe: Advisor
) -> None:
    own = new_browser()
    own.enter("zoe@example.org")
    own.get("/mon-calendrier")
    first = _shown(own.submit("Créer l’adresse de mon agenda"))
    assert read(browser, first).status_code == 200
    assert "/agenda/" not in str(own.get("/mon-calendrier").text)
    second = _shown(own.submit("Renouveler l’adresse"))
    assert [read(browser, each).status_code for each in (first, second)] == [404, 200]
    own.get("/mon-calendrier")
    own.submit("Supprimer l’adresse")
    assert read(browser, second).status_code == 404


def _shown(page: Any) -> str:
    (address,) = [each.get("value") for each in page.elements("input") if each.get("readonly") is not None]
    assert address.startswith("http://127.0.0.1:8000/agenda/")
    return str(address).rsplit("/", 1)[-1].removesuffix(".ics")
