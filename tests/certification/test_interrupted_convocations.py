"""A convocation whose sender was killed counts as not sent: it is shown as such, and the same button sends it again."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session
from time_machine import TimeMachineFixture

from app.certification.models import ExamSession
from app.certification.queries import candidates_of
from app.certification.rules import is_interrupted, is_to_be_called
from app.certification.services import convoke, note_convocation
from app.people.mail import Letter
from app.people.rules import SILENCE
from tests.browser_client import Browser
from tests.certification.examination import NOON, Examination
from tests.certification.test_convocations import declared
from tests.postbox import Postbox

JUST_BEFORE, LATE = NOON + SILENCE - timedelta(seconds=1), NOON + SILENCE


@pytest.mark.parametrize(
    ("awaited_since", "at", "is_silent"),
    [(None, LATE, False), (NOON, JUST_BEFORE, False), (NOON, LATE, True)],
)
def test_a_letter_is_interrupted_once_nobody_gives_a_sign_any_more(
    awaited_since: Any, at: Any, is_silent: bool
) -> None:
    assert is_interrupted(awaited_since, at) is is_silent
    assert is_to_be_called(NOON, awaited_since, at) is is_silent
    assert is_to_be_called(None, awaited_since, at)


def awaited(exam: ExamSession, database: Session) -> list[bool]:
    database.rollback()
    return [each.letter_awaited_since is not None for _id, each in sorted(candidates_of(exam).items())]


def both_are_active(examination: Examination, database: Session) -> None:
    for each in examination.candidates:
        each.person.password_hash = "known"
    database.commit()


def test_who_waits_behind_a_slow_letter_is_not_called_twice(
    examination: Examination, database: Session
) -> None:
    exam, (first, second) = declared(examination), examination.candidates
    both_are_active(examination, database)
    convoke(exam, by_letter=True, now=NOON, by=examination.odile)

    note_convocation(exam.id, first.person_id, called_at=NOON, has_left=True, now=JUST_BEFORE)

    assert awaited(exam, database) == [False, True]
    assert convoke(exam, by_letter=True, now=LATE, by=examination.odile) == []
    called = convoke(exam, by_letter=True, now=JUST_BEFORE + SILENCE, by=examination.odile)
    assert [each.advisor_id for each in called] == [second.id]


def test_what_a_former_letter_has_become_says_nothing_of_a_new_one(
    examination: Examination, database: Session
) -> None:
    exam, (first, _second) = declared(examination), examination.candidates
    both_are_active(examination, database)
    convoke(exam, by_letter=True, now=NOON, by=examination.odile)
    convoke(exam, by_letter=True, now=LATE, by=examination.odile)

    note_convocation(exam.id, first.person_id, called_at=NOON, has_left=False, now=LATE)

    assert awaited(exam, database) == [True, True]
    assert all(each.convoked_at == LATE for each in candidates_of(exam).values())


# What kills the sender here is seen by pytest, which takes every end of a thread but its own for a fault.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_letter_whose_sender_was_killed_is_sent_by_the_same_button(
    administrator: Browser,
    examination: Examination,
    postbox: Postbox,
    browser_of: Any,
    time_machine: TimeMachineFixture,
) -> None:
    exam, (first, second) = declared(examination), examination.candidates
    browser_of(first.person)
    time_machine.move_to(datetime.now(UTC), tick=False)
    send = postbox.send

    def die(letter: Letter) -> None:
        raise SystemExit

    postbox.send = die  # type: ignore[method-assign]
    page_of_list = f"/reseau/landes/examens/{exam.id}/candidats"
    administrator.get(page_of_list)
    administrator.submit("Envoyer les convocations")
    postbox.bodies()
    postbox.send = send  # type: ignore[method-assign]

    page = administrator.get(page_of_list)
    assert "e-mail en cours d’envoi" in page.text
    assert "Envoyer les convocations" not in page.text

    time_machine.shift(SILENCE)
    page = administrator.get(page_of_list)
    assert "L’envoi de sa convocation s’est interrompu : elle n’est peut-être pas partie." in page.text
    page = administrator.submit("Envoyer les convocations")
    assert "1 personne est convoquée." in page.text
    assert second.person.display_name not in page.text.split("1 lettre part.")[0]

    assert list(postbox.bodies()) == [first.person.email]
    page = administrator.get(page_of_list)
    assert "interrompu" not in page.text
    assert "en cours d’envoi" not in page.text
