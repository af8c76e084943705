"""A block that was not obtained is told of at once, and again as its year goes by, until the person is on a list."""

from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.certification.queries import resit_of
from app.certification.rules import Outcome
from app.certification.services import admit
from app.progress.models import Alert
from app.progress.queries import open_alerts
from app.progress.rules import RESIT_REMINDERS, AlertKind, resit_level
from app.progress.telling import tell_of, tell_of_touched
from app.training.models import Advisor
from tests.browser_client import Browser
from tests.certification.examination import DECIDED_ON, NOON, TODAY, Examination

UNTIL = date(2023, 10, 6)


def fail(examination: Examination) -> Advisor:
    advisor = examination.candidates[0]
    examination.record(advisor, Outcome.NOT_OBTAINED)
    return advisor


def reminder(examination: Examination, advisor: Advisor) -> Alert | None:
    found = open_alerts(examination.network, [each.id for each in advisor.enrolments])
    return next((each for alerts in found.values() for each in alerts if each.kind is AlertKind.RESIT), None)


def at(examination: Examination, day: date) -> None:
    """Look at everybody on a morning."""
    examination.network.pinned_today = day
    tell_of(examination.network)


@given(st.dates(DECIDED_ON, UNTIL + timedelta(days=400)), st.integers(0, 200))
def test_time_only_makes_it_more_pressing(day: date, later: int) -> None:
    assert 1 <= resit_level(UNTIL, day) <= resit_level(UNTIL, day + timedelta(days=later))
    assert (resit_level(UNTIL, day) == len(RESIT_REMINDERS) + 1) is (day > UNTIL)


def test_a_failure_is_told_of_right_after_it_is_recorded(examination: Examination, database: Session) -> None:
    advisor = fail(examination)
    tell_of_touched()

    told = reminder(examination, advisor)
    assert told is not None
    assert (told.level, told.is_last_resit_reminder) == (1, False)
    assert reminder(examination, examination.candidates[1]) is None
    assert reminder(examination, examination.late) is None


def test_it_is_told_again_as_the_year_goes_by_and_a_last_time_when_it_is_over(
    examination: Examination, database: Session
) -> None:
    advisor = fail(examination)
    resit = resit_of(examination.network, advisor, TODAY)
    assert resit is not None
    levels = []
    for before in (300, 182, 181, 91, 30, 1, 0, -1, -40):
        at(examination, resit.until - timedelta(days=before))
        told = reminder(examination, advisor)
        levels.append(told.level if told is not None else 0)

    assert levels == [1, 2, 2, 3, 4, 4, 4, 5, 5]


def test_nothing_is_told_of_who_is_on_a_list_or_has_passed(
    examination: Examination, database: Session
) -> None:
    advisor, day = fail(examination), TODAY + timedelta(days=60)
    tell_of_touched()
    following = examination.announce("Session suivante", held_on=day, decided_on=None)
    admit(following, {advisor.id: "Décision"}, today=TODAY, now=NOON, by=examination.odile)
    at(examination, TODAY)
    assert reminder(examination, advisor) is None

    examination.record(examination.candidates[1], Outcome.NOT_OBTAINED)
    tell_of(examination.network)
    assert reminder(examination, examination.candidates[1]) is not None
    examination.record(examination.candidates[1], Outcome.OBTAINED, "Erreur de saisie")
    tell_of(examination.network)
    assert reminder(examination, examination.candidates[1]) is None


def test_the_advisor_and_the_administrator_read_it(
    examination: Examination, new_browser: Callable[[], Browser]
) -> None:
    advisor = fail(examination)
    for person, page in (
        (advisor.person, "mon-parcours"),
        (examination.odile, f"conseillers/{advisor.id}"),
    ):
        browser = new_browser()
        browser.enter(person.email)
        text = browser.get(f"/reseau/landes/{page}").text
        assert "Bloc à représenter" in text
        assert "sans nouvelle formation" in text
