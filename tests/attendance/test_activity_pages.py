"""The pages of activities outside of half-days: an advisor hands in, a trainer decides, both read what became of it."""

import io
from collections.abc import Callable

import pytest

from app.attendance.models import Activity
from app.attendance.queries import activities_of, total_minutes
from app.attendance.rules import ActivityState
from app.attendance.services import Done, ProofFile, hand_in, validate_activities
from app.people.models import Person
from app.training.rules import Modality
from tests.attendance.classroom import NOON, TODAY, YESTERDAY, Classroom
from tests.browser_client import Browser

BrowserOf = Callable[[Person], Browser]
PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
MINE = "/reseau/landes/mes-activites"
ALL = "/reseau/landes/activites"
TYPED = {"title": "Module 3", "day": YESTERDAY.isoformat(), "hours": "1 h 30", "modality": "e_learning"}


def handed_in(classroom: Classroom, title: str = "Module 3", person: int = 0) -> Activity:
    done = Done(classroom.enrolments[person], YESTERDAY, Modality.REMOTE, title, 90)
    proof = ProofFile("capture.pdf", PDF)
    return hand_in(done, [proof], today=TODAY, now=NOON, by=None)


def minutes_of(classroom: Classroom) -> int:
    return sum(total_minutes([each.id for each in classroom.enrolments]).values())


def test_an_advisor_hands_in_with_a_file_and_reads_that_it_waits(
    classroom: Classroom, browser_of: BrowserOf
) -> None:
    advisor = classroom.enrolments[0].advisor
    browser = browser_of(advisor.person)
    browser.get("/reseau/landes/mes-heures")
    browser.follow("Remettre une activité hors séance")
    page = browser.submit("Remettre l’activité", TYPED, files=(io.BytesIO(PDF), "capture.pdf"))
    assert "1 h 30 attendent un formateur" in page.text
    assert "À valider" in page.text
    assert "1 h 30" in browser.get("/reseau/landes/mes-heures").text
    assert "1 h 30" in browser.get("/reseau/landes/mon-contrat").text
    (activity,) = activities_of(advisor)
    (proof,) = activity.proofs
    answer = browser.send("GET", f"{ALL}/{activity.id}/pieces/{proof.id}")
    assert answer.data == PDF
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    browser.get(MINE)
    browser.submit("Retirer Module 3")
    assert activities_of(advisor)[0].state is ActivityState.WITHDRAWN


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "obligatoire"),
        ({"hours": "deux"}, "n’est pas une durée"),
        ({"hours": "-1"}, "durée estimée"),
        ({"hours": "9 h"}, "journée de formation"),
        ({"day": "2022-11-16"}, "dans le futur"),
        ({"day": "2021-01-01"}, "précède l’arrivée"),
        ({"link": "javascript:alert(1)"}, "https://"),
        ({}, "Joignez un fichier"),
        ({"modality": "in_person"}, "Il reste quelque chose à corriger"),
    ],
)
def test_what_is_typed_badly_is_told_beside_its_field_and_nothing_is_kept(
    classroom: Classroom, browser_of: BrowserOf, changes: dict[str, str], said: str
) -> None:
    advisor = classroom.enrolments[0].advisor
    browser = browser_of(advisor.person)
    browser.get(MINE)
    page = browser.post(MINE, TYPED | changes, status=422)
    assert said in page.text
    assert activities_of(advisor) == []


def test_nobody_reads_or_withdraws_what_another_advisor_has_handed_in(
    classroom: Classroom, browser_of: BrowserOf
) -> None:
    activity = handed_in(classroom, person=1)
    browser = browser_of(classroom.enrolments[0].advisor.person)
    browser.get(MINE)
    browser.get(f"{ALL}/{activity.id}/pieces/{activity.proofs[0].id}", status=404)
    browser.post(f"{MINE}/{activity.id}/retirer", {}, status=404)
    assert activity.state is ActivityState.WAITING


def test_a_trainer_validates_many_at_once_and_takes_it_back_right_after(
    classroom: Classroom, browser_of: BrowserOf
) -> None:
    activities = [handed_in(classroom, f"Module {number}", number) for number in range(3)]
    browser = browser_of(classroom.ines)
    assert "3 activités hors séance attendent" in browser.get("/reseau/landes/seances").text
    browser.get(ALL)
    page = browser.post(f"{ALL}/valider", {"activites": [str(each.id) for each in activities[:2]]})
    assert "2 activités sont validées" in page.text
    assert minutes_of(classroom) == 180
    page = browser.submit("Annuler cette validation")
    assert "attendent à nouveau" in page.text
    assert minutes_of(classroom) == 0


def test_ticking_nothing_or_what_no_page_offers_is_answered(
    classroom: Classroom, browser_of: BrowserOf
) -> None:
    browser = browser_of(classroom.ines)
    browser.get(ALL)
    assert "Cochez au moins une activité" in browser.post(f"{ALL}/valider", {"activites": "x"}).text
    assert "n’existe pas" in browser.post(f"{ALL}/valider", {"activites": "999"}).text
    assert "Aucune activité" in browser.get(f"{ALL}?etat=nulle-part&page=x&validation=x").text


def test_a_refusal_needs_its_reason_and_the_advisor_reads_it(
    classroom: Classroom, browser_of: BrowserOf
) -> None:
    activity = handed_in(classroom)
    trainer = browser_of(classroom.ines)
    trainer.get(f"{ALL}/{activity.id}")
    trainer.submit("Refuser cette activité", {"reason": " "}, status=422)
    trainer.submit("Refuser cette activité", {"reason": "La capture est illisible."})
    advisor = browser_of(activity.enrolment.advisor.person)
    assert "Refusée : La capture est illisible." in advisor.get(MINE).text


def test_a_validated_activity_is_told_everywhere_corrected_and_reopened(
    classroom: Classroom, browser_of: BrowserOf
) -> None:
    activity = handed_in(classroom)
    when = {"today": TODAY, "now": NOON, "by": classroom.marc}
    validate_activities(classroom.network, [activity.id], **when)  # type: ignore[arg-type]
    advisor = activity.enrolment.advisor
    mine = browser_of(advisor.person)
    for page in ("mes-heures", "mon-parcours", "mon-contrat"):
        assert "1 h 30" in mine.get(f"/reseau/landes/{page}").text
    trainer = browser_of(classroom.ines)
    ledger = trainer.get(f"/reseau/landes/conseillers/{advisor.id}/heures")
    assert "Module 3" in ledger.text
    assert "Somme de 1 activité" in ledger.text
    trainer.get(f"{ALL}/{activity.id}")
    trainer.follow("Corriger la durée")
    trainer.submit("Enregistrer la correction", {"hours": "", "reason": "Durée"}, status=422)
    trainer.submit("Enregistrer la correction", {"hours": "1 h", "reason": "Durée réelle"})
    assert minutes_of(classroom) == 60
    trainer.get(f"{ALL}/{activity.id}")
    trainer.submit("Annuler la validation", {"reason": "Pas la bonne personne"})
    assert minutes_of(classroom) == 0
    assert activity.state is ActivityState.WAITING


def test_an_administrator_hands_in_for_somebody_and_does_not_decide(
    classroom: Classroom, browser_of: BrowserOf
) -> None:
    advisor = classroom.enrolments[0].advisor
    browser = browser_of(classroom.odile)
    browser.get(f"/reseau/landes/conseillers/{advisor.id}/activites")
    page = browser.submit("Remettre l’activité", TYPED | {"link": "https://moodle.example.org/3"})
    assert "À valider" in page.text
    (activity,) = activities_of(advisor)
    assert "Valider cette activité" not in browser.get(f"{ALL}/{activity.id}").text
    browser.post(f"{ALL}/valider", {"activites": str(activity.id)}, status=403)
    assert minutes_of(classroom) == 0
