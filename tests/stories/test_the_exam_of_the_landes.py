"""The Landes’ exam from planning to the minutes, and the session after it, in which the two late recruits stand."""

from datetime import date

from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.certification.models import ExamSession
from app.certification.queries import candidates_of, results_in
from app.certification.rules import ExamStage, Outcome
from app.demonstration.people import ADVISOR_TO_SHOW, LATE_RECRUIT_TO_SHOW, STAFF
from app.documents.queries import due_results
from app.extensions import db
from app.people.models import Network
from app.training.models import Advisor
from app.training.rules import EntryStatus
from tests.browser_client import Browser
from tests.documents.papers import flat, pages_of, text_of

EXAMS = "/reseau/landes/examens"
BEFORE, EXAM_DAY, JURY_DAY = date(2022, 9, 20), date(2022, 10, 4), date(2022, 10, 6)
SPRING, SPRING_JURY = date(2023, 4, 4), date(2023, 4, 6)


def test_an_exam_is_run_from_planning_to_the_minutes_and_the_late_recruits_sit_the_next(
    demo_app: Flask, browser: Browser, database: Session
) -> None:
    go_back_before_the_exam(database)
    browser.enter(STAFF[0][0])

    exam = plan(browser, "Session CCP1 d’octobre 2022", EXAM_DAY)
    hand_in_every_file(browser, exam)
    admit_everybody(browser, exam)
    leave_the_late_recruits_out(browser, exam)
    assert len(candidates_of(exam)) == 32

    take(browser, exam, "Noter la déclaration", BEFORE)
    it_is(database, EXAM_DAY)
    take(browser, exam, "Noter que l’examen a eu lieu")

    it_is(database, JURY_DAY)
    everybody = {f"outcome_{advisor_id}": "obtained" for advisor_id in candidates_of(exam)}
    failed = advisor(ADVISOR_TO_SHOW)
    browser.get(f"{EXAMS}/{exam.id}")
    page = browser.submit("Enregistrer les résultats", {**everybody, f"outcome_{failed.id}": "not_obtained"})
    assert "32 résultats enregistrés." in page.text
    browser.submit("Noter la délibération", day=JURY_DAY.isoformat())
    assert len(due_results(landes())) == 31

    minutes = flat(text_of(browser.get(f"{EXAMS}/{exam.id}/proces-verbal.pdf").data))
    assert "Obtenus : 31. Non obtenus : 1. Non présentés : 0." in minutes
    assert f"{failed.person.display_name} " in minutes
    take(browser, exam, "Noter la signature du procès-verbal", JURY_DAY)
    browser.submit("Noter la validation par l’État", day=JURY_DAY.isoformat())
    database.refresh(exam)
    assert exam.stage is ExamStage.VALIDATED

    late_recruits_sit_the_next(browser, database, failed)


def late_recruits_sit_the_next(browser: Browser, database: Session, failed: Advisor) -> None:
    it_is(database, date(2022, 11, 15))
    spring = plan(browser, "Session CCP1 d’avril 2023", SPRING)
    page = browser.get(f"{EXAMS}/{spring.id}/candidats")
    assert page.text.count("Recrutement tardif : c’est la session qui suit sa formation.") == 2
    assert "Bloc non obtenu le 6 octobre 2022 : peut le représenter jusqu’au 6 octobre 2023." in page.text
    # What everybody handed in before the first exam serves for the next one too.
    browser.submit("Retenir toutes les personnes prêtes")
    late = advisor(LATE_RECRUIT_TO_SHOW)
    assert {late.id, failed.id} < set(candidates_of(spring))
    assert len(candidates_of(spring)) == 3
    assert all(each.reason is None for each in candidates_of(spring).values())
    take(browser, spring, "Noter la déclaration", date(2022, 11, 15))
    assert pages_of(browser.get(f"{EXAMS}/{spring.id}/convocations.pdf").data) == 3

    it_is(database, SPRING_JURY)
    take(browser, spring, "Noter que l’examen a eu lieu")
    browser.submit(
        "Enregistrer les résultats",
        {f"outcome_{advisor_id}": "obtained" for advisor_id in candidates_of(spring)},
    )
    browser.submit("Noter la délibération", day=SPRING_JURY.isoformat())
    assert {each.outcome for each in results_in(spring).values()} == {Outcome.OBTAINED}
    assert len(due_results(landes())) == 34


def go_back_before_the_exam(database: Session) -> None:
    """Put the demonstration back to the day on which its exam was still to be planned."""
    for table in ("results", "exam_steps", "jurors", "exam_sessions"):
        database.execute(text(f"DELETE FROM {table}"))
    database.commit()
    it_is(database, BEFORE)


def it_is(database: Session, day: date) -> None:
    landes().pinned_today = day
    database.commit()


def plan(browser: Browser, name: str, held_on: date) -> ExamSession:
    browser.get(EXAMS)
    browser.follow("Créer une session d’examen")
    seats = {}
    for number, member in enumerate(("Colette Pébarthe", "Mathieu Soubaigné")):
        seats[f"jurors-{number}-name"] = member
        seats[f"jurors-{number}-accredited_until"] = "2024-06-13"
    browser.submit(
        "Créer la session",
        {
            "block": "REMN:CCP1",
            "name": name,
            "held_on": held_on.isoformat(),
            "starts_at": "09:00",
            "place": "Mont-de-Marsan",
            "centre": "Afpa, centre de formation des Landes",
            "manager": "Aline Ducos",
            "ceres_number": "40-2022-17",
            **seats,
        },
    )
    return db.session.scalars(select(ExamSession).where(ExamSession.name == name)).one()


def hand_in_every_file(browser: Browser, exam: ExamSession) -> None:
    page = browser.get(f"{EXAMS}/{exam.id}/candidats")
    boxes = [each for each in page.elements("input") if each.get("name") == "advisor_ids"]
    people = [box.get("value") for box in boxes]
    browser.submit("Noter les dossiers reçus", {"advisor_ids": people, "received_on": "2022-09-19"})


def admit_everybody(browser: Browser, exam: ExamSession) -> None:
    """Put on the list who is ready, and with a reason whoever is not."""
    page = browser.submit("Retenir toutes les personnes prêtes")
    boxes = [each for each in page.elements("input") if each.get("name") == "admitted_ids"]
    people = [box.get("value") for box in boxes]
    browser.submit(
        "Admettre les personnes cochées",
        {"admitted_ids": people, "reason": "Heures vérifiées avec l’organisme"},
    )


def leave_the_late_recruits_out(browser: Browser, exam: ExamSession) -> None:
    """Take them off the list: they are still in training, and their session is the next one."""
    for person in db.session.scalars(select(Advisor)).all():
        if person.enrolments[0].entry_status is EntryStatus.LATE:
            browser.post(f"{EXAMS}/{exam.id}/candidats/{person.id}/retirer", {})


def take(browser: Browser, exam: ExamSession, button: str, day: date | None = None) -> None:
    browser.get(f"{EXAMS}/{exam.id}")
    browser.submit(button, {"day": day.isoformat()} if day is not None else {})


def landes() -> Network:
    return db.session.scalars(select(Network).where(Network.code == "landes")).one()


def advisor(email: str) -> Advisor:
    return next(each for each in db.session.scalars(select(Advisor)) if each.person.email == email)
