"""The calendar of a network and of a person, on a page and as a file."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.core.half_days import Half
from app.people.models import Network, Person
from app.training import queries
from app.training.models import Advisor, Group
from app.training.rendering import CalendarEvent, calendar_bytes
from app.training.services import (
    cancel_session,
    create_group,
    plan_session,
)
from tests.browser_client import Browser
from tests.statements import counted_statements
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


@pytest.mark.parametrize("number", ["9" * 400, "2147483648", "-1", "99999", "x"])
def test_there_is_no_file_of_a_group_that_is_none(administrator: Browser, number: str) -> None:
    assert administrator.send("GET", f"{LANDES}/calendrier.ics?groupe={number}").status_code == 404
    assert administrator.send("GET", f"{LANDES}/calendrier.ics?groupe=").status_code == 200


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
