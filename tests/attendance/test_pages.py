"""Registers and hours as trainers, administrators and advisors meet them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.attendance.models import HoursEntry
from app.attendance.queries import current_entries, total_minutes
from app.attendance.rules import Attendance
from app.attendance.services import correct_entry, record_register
from app.core.half_days import Half
from app.people.models import Person
from app.training.models import TrainingSession
from tests.attendance.classroom import NOON, TODAY, TOMORROW, YESTERDAY, Classroom
from tests.browser_client import Browser
from tests.statements import counted_statements

BrowserOf = Callable[[Person], Browser]
RECORD = "Enregistrer la présence"
CORRECT = "Enregistrer la correction"

# Tried one after the other on one page: a page and a person for each would make the tests slow.
_OUTSIDE = "les heures doivent se suivre entre"
_ANOTHER_LIST = "La liste des personnes attendues a changé"
_SUMMARY = "Il reste quelque chose à corriger"
BAD_MARKS: list[tuple[dict[str, str], str]] = [
    ({"people-0-arrived_at": "08:30"}, _OUTSIDE),
    ({"people-0-arrived_at": "midi"}, "Écrivez une heure, par exemple 09:00."),
    ({"people-0-attendance": "asleep"}, _SUMMARY),
    ({"people-0-remark": "r" * 201}, _SUMMARY),
    ({"people-0-enrolment_id": "987654"}, _ANOTHER_LIST),
    ({"people-0-enrolment_id": "abc"}, _ANOTHER_LIST),
    ({"people-9-enrolment_id": "987654"}, _ANOTHER_LIST),
]
BAD_CORRECTIONS = [
    ("3 h 31", "present", "Erreur", "3 h 31 dépassent la demi-journée, qui compte au plus 3 h 30"),
    ("-1", "present", "Erreur", "ne peut pas être négative"),
    ("beaucoup", "present", "Erreur", "n’est pas une durée"),
    ("", "present", "Erreur", "Indiquez la durée"),
    ("0", "present", "Erreur", "choisissez une absence"),
    ("1", "excused", "Erreur", "ne peut pas avoir d’heures"),
    ("3,5", "present", "Erreur", "ne change rien"),
    ("2", "present", "   ", "Ce champ est obligatoire"),
    ("2", "present", "r" * 201, _SUMMARY),
    ("2", "asleep", "Erreur", _SUMMARY),
]


def address(session: TrainingSession, code: str = "landes") -> str:
    return f"/reseau/{code}/seances/{session.id}"


def lines_in(database: Session) -> int:
    database.rollback()
    return database.scalar(select(func.count()).select_from(HoursEntry)) or 0


def record(classroom: Classroom, session: TrainingSession) -> None:
    record_register(session, {}, today=TODAY, now=NOON, by=classroom.ines)


def test_trainer_records_the_register_with_one_button(
    database: Session, classroom: Classroom, browser_of: BrowserOf, session: TrainingSession
) -> None:
    browser = browser_of(classroom.ines)
    browser.get(address(session))
    page = browser.submit(RECORD)
    assert "La feuille de présence est enregistrée." in page.text
    assert "Feuille enregistrée par Ines Lafitte" in page.text
    assert page.text.count("3 h 30") == 3
    assert "(date réelle)" in page.text  # The network lives in 2022, the press of the button does not.
    assert lines_in(database) == 3


def test_trainer_marks_exceptions(classroom: Classroom, browser_of: BrowserOf) -> None:
    aubert, barrere, castets = classroom.enrolments
    browser = browser_of(classroom.ines)
    browser.get(address(classroom.half_day()))
    fields = {
        "people-0-attendance": "excused",
        "people-0-remark": "Rendez-vous médical",
        "people-1-attendance": "unexcused",
        "people-2-arrived_at": "09:30",
        "people-2-left_at": "12:00",
    }
    page = browser.submit(RECORD, fields)
    assert "Absent excusé" in page.text
    assert "Rendez-vous médical" in page.text
    assert "arrivée 09:30, départ 12:00" in page.text
    assert total_minutes([aubert.id, barrere.id, castets.id]) == {
        aubert.id: 0,
        barrere.id: 0,
        castets.id: 150,
    }


def test_second_trainer_is_shown_what_the_first_recorded(
    database: Session, classroom: Classroom, browser_of: BrowserOf, session: TrainingSession
) -> None:
    first, second = browser_of(classroom.ines), browser_of(classroom.marc)
    first.get(address(session))
    second.get(address(session))
    first.submit(RECORD)
    page = second.submit(RECORD, {"people-0-attendance": "excused"}, status=409)
    assert "Cette feuille était déjà enregistrée" in page.text
    assert "Ines Lafitte l’a enregistrée le" in page.text
    assert "Absent excusé" not in page.text
    assert lines_in(database) == 3


def test_a_press_sent_twice_counts_once(
    database: Session, classroom: Classroom, browser_of: BrowserOf, session: TrainingSession
) -> None:
    browser = browser_of(classroom.ines)
    form = next(form for form in browser.get(address(session)).forms if "seances" in form.action)
    sent = form.values()
    statuses = [browser.send("POST", address(session), data=sent).status_code for _ in range(2)]
    assert statuses == [302, 409]
    assert lines_in(database) == 3


def test_bad_input_records_nothing_and_says_what_is_wrong(
    database: Session, classroom: Classroom, browser_of: BrowserOf, session: TrainingSession
) -> None:
    browser = browser_of(classroom.ines)
    form = next(form for form in browser.get(address(session)).forms if "seances" in form.action)
    sent: dict[str, Any] = {name: values[0] for name, values in form.values().items() if values}
    for fields, message in BAD_MARKS:
        page = browser.post(address(session), sent | fields, status=422)
        assert message in page.text, fields
        assert lines_in(database) == 0, fields


def test_the_list_of_another_network_is_not_taken(
    database: Session, classroom: Classroom, gers: Classroom, browser_of: BrowserOf, session: TrainingSession
) -> None:
    foreign = gers.half_day()
    browser = browser_of(classroom.ines)
    browser.get(address(session))
    browser.submit(RECORD, {"people-0-enrolment_id": str(gers.enrolments[0].id)}, status=422)
    for path in (address(foreign), address(foreign, "gers")):
        browser.get(path, status=404)
        browser.post(path, status=404)
    assert lines_in(database) == 0
    assert browser_of(gers.ines).get(address(foreign, "gers")).status == 200


def test_tomorrow_has_no_button_and_takes_no_press(
    database: Session, classroom: Classroom, browser_of: BrowserOf
) -> None:
    classroom.newcomer("Zubiri", hired_on=TOMORROW)
    today, tomorrow = classroom.half_day(), classroom.half_day(TOMORROW)
    browser = browser_of(classroom.ines)
    assert "Zubiri" not in browser.get(address(today)).text
    form = next(form for form in browser.get(address(today)).forms if "seances" in form.action)
    page = browser.get(address(tomorrow))
    assert "Zubiri" in page.text
    assert RECORD not in page.text
    browser.post(
        address(tomorrow), {name: values[0] for name, values in form.values().items() if values}, status=422
    )
    assert lines_in(database) == 0


def test_sessions_start_with_today_then_with_what_is_overdue(
    classroom: Classroom, browser_of: BrowserOf
) -> None:
    classroom.half_day(YESTERDAY, module="Oubliée")
    classroom.half_day(module="Du jour")
    classroom.half_day(half=Half.AFTERNOON, module="De Marc", trainers=[classroom.marc])
    classroom.half_day(TOMORROW, module="De demain")
    browser = browser_of(classroom.ines)
    page = browser.get("/reseau/landes/seances")
    assert "1 feuille de présence reste à enregistrer" in page.text
    assert page.text.index("Du jour") < page.text.index("Oubliée") < page.text.index("De demain")
    assert "De Marc" not in page.text
    assert "De Marc" in browser.follow("Toutes les séances").text
    tomorrow = browser.follow("Lendemain").text
    assert tomorrow.index("De demain") < tomorrow.index("Oubliée")
    without_session = browser.get("/reseau/landes/seances", jour="2030-01-01").text
    assert without_session.index("Oubliée") < without_session.index("Aucune séance ce jour-là")
    assert "Du jour" in browser_of(classroom.odile).get("/reseau/landes/seances").text


@pytest.mark.parametrize("day", ["demain", "9999-12-31", "0001-01-01", "2022-02-30", ""])
def test_a_day_that_is_none_shows_today(classroom: Classroom, browser_of: BrowserOf, day: str) -> None:
    page = browser_of(classroom.ines).get("/reseau/landes/seances", jour=day, vue="x")
    assert "Mardi 15 novembre 2022" in page.text


@pytest.mark.parametrize("day", ["2022-03-14", "14/03/2022"])
def test_any_day_can_be_typed(classroom: Classroom, browser_of: BrowserOf, day: str) -> None:
    browser = browser_of(classroom.ines)
    browser.get("/reseau/landes/seances", vue="toutes")
    page = browser.submit("Aller", jour=day)
    assert "Lundi 14 mars 2022" in page.text
    assert next(form for form in page.forms if form.method == "GET").values()["vue"] == ["toutes"]


def test_trainer_corrects_an_hour_and_both_values_stay_readable(
    classroom: Classroom, browser_of: BrowserOf, recorded: TrainingSession
) -> None:
    browser = browser_of(classroom.marc)
    browser.get(address(recorded))
    browser.follow("Corriger Camille Aubert")
    page = browser.submit(CORRECT, attendance="present", hours="2 h 15", reason="Partie plus tôt")
    assert "La correction est enregistrée." in page.text
    for words in ("Présent, 3 h 30", "Présent, 2 h 15", "Partie plus tôt", "Marc Lafitte"):
        assert words in page.text
    assert total_minutes([classroom.enrolments[0].id]) == {classroom.enrolments[0].id: 135}


def test_a_bad_correction_changes_nothing(
    database: Session, classroom: Classroom, browser_of: BrowserOf, recorded: TrainingSession
) -> None:
    path = f"/reseau/landes/heures/{current_entries(classroom.enrolments[0])[0].id}/corriger"
    browser = browser_of(classroom.ines)
    browser.get(path)
    for hours, attendance, reason, message in BAD_CORRECTIONS:
        page = browser.post(path, attendance=attendance, hours=hours, reason=reason, status=422)
        assert message in page.text, (hours, attendance, reason)
        assert lines_in(database) == 3, (hours, attendance, reason)


def test_a_correction_sent_twice_counts_once(
    database: Session, classroom: Classroom, browser_of: BrowserOf, recorded: TrainingSession
) -> None:
    path = f"/reseau/landes/heures/{current_entries(classroom.enrolments[0])[0].id}/corriger"
    browser = browser_of(classroom.ines)
    browser.get(path)
    browser.submit(CORRECT, hours="1", reason="Erreur")
    page = browser.post(path, attendance="present", hours="1", reason="Erreur", status=409)
    assert "Rien n’a été compté deux fois" in page.text
    assert "Ines Lafitte a corrigé cette demi-journée" in page.text
    assert "déjà corrigée" in browser.get(path).text
    assert lines_in(database) == 4


def test_advisor_reads_their_own_hours_and_nobody_elses(
    classroom: Classroom, browser_of: BrowserOf, recorded: TrainingSession
) -> None:
    aubert, barrere, _castets = classroom.enrolments
    browser = browser_of(aubert.advisor.person)
    page = browser.get("/reseau/landes/mes-heures")
    assert "3 h 30" in page.text
    assert "Corriger" not in page.text
    entry = current_entries(aubert)[0]
    for path in (
        address(recorded),
        "/reseau/landes/seances",
        f"/reseau/landes/conseillers/{aubert.advisor_id}/heures",
        f"/reseau/landes/conseillers/{barrere.advisor_id}/heures",
        f"/reseau/landes/heures/{entry.id}/corriger",
    ):
        browser.get(path, status=403)
    browser.post(f"/reseau/landes/heures/{entry.id}/corriger", hours="1", reason="x", status=403)
    browser_of(classroom.ines).get("/reseau/landes/mes-heures", status=403)


def test_hours_are_told_by_month_the_latest_first_and_open(
    classroom: Classroom, browser_of: BrowserOf
) -> None:
    for day in (date(2022, 10, 3), date(2022, 10, 4), YESTERDAY):
        record(classroom, classroom.half_day(day))
    path = f"/reseau/landes/conseillers/{classroom.enrolments[0].advisor_id}/heures"
    page = browser_of(classroom.ines).get(path)
    assert page.texts("summary") == [
        "Novembre 2022 3 h 30, 1 demi-journée",
        "Octobre 2022 7 h, 2 demi-journées",
    ]
    assert [month.get("open") is not None for month in page.elements("details")] == [True, False]
    assert [row[0] for row in page.rows(1)] == ["04/10/2022 matin", "03/10/2022 matin"]


def test_a_month_adds_up_what_its_half_days_count_now(classroom: Classroom, browser_of: BrowserOf) -> None:
    aubert = classroom.enrolments[0]
    for day in (TODAY, YESTERDAY):
        record(classroom, classroom.half_day(day))
    correct_entry(
        current_entries(aubert)[0],
        attendance=Attendance.PRESENT,
        minutes=60,
        reason="Départ avancé",
        today=TODAY,
        now=NOON,
        by=classroom.ines,
    )

    page = browser_of(classroom.ines).get(f"/reseau/landes/conseillers/{aubert.advisor_id}/heures")

    assert page.texts("summary") == ["Novembre 2022 4 h 30, 2 demi-journées"]


def test_ledgers_and_entries_of_another_network_do_not_exist(
    classroom: Classroom, gers: Classroom, browser_of: BrowserOf
) -> None:
    record(gers, gers.half_day())
    entry = current_entries(gers.enrolments[0])[0]
    browser, own = browser_of(classroom.odile), browser_of(gers.odile)
    for path in (f"conseillers/{gers.enrolments[0].advisor_id}/heures", f"heures/{entry.id}/corriger"):
        browser.get(f"/reseau/landes/{path}", status=404)
        own.get(f"/reseau/gers/{path}")


def test_pages_ask_the_database_as_often_for_seven_as_for_three(
    database: Session, classroom: Classroom, gers: Classroom, browser_of: BrowserOf
) -> None:
    counts = []
    for room, weeks in ((classroom, 1), (gers, 3)):
        recorded = room.half_day(TODAY, Half.AFTERNOON)
        record(room, recorded)
        to_do = [
            room.half_day(date(2022, 10, 3 + week), trainers=[room.ines, room.marc]) for week in range(weeks)
        ]
        browser = browser_of(room.ines)
        base = f"/reseau/{room.code}"
        paths = [
            address(to_do[0], room.code),
            address(recorded, room.code),
            f"{base}/seances?jour=2022-10-03",
            f"{base}/conseillers/{room.enrolments[0].advisor_id}/heures",
        ]
        counts.append([_statements(database, browser, path) for path in paths])
    assert counts[0] == counts[1]


def _statements(database: Session, browser: Browser, path: str) -> int:
    with counted_statements(database.get_bind().engine) as statements:
        browser.get(path)
    return len(statements)
