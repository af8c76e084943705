"""Everybody on a list is called once, anew when the appointment changes, and reads their own letter only."""

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.certification.models import ExamSession
from app.certification.queries import candidates_of
from app.certification.rules import ExamStage, NotDeclaredYet
from app.certification.services import admit, change_exam_session, convoke, take_step, withdraw
from app.people.mail import Letter, MailNotSent
from tests.browser_client import Browser
from tests.certification.examination import ACCREDITED, NOON, TODAY, Examination
from tests.documents.papers import flat, text_of
from tests.postbox import Postbox

AHEAD = date(2022, 12, 6)


def declared(examination: Examination) -> ExamSession:
    """An exam three weeks ahead, declared, with two people on its list."""
    facts: dict[str, Any] = {"held_on": AHEAD, "starts_at": time(9, 0), "place": "Dax", "centre": "Afpa"}
    exam = examination.announce("Session de décembre", decided_on=None, jurors=ACCREDITED, **facts)
    reasons = dict.fromkeys([each.id for each in examination.candidates], "Décision du réseau")
    admit(exam, reasons, today=TODAY, now=NOON, by=examination.odile)
    take_step(exam, ExamStage.DECLARED, TODAY, today=TODAY, now=NOON, by=examination.odile)
    return exam


def call(examination: Examination, exam: ExamSession) -> list[int]:
    return sorted(each.advisor_id for each in convoke(exam, now=NOON, by=examination.odile))


def test_everybody_on_the_list_is_called_once(examination: Examination, database: Session) -> None:
    exam = declared(examination)
    first, second = (each.id for each in examination.candidates)

    assert call(examination, exam) == [first, second]
    assert call(examination, exam) == []


def test_nobody_is_called_before_the_declaration_or_after_the_exam(
    examination: Examination, database: Session
) -> None:
    with pytest.raises(NotDeclaredYet):
        call(examination, examination.announce("Session sans déclaration", decided_on=None, held_on=AHEAD))
    with pytest.raises(NotDeclaredYet):
        call(examination, examination.exam)


@pytest.mark.parametrize(
    ("changed", "is_called_anew"), [({"place": "Mont-de-Marsan"}, True), ({"ceres_number": "40-1"}, False)]
)
def test_a_changed_appointment_is_told_anew(
    changed: dict[str, Any], is_called_anew: bool, examination: Examination, database: Session
) -> None:
    exam = declared(examination)
    call(examination, exam)
    same: dict[str, Any] = {
        "title_code": "REMN", "block_code": "CCP1", "name": exam.name, "held_on": AHEAD,
        "starts_at": time(9, 0), "place": "Dax", "centre": "Afpa", "jurors": ACCREDITED,
    }  # fmt: skip

    change_exam_session(exam, today=TODAY, now=NOON, by=examination.odile, **{**same, **changed})

    database.expire_all()
    assert all((each.convoked_at is None) is is_called_anew for each in candidates_of(exam).values())


def test_letters_go_to_open_accounts_and_the_others_are_named(
    administrator: Browser, examination: Examination, postbox: Postbox, browser_of: Any
) -> None:
    exam, (first, second) = declared(examination), examination.candidates
    browser_of(first.person)
    administrator.get(f"/reseau/landes/examens/{exam.id}/candidats")

    page = administrator.submit("Envoyer les convocations")

    assert "2 personnes sont convoquées." in page.text
    assert f"Convocation à remettre imprimée : {second.person.display_name}." in page.text
    letters = postbox.bodies()
    assert list(letters) == [first.person.email]
    assert "mardi 6 décembre 2022, 09:00, Dax" in " ".join(letters[first.person.email].split())
    assert f"/mon-parcours/convocations/{exam.id}.pdf" in letters[first.person.email]
    assert "Envoyer les convocations" not in page.text


def test_who_was_not_reached_can_be_called_again(
    administrator: Browser, examination: Examination, postbox: Postbox, browser_of: Any, database: Session
) -> None:
    exam, (first, second) = declared(examination), examination.candidates
    browser_of(first.person)

    def refuse(letter: Letter) -> None:
        raise MailNotSent("the server is away")

    postbox.send = refuse  # type: ignore[method-assign]
    administrator.get(f"/reseau/landes/examens/{exam.id}/candidats")
    administrator.submit("Envoyer les convocations")
    postbox.bodies()

    database.rollback()
    called = {each.advisor_id: each.convoked_at is not None for each in candidates_of(exam).values()}
    assert called == {first.id: False, second.id: True}
    page = administrator.get(f"/reseau/landes/examens/{exam.id}/candidats")
    assert "Envoyer les convocations" in page.text


def test_who_was_on_the_list_of_a_cancelled_exam_is_written_to(
    administrator: Browser, examination: Examination, postbox: Postbox, browser_of: Any
) -> None:
    exam, (first, _second) = declared(examination), examination.candidates
    browser_of(first.person)
    administrator.get(f"/reseau/landes/examens/{exam.id}/annuler")
    administrator.submit("Annuler la session d’examen", reason="Jury empêché")

    letters = postbox.bodies()
    assert list(letters) == [first.person.email]
    assert "Motif : Jury empêché" in letters[first.person.email].replace("\N{NO-BREAK SPACE}", " ")


def test_advisors_read_when_their_exam_is_and_print_their_own_letter(
    examination: Examination, browser_of: Any
) -> None:
    exam, (first, second) = declared(examination), examination.candidates
    browser = browser_of(first.person)

    page = browser.get("/reseau/landes/mon-parcours")
    assert "Vous êtes sur la liste" in page.text
    letter = flat(text_of(browser.follow("Ma convocation (PDF)").data))
    assert f"{first.person.display_name}, vous êtes convoqué·e" in letter
    assert second.person.display_name not in letter

    withdraw(exam, first.id, now=NOON, by=examination.odile)
    browser.get(f"/reseau/landes/mon-parcours/convocations/{exam.id}.pdf", status=404)
