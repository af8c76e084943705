"""The hours contract by module: prescribed where the cohort has said so, on the pages and in the file."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.demonstration.people import LATE_RECRUIT_TO_SHOW
from app.people.models import Network
from app.progress.queries import contract_rows, subjects_of
from app.training.models import Advisor, Enrolment
from app.training.services import prescribe_modules
from app.web.clock import now
from tests.browser_client import Browser

TODAY = date(2022, 11, 15)


@pytest.fixture
def recruit(advisor_named: Callable[[str], Advisor]) -> Enrolment:
    found = advisor_named(LATE_RECRUIT_TO_SHOW).latest_enrolment
    assert found is not None
    return found


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


def test_the_modules_of_everybody_are_the_modules_of_each(
    landes: Network, recruit: Enrolment, database: Session
) -> None:
    prescribe_modules(recruit.cohort, {"Jamais planifié": 600}, now=now(), by=None)
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
