"""What a network has added to a title is what its forms offer and its papers say."""

from collections.abc import Callable
from datetime import date, time

import pytest

from app.certification.rules import AssessmentLevel
from app.certification.services import keep_exam_file
from app.core.half_days import Half
from app.documents.sheets.gathering import half_day_facts
from app.people.models import Person
from app.training.models import Advisor, Cohort
from app.training.rules import Added, Addition, CompetencesAreUsed, Modality
from app.training.services import (
    complete_title,
    correct_addition,
    create_cohort,
    create_group,
    enrol,
    plan_session,
    take_back_addition,
)
from tests.browser_client import Browser
from tests.documents.ceremony import NOON, Ceremony

DAY = date(2025, 10, 7)


def prepared(ceremony: Ceremony) -> Cohort:
    """A cohort that prepares a block that the network has added with two competences."""
    for what, value in ((Added.NAME, "Concevoir des actions"), (Added.COMPETENCES, "Recueillir\nAnimer")):
        complete_title(
            ceremony.network,
            "MN",
            Addition(what, value, "CCP2"),
            source="arrêté",
            now=NOON,
            by=ceremony.odile,
        )
    return create_cohort(
        ceremony.network,
        name="Vers CCP2",
        provider=ceremony.cohort.provider,
        title_code="MN",
        block_code="CCP2",
        programme_code="2021-2023",
        starts_on=DAY,
        ends_on=DAY,
        late_after=DAY,
        now=NOON,
        by=None,
    )


def test_a_sheet_names_the_added_block_and_competences_which_then_cannot_go(ceremony: Ceremony) -> None:
    cohort = prepared(ceremony)
    session, _freed = plan_session(
        create_group(cohort, "Dax", now=NOON, by=None),
        day=DAY,
        half=Half.MORNING,
        starts_at=time(9),
        ends_at=time(12, 30),
        modality=Modality.IN_PERSON,
        module="Atelier",
        competences=["MN:CCP2:2"],
        now=NOON,
        by=None,
    )

    sheet = half_day_facts(ceremony.network, session, is_filled=False, today=DAY)

    assert sheet.block == "CCP2 – Concevoir des actions"
    assert [half_day.competences for half_day in sheet.half_days] == [("Animer",)]
    # The second addition is that of the competences.
    with pytest.raises(CompetencesAreUsed):
        correct_addition(ceremony.network, 2, "Recueillir", source="arrêté", now=NOON, by=None)
    with pytest.raises(CompetencesAreUsed):
        take_back_addition(ceremony.network, 2, now=NOON, by=None)
    correct_addition(ceremony.network, 2, "Recueillir\nAccompagner", source="arrêté", now=NOON, by=None)


def test_an_added_competence_is_assessed_and_cannot_go_afterwards(ceremony: Ceremony) -> None:
    cohort, advisor = prepared(ceremony), ceremony.advisors[0]
    enrol(advisor, cohort, parcours_hours=105, now=NOON, by=None)
    assess(advisor, "MN:CCP2:1")
    with pytest.raises(CompetencesAreUsed):
        take_back_addition(ceremony.network, 2, now=NOON, by=None)


def assess(advisor: Advisor, code: str) -> None:
    levels = {code: AssessmentLevel.ACQUIRED}
    assert keep_exam_file(
        advisor, "MN", "CCP2", portfolio_on=None, action_sheets=0, levels=levels, now=NOON, by=None
    )


@pytest.mark.parametrize("path", ["promotions/nouvelle", "examens/nouvelle"])
def test_the_added_block_is_offered_where_one_chooses_a_block(
    ceremony: Ceremony, browser_of: Callable[[Person], Browser], path: str
) -> None:
    prepared(ceremony)
    page = browser_of(ceremony.odile).get(f"/reseau/landes/{path}")
    assert any("Concevoir des actions" in words for words in page.texts("option"))


def test_the_pages_of_a_cohort_and_its_exam_files_say_what_was_added(
    ceremony: Ceremony, browser_of: Callable[[Person], Browser]
) -> None:
    cohort, advisor = prepared(ceremony), ceremony.advisors[0]
    enrol(advisor, cohort, parcours_hours=105, now=NOON, by=None)
    browser = browser_of(ceremony.odile)

    assert "Concevoir des actions" in browser.get(f"/reseau/landes/promotions/{cohort.id}").text
    assert "Recueillir" in browser.get(f"/reseau/landes/conseillers/{advisor.id}/dossier-examen").text
    assert "Concevoir des actions" in browser.get("/reseau/landes/examens/blocs/MN/CCP2").text
