"""So much of one person may wait for a trainer, and no more; the list of it comes page by page."""

import pytest
from sqlalchemy.orm import Session

from app.attendance.queries import activities_of, waiting_of
from app.attendance.rules import ProofsTooHeavy, TooManyWaiting
from app.attendance.services import Done, ProofFile, hand_in, validate_activities
from app.training.rules import Modality
from tests.attendance.classroom import NOON, TODAY, YESTERDAY, Classroom
from tests.attendance.test_activities import PDF
from tests.attendance.test_activity_pages import MINE, BrowserOf


def keep(classroom: Classroom, number: int, content: bytes = PDF) -> None:
    done = Done(classroom.enrolments[0], YESTERDAY, Modality.E_LEARNING, f"Module {number}", 60)
    hand_in(done, [ProofFile("a.pdf", content)], today=TODAY, now=NOON, by=None)


def test_only_so_many_wait_until_a_trainer_looks_at_some(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.attendance.services.activities.MOST_WAITING", 2)
    advisor = classroom.enrolments[0].advisor
    for number in (1, 2):
        keep(classroom, number)
    with pytest.raises(TooManyWaiting):
        keep(classroom, 3)
    keep(classroom, 2)
    assert waiting_of(advisor.id) == (2, 2 * len(PDF))
    first = activities_of(advisor)[-1]
    validate_activities(classroom.network, [first.id], today=TODAY, now=NOON, by=classroom.ines)
    keep(classroom, 3)
    assert waiting_of(advisor.id)[0] == 2


def test_the_files_of_what_waits_weigh_only_so_much(
    classroom: Classroom, database: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.attendance.services.activities.MOST_WAITING_BYTES", 2 * len(PDF))
    keep(classroom, 1)
    keep(classroom, 2)
    with pytest.raises(ProofsTooHeavy):
        keep(classroom, 3)
    database.rollback()
    assert waiting_of(classroom.enrolments[0].advisor_id) == (2, 2 * len(PDF))


def test_a_long_list_comes_page_by_page(
    classroom: Classroom, browser_of: BrowserOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.web.paging.Page.__init__.__defaults__", (2,))
    for number in (1, 2, 3):
        keep(classroom, number)
    browser = browser_of(classroom.enrolments[0].advisor.person)
    shown = [f"{MINE}?page={page}" for page in (1, 2)]
    texts = [browser.get(address).text for address in shown]
    assert ["Module 3" in text for text in texts] == [True, False]
    assert ["Module 1" in text for text in texts] == [False, True]
