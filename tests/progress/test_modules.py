"""The hours contract by module: prescribed where the cohort has said so, on the pages and in the file."""

from datetime import date

from sqlalchemy.orm import Session

from app.people.models import Network
from app.progress.queries import contract_rows, subjects_of
from app.training.models import Enrolment
from app.training.queries import modules_of, prescribed_modules
from app.training.services import prescribe_modules
from app.web.clock import now
from tests.browser_client import Browser

TODAY = date(2022, 11, 15)


def test_a_module_whose_hours_nobody_has_said_prescribes_none(recruit: Enrolment) -> None:
    before = subjects_of(recruit, TODAY)
    assert before.modules
    assert {each.prescribed for each in before.modules.values()} == {None}
    assert not before.is_prescribed_by_module


def test_what_remains_of_a_module_is_what_is_prescribed_without_what_is_done(recruit: Enrolment) -> None:
    module, before = next(iter(subjects_of(recruit, TODAY).modules.items()))
    prescribed = before.done + before.planned + 90
    prescribe_modules(recruit.cohort, {module: prescribed, "Jamais planifié": 600}, now=now(), by=None)
    found = subjects_of(recruit, TODAY)
    assert found.modules[module].prescribed == prescribed
    assert (found.modules[module].remaining, found.modules[module].missing) == (before.planned + 90, 90)
    assert (found.modules["Jamais planifié"].done, found.modules["Jamais planifié"].missing) == (0, 600)
    assert found.modules_out_of_reach == 2


def test_what_a_parcours_says_of_a_module_counts_for_those_who_follow_it(recruit: Enrolment) -> None:
    hours = recruit.parcours_hours
    assert hours is not None
    prescribe_modules(recruit.cohort, {"Oral": 600, "Écrit": 600, "Clos": 600}, now=now(), by=None)
    others = {"Oral": 90, "Clos": 0}
    prescribe_modules(recruit.cohort, others, parcours_hours=hours, now=now(), by=None)
    another = next(each for each in (105, 280, 350, 420) if each != hours)
    prescribe_modules(recruit.cohort, {"Écrit": 30}, parcours_hours=another, now=now(), by=None)
    found = subjects_of(recruit, TODAY).modules
    assert [found[each].prescribed for each in ("Oral", "Écrit", "Clos")] == [90, 600, 0]
    assert found["Clos"].missing == 0


def test_an_administrator_says_the_hours_of_a_parcours_beside_those_of_the_cohort(
    recruit: Enrolment, administrator: Browser, late_recruit: Browser
) -> None:
    hours = recruit.parcours_hours
    prescribe_modules(recruit.cohort, {"Portfolio": 12 * 60}, now=now(), by=None)
    administrator.get(f"/reseau/landes/promotions/{recruit.cohort_id}/modules")
    page = administrator.follow(f"{hours} h")
    assert "Dans la promotion : 12 h" in page.text
    number = modules_of(recruit.cohort).index("Portfolio")
    administrator.submit("Enregistrer", {f"modules-{number}-minutes": "7 h"})
    assert prescribed_modules(recruit.cohort, hours) == {"Portfolio": 7 * 60}
    assert "7 h" in late_recruit.get("/reseau/landes/mon-contrat").text
    administrator.get(f"/reseau/landes/promotions/{recruit.cohort_id}/modules/106", status=404)


def test_the_modules_of_everybody_are_the_modules_of_each(
    landes: Network, recruit: Enrolment, database: Session
) -> None:
    prescribe_modules(recruit.cohort, {"Jamais planifié": 600}, now=now(), by=None)
    own_hours = {"Jamais planifié": 300}
    prescribe_modules(recruit.cohort, own_hours, parcours_hours=recruit.parcours_hours, now=now(), by=None)
    rows = contract_rows(landes, TODAY)
    assert any(row.subjects.is_prescribed_by_module for row in rows)
    for row in rows:
        enrolment = database.get(Enrolment, row.follower.enrolment_id)
        assert enrolment is not None
        assert row.subjects == subjects_of(enrolment, TODAY)


def test_an_administrator_says_the_hours_of_a_module_and_everybody_reads_them(
    recruit: Enrolment, administrator: Browser, trainer: Browser, late_recruit: Browser
) -> None:
    # Arrange
    module = next(iter(subjects_of(recruit, TODAY).modules))
    path = f"/reseau/landes/promotions/{recruit.cohort_id}"
    administrator.get(path)
    # Act
    form = administrator.follow("Heures par module")
    assert form.heading == "Heures par module"
    spare = len(form.texts("label")) // 2 - 2
    fields = {f"modules-{spare}-module": module, f"modules-{spare}-minutes": "12 h"}
    assert "écrit deux fois" in administrator.submit("Enregistrer", fields, status=422).text
    fields = {f"modules-{spare}-module": "Portfolio", f"modules-{spare}-minutes": "12 h"}
    page = administrator.submit("Enregistrer", fields)
    # Assert
    assert "Les heures des modules sont enregistrées." in page.text
    assert "12 h" in trainer.get(f"/reseau/landes/conseillers/{recruit.advisor_id}/contrat").text
    assert "Portfolio" in late_recruit.get("/reseau/landes/mon-contrat").text
    assert "Modules incomplets" in trainer.get("/reseau/landes/contrats").text
    file = administrator.send("GET", "/reseau/landes/export/modules.csv").data.decode("utf-8-sig")
    assert "Portfolio;12,00;0,00;0,00;0,00;12,00;12,00" in file
