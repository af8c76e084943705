"""Why somebody was away: said on the register or later, and kept beside the absence."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from app.attendance.queries import current_entries, ledger_problems
from app.attendance.rules import AbsenceKind, Attendance, Mark
from app.attendance.services import record_register
from app.people.models import Person
from app.training.models import TrainingSession
from tests.attendance.classroom import NOON, TODAY, Classroom
from tests.browser_client import Browser

BrowserOf = Callable[[Person], Browser]


def test_trainer_says_why_somebody_is_away(
    classroom: Classroom, browser_of: BrowserOf, session: TrainingSession
) -> None:
    browser = browser_of(classroom.ines)
    browser.get(f"/reseau/landes/seances/{session.id}")
    fields = {
        "people-0-attendance": "excused",
        "people-0-absence_kind": "sick",
        "people-1-absence_kind": "leave",
    }
    page = browser.submit("Enregistrer la présence", fields)
    assert "Absent excusé (maladie)" in page.text
    kinds = [current_entries(each)[0].absence_kind for each in classroom.enrolments]
    # Who was there has no kind of absence, whatever was chosen before they came in.
    assert kinds == [AbsenceKind.SICK, None, None]


def test_the_reason_of_an_absence_is_corrected_like_the_rest(
    classroom: Classroom, browser_of: BrowserOf, database: Session, session: TrainingSession
) -> None:
    aubert = classroom.enrolments[0]
    away = Mark(Attendance.UNEXCUSED)
    record_register(session, {aubert.id: away}, today=TODAY, now=NOON, by=classroom.ines)
    browser = browser_of(classroom.marc)
    path = f"/reseau/landes/heures/{current_entries(aubert)[0].id}/corriger"
    browser.get(path)
    page = browser.submit(
        "Enregistrer la correction", attendance="unexcused", absence_kind="employer", reason="Appel reçu"
    )
    assert "Absent non excusé (besoin de l’employeur), 0 h" in page.text
    browser.post(path, attendance="excused", absence_kind="holiday", reason="x", status=422)
    current = current_entries(aubert)[0]
    database.expire_all()
    assert current_entries(aubert)[0].absence_kind is AbsenceKind.EMPLOYER
    browser.get(f"/reseau/landes/heures/{current.id}/corriger")
    browser.submit("Enregistrer la correction", hours="2", attendance="present", reason="Venue tard")
    database.rollback()
    assert current_entries(aubert)[0].absence_kind is None
    assert list(ledger_problems()) == []


def test_an_unknown_reason_records_nothing(
    classroom: Classroom, browser_of: BrowserOf, session: TrainingSession
) -> None:
    path = f"/reseau/landes/seances/{session.id}"
    browser = browser_of(classroom.ines)
    form = next(form for form in browser.get(path).forms if "seances" in form.action)
    sent = {name: values[0] for name, values in form.values().items() if values}
    browser.post(
        path, sent | {"people-0-attendance": "excused", "people-0-absence_kind": "holiday"}, status=422
    )
    assert current_entries(classroom.enrolments[0]) == []
