"""The calendar of a network, of a person, and what phones read at a secret address."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core.half_days import Half
from app.people.models import Attempt, Network, Person
from app.training import queries
from app.training.models import Advisor, CalendarFeed, Group
from app.training.rendering import CalendarEvent, calendar_bytes
from app.training.services import (
    cancel_session,
    change_session,
    create_group,
    end_feed,
    enrol,
    make_feed,
    plan_session,
)
from tests.browser_client import Browser
from tests.statements import counted_statements, repeat_the_only
from tests.training.conftest import NOBODY, NOON, open_cohort
from tests.training.test_sessions import DAY, half_day, plan

LANDES = "/reseau/landes"
PARIS = ZoneInfo("Europe/Paris")


def events_in(content: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def event(**changes: Any) -> CalendarEvent:
    usual: dict[str, Any] = {
        "uid": "1",
        "revision": 0,
        "day": DAY,
        "starts_at": time(9),
        "ends_at": time(12, 30),
        "summary": "Accueillir",
        "description": "Dax",
        "location": "",
        "is_cancelled": False,
    }
    return CalendarEvent(**{**usual, **changes})


# The format


@given(
    st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    st.times(),
    st.sampled_from(["été ; à « Dax », \\n", "x" * 300]),
)
def test_what_is_read_is_what_was_written_whatever_the_season(day: date, at: time, words: str) -> None:
    starts_at = at.replace(second=0, microsecond=0, hour=6 + at.hour % 12)
    written = event(day=day, starts_at=starts_at, ends_at=time(23), summary=words, description=words)
    (found,) = events_in(calendar_bytes("Réseau", [written], NOON))
    in_paris = found.decoded("dtstart").astimezone(PARIS)
    assert (in_paris.date(), in_paris.time()) == (day, starts_at)
    assert str(found["summary"]) == words
    assert str(found["description"]) == words


@pytest.mark.parametrize(
    ("day", "in_utc"),
    [(date(2022, 3, 26), 8), (date(2022, 3, 28), 7), (date(2022, 10, 29), 7), (date(2022, 10, 31), 8)],
)
def test_nine_o_clock_in_paris_follows_the_clock_changes(day: date, in_utc: int) -> None:
    (found,) = events_in(calendar_bytes("Réseau", [event(day=day)], NOON))
    assert found.decoded("dtstart") == datetime(day.year, day.month, day.day, in_utc, tzinfo=UTC)


def test_a_calendar_has_what_its_readers_ask_for() -> None:
    content = calendar_bytes("Réseau", [event(revision=3, is_cancelled=True, location="Salle 4")], NOON)
    calendar = icalendar.Calendar.from_ical(content)
    (found,) = events_in(content)
    assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
    assert (found["uid"], found["sequence"], found["status"]) == ("1", 3, "CANCELLED")
    assert (found.decoded("dtstamp"), found["location"]) == (NOON, "Salle 4")
    assert calendar.errors == found.errors == []
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert content.endswith(b"END:VCALENDAR\r\n")


# Whose half-days


@pytest.fixture
def zoe(group: Group, make_advisor: Callable[..., Advisor], new_browser: Callable[[], Browser]) -> Advisor:
    """An advisor of Dax who joined the network and can sign in."""
    advisor = make_advisor("zoe", hired_on=DAY)
    enrol(advisor, group.cohort, group=group, **NOBODY)
    new_browser().enter("zoe@example.org")
    return advisor


@pytest.fixture
def mugron(group: Group) -> Group:
    return create_group(group.cohort, "Mugron", **NOBODY)


def test_a_person_has_what_they_follow_and_what_they_give(
    landes: Network, group: Group, mugron: Group, zoe: Advisor, make_trainer: Callable[[str], Person]
) -> None:
    paul = make_trainer("paul")
    before_hiring = plan(group, day=date(2022, 3, 11))
    followed = plan(group)
    given_by_paul = plan(mugron, trainers=[paul])
    assert queries.sessions_of_person(zoe.person, {landes.id}, date(2022, 3, 1)) == [followed]
    assert queries.sessions_of_person(paul, {landes.id}, date(2022, 3, 1)) == [given_by_paul]
    assert queries.sessions_of_person(zoe.person, {landes.id}, date(2022, 3, 1), DAY.replace(day=13)) == []
    assert queries.sessions_of_person(zoe.person, set(), date(2022, 3, 1)) == []
    assert [queries.concerns(each, zoe.person) for each in (before_hiring, followed, given_by_paul)] == [
        False,
        True,
        False,
    ]


def test_an_advisor_sees_their_own_half_days_and_no_other(
    new_browser: Callable[[], Browser], group: Group, mugron: Group, zoe: Advisor
) -> None:
    own, other = plan(group), plan(mugron, module="Concevoir")
    browser = new_browser()
    browser.enter("zoe@example.org")
    page = browser.get(f"{LANDES}/calendrier", jour=DAY.isoformat())
    assert "Accueillir" in page.text
    assert "Concevoir" not in page.text
    assert browser.get(f"{LANDES}/calendrier/{own.id}").heading == "Lundi 14 mars 2022, matin"
    browser.get(f"{LANDES}/calendrier/{other.id}", status=404)
    file = browser.send("GET", f"{LANDES}/calendrier.ics?groupe={mugron.id}&qui=toutes")
    assert [str(each["summary"]) for each in events_in(file.data)] == ["Accueillir"]


def test_an_administrator_goes_through_weeks_and_months(administrator: Browser, group: Group) -> None:
    plan(group)
    plan(group, day=date(2022, 3, 31))
    page = administrator.get(f"{LANDES}/calendrier", jour="2022-03-07")
    assert "Semaine du 7 mars 2022" in page.text
    assert "Aucune séance." in page.text
    page = administrator.follow("Semaine suivante")
    assert "1 séance." in page.text
    page = administrator.follow("Mois")
    assert "Mars 2022" in page.text
    assert "2 séances." in page.text
    page = administrator.follow("Aujourd’hui") if "Aujourd’hui" in page.texts("a") else page
    page = administrator.follow("Mois suivant")
    assert "Avril 2022" in page.text


def test_a_calendar_shows_one_group_when_asked_to(
    administrator: Browser, group: Group, mugron: Group
) -> None:
    plan(group)
    plan(mugron, module="Concevoir")
    page = administrator.get(f"{LANDES}/calendrier", jour=DAY.isoformat(), groupe=mugron.id)
    assert "Concevoir" in page.text
    assert "Accueillir" not in page.text
    assert "Écrivez une date" in administrator.get(f"{LANDES}/calendrier", jour="demain").text
    assert administrator.get(f"{LANDES}/calendrier", groupe="99999").heading == "Calendrier"


@pytest.mark.parametrize(
    ("whose", "shown"), [("miennes", ["Concevoir"]), ("toutes", ["Concevoir", "Coopérer"])]
)
def test_of_one_group_a_trainer_sees_what_they_give_or_everything(
    new_browser: Callable[[], Browser],
    group: Group,
    mugron: Group,
    make_trainer: Callable[[str], Person],
    whose: str,
    shown: list[str],
) -> None:
    paul, trainer = make_trainer("paul"), new_browser()
    plan(group, trainers=[paul])
    plan(mugron, half=Half.AFTERNOON, module="Concevoir", trainers=[paul])
    plan(mugron, day=DAY + timedelta(days=1), module="Coopérer")
    trainer.enter(paul.email)
    page = trainer.get(f"{LANDES}/calendrier", jour=DAY.isoformat(), groupe=mugron.id, qui=whose)
    assert [module for module in ("Accueillir", "Concevoir", "Coopérer") if module in page.text] == shown
    file = trainer.send("GET", f"{LANDES}/calendrier.ics?groupe={mugron.id}&qui={whose}")
    assert [str(each["summary"]) for each in events_in(file.data)] == shown


def test_a_calendar_shows_no_other_network_and_nothing_that_was_cancelled(
    administrator: Browser, group: Group, gers: Network
) -> None:
    cancel_session(plan(group, module="Concevoir"), "Planifiée par erreur", **NOBODY)
    plan(create_group(open_cohort(gers), "Auch", **NOBODY), module="Coopérer")
    page = administrator.get(f"{LANDES}/calendrier", jour=DAY.isoformat())
    assert "Aucune séance." in page.text
    for word in ("Concevoir", "Coopérer", "Auch"):
        assert word not in page.text


def test_a_clash_is_shown_in_the_calendar_and_on_the_half_day(
    administrator: Browser, group: Group, mugron: Group, make_trainer: Callable[[str], Person]
) -> None:
    paul = make_trainer("paul")
    session = plan(group, trainers=[paul])
    plan(mugron, trainers=[paul], clashes_accepted=True)
    page = administrator.get(f"{LANDES}/calendrier", jour=DAY.isoformat())
    assert page.text.count("1 conflit") == 2
    assert (
        "Paul Forme anime déjà le groupe « Mugron »"
        in administrator.get(f"{LANDES}/calendrier/{session.id}").text
    )


@pytest.mark.parametrize("kind", ["semaine", "mois"])
def test_the_calendar_asks_the_database_the_same_whatever_it_shows(
    administrator: Browser, database: Session, group: Group, make_trainer: Callable[[str], Person], kind: str
) -> None:
    def cost() -> int:
        with counted_statements(database.get_bind().engine) as statements:
            administrator.get(f"{LANDES}/calendrier", jour=DAY.isoformat(), vue=kind)
        return len(statements)

    paul = make_trainer("paul")
    plan(group, trainers=[paul])
    one = cost()
    for number in range(1, 4):
        room = create_group(group.cohort, f"Salle {number}", **NOBODY)
        for half in Half:
            usual = half_day(half, trainers=[paul])
            plan_session(room, **usual, clashes_accepted=True, **NOBODY)
    assert cost() == one


# The secret address


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
    assert address.startswith("http://127.0.0.1:8000/agenda/") or "/agenda/" in address
    return str(address).rsplit("/", 1)[-1].removesuffix(".ics")
