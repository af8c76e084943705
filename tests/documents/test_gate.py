"""Before a number is taken, the gate tells by name who is ready, who needs a look and who is left out, and why."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.attendance.models import HoursEntry
from app.attendance.services import HoursLine, record_hours
from app.certification.rules import Outcome
from app.core.errors import RuleBroken
from app.core.half_days import Half
from app.demonstration.services import CODE
from app.documents.background import wait_for_background
from app.documents.queries import documents_in_force, due_results, register_of_certificates
from app.documents.rules import NoPass, SeveralRefused
from app.documents.runs import Gate, look_through
from app.documents.runs.remarks import (
    AlreadyIssued,
    AlreadyReserved,
    EverybodyOnOpenSheets,
    HoursBelowPrescription,
    IssuedSaysOtherwise,
    NoBirthDate,
    NoHours,
    NoResultYet,
    SheetsStillOpen,
)
from app.documents.services import reserve_certificates
from app.people.models import Person
from app.people.queries import network_by_code
from app.training.models import Advisor
from app.training.rules import Modality
from tests.browser_client import Browser
from tests.documents.ceremony import BASE_URL, NOON, TODAY, Ceremony, hired_late

pytestmark = pytest.mark.usefixtures("quick_paper")
GATE = "/reseau/landes/certificats/controle"


def seen(ceremony: Ceremony, *advisors: Advisor) -> Gate:
    chosen = [ceremony.result_of(each) for each in advisors] if advisors else None
    return look_through(ceremony.network, chosen, today=TODAY, base_url=BASE_URL)


def left_out(gate: Gate) -> dict[str, type[RuleBroken]]:
    return {one.advisor.person.family_name: type(one.refusal) for one in gate.left_out}


def test_all_that_is_due_is_told_with_whoever_is_not_ready(ceremony: Ceremony, database: Session) -> None:
    ceremony.judge(ceremony.newcomer("Zéro", minutes=0), ceremony.newcomer("Lettre 漢"))
    ceremony.newcomer("Tardif", hired_on=hired_late())
    ceremony.advisors[1].birth_date = None
    database.commit()

    gate = seen(ceremony)

    assert [one.printable.result.advisor.person.family_name for one in gate.ready] == ["Aubert", "Castets"]
    assert [[type(each) for each in one.notes] for one in gate.ready] == [[HoursBelowPrescription]] * 2
    doubts = {
        one.printable.result.advisor.person.family_name: [type(each) for each in one.doubts]
        for one in gate.doubtful
    }
    assert doubts == {"Zéro": [NoHours], "Barrère": [NoBirthDate]}
    assert left_out(gate).keys() == {"Lettre 漢", "Tardif"}
    assert left_out(gate)["Tardif"] is NoResultYet


@pytest.mark.usefixtures("demo_app")
def test_what_is_told_of_everybody_is_told_once(database: Session) -> None:
    network = network_by_code(CODE)
    assert network is not None
    results = due_results(network)
    everybody = look_through(network, None, today=TODAY, base_url=BASE_URL)
    assert [type(each) for each in everybody.notes] == [EverybodyOnOpenSheets]
    assert SheetsStillOpen not in {type(note) for one in everybody.ready for note in one.notes}

    alone = look_through(network, results[:1], today=TODAY, base_url=BASE_URL)
    assert alone.notes == ()
    (told,) = (note for note in alone.ready[0].notes if isinstance(note, SheetsStillOpen))
    assert told.facts == open_sheets_by_hand(database, results[0].advisor_id)


def open_sheets_by_hand(database: Session, advisor_id: int) -> dict[str, int]:
    """The registers of the demonstration, of which none is closed."""
    entries = select(HoursEntry).where(HoursEntry.advisor_id == advisor_id, HoursEntry.minutes > 0)
    credited = {each.recording.session_id for each in database.scalars(entries)}
    return {"count": len(credited - {None})}


def test_who_was_chosen_and_cannot_get_a_certificate_is_named(ceremony: Ceremony, database: Session) -> None:
    aubert, barrere, castets = ceremony.advisors
    ceremony.issue(ceremony.result_of(aubert), ceremony.result_of(barrere))
    ceremony.reserve(ceremony.result_of(castets))
    ceremony.judge(failed := ceremony.newcomer("Échec"), outcome=Outcome.NOT_OBTAINED)
    ceremony.newcomer("Autre")
    add_an_hour(ceremony, barrere)

    gate = seen(ceremony, aubert, barrere, castets, failed)

    assert (gate.ready, gate.doubtful) == ([], [])
    assert left_out(gate) == {
        "Échec": NoPass,
        "Aubert": AlreadyIssued,
        "Barrère": IssuedSaysOtherwise,
        "Castets": AlreadyReserved,
    }
    assert [str(one.refusal) for one in gate.left_out if isinstance(one.refusal, IssuedSaysOtherwise)] == [
        "Camille Barrère : le certificat n° LANDES-2022-0002 dit 3\u00a0h\u00a030, "
        "le livre d’heures en compte 4\u00a0h\u00a030."
    ]


def add_an_hour(ceremony: Ceremony, advisor: Advisor) -> None:

    line = HoursLine(advisor.enrolments[0], date(2022, 9, 6), Half.MORNING, 60, Modality.IN_PERSON)
    record_hours(ceremony.network, [line], today=TODAY, now=NOON, by=None)


def test_nothing_is_issued_that_says_something_else_than_was_shown(
    ceremony: Ceremony, database: Session
) -> None:
    shown = {one.printable.result.id: one.printable.digest for one in seen(ceremony).ready}
    add_an_hour(ceremony, ceremony.advisors[1])
    results = [ceremony.result_of(each) for each in ceremony.advisors]

    with pytest.raises(SeveralRefused) as refused:
        reserve_certificates(
            ceremony.network, results, today=TODAY, now=NOON, by=None, base_url=BASE_URL, shown=shown
        )

    assert [each.facts for each in refused.value.refusals] == [{"person": "Camille Barrère"}]
    assert register_of_certificates(ceremony.network) == []


def test_an_administrator_issues_the_others_with_one_press(
    ceremony: Ceremony, browser_of: Callable[[Person], Browser], database: Session
) -> None:
    ceremony.judge(ceremony.newcomer("Lettre 漢"), ceremony.newcomer("Zéro", minutes=0))
    odile = browser_of(ceremony.odile)

    page = odile.get(GATE)
    assert page.texts("p", css_class="headline") == ["3 prêts, 1 à vérifier, 1 laissé de côté."]
    assert "la police du certificat ne sait pas écrire « 漢 »" in page.text
    assert documents_in_force(ceremony.network) == []
    add_an_hour(ceremony, ceremony.advisors[0])
    page = odile.submit("Émettre et imprimer les certificats cochés", status=422)
    assert "Camille Aubert : ce que le certificat dira a changé depuis le contrôle." in page.text
    odile.submit("Émettre et imprimer les 3 certificats")
    wait_for_background()

    database.rollback()
    assert len(documents_in_force(ceremony.network)) == 3
    page = odile.get(GATE)
    assert page.texts("p", css_class="headline") == ["0 prêt, 1 à vérifier, 1 laissé de côté."]


def test_who_asks_for_what_is_no_result_is_told_that_there_is_nothing(
    ceremony: Ceremony, browser_of: Callable[[Person], Browser]
) -> None:
    odile = browser_of(ceremony.odile)
    odile.get(GATE)
    for nonsense in (["x-y"], ["9" * 30], ["-"], ["1"]):
        odile.post("/reseau/landes/certificats", {"shown": ["7" + each for each in nonsense]}, status=422)
    assert "Personne n’est coché" in odile.post(GATE, {"results": ["0"]}).text
