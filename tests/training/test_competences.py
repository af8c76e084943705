"""What a half-day works on: competences of the block of its cohort, by codes that keep their meaning."""

from typing import Any

import pytest

from app.people.models import Network
from app.training.models import Cohort, Group
from app.training.services import change_cohort, change_session
from app.training.titles import (
    PROFESSIONAL_TITLES,
    UnknownCompetence,
    UnknownTitle,
    competence_by_code,
    competence_codes,
    competence_number,
)
from tests.browser_client import Browser
from tests.training.conftest import NOBODY, said_of
from tests.training.test_sessions import DAY, half_day, plan

LANDES = "/reseau/landes"
SECOND = "REMN:CCP1:2"


@pytest.mark.parametrize(
    ("title", "block"), [(title, block) for title in PROFESSIONAL_TITLES for block in title.blocks]
)
def test_each_competence_of_a_block_has_a_code_of_its_own(title: Any, block: Any) -> None:
    codes = competence_codes(title, block.code)
    assert len(set(codes)) == len(block.competences)
    assert tuple(map(competence_by_code, codes)) == block.competences
    assert [competence_number(code) for code in codes] == [str(n + 1) for n in range(len(codes))]


@pytest.mark.parametrize("code", ["REMN:CCP1:9", "REMN:CCP1:0", "REMN:CCP1:", "REMN:CCP2:1"])
def test_a_code_of_nothing_is_refused(code: str) -> None:
    with pytest.raises(UnknownCompetence):
        competence_by_code(code)


def test_a_code_of_no_title_is_refused() -> None:
    with pytest.raises(UnknownTitle):
        competence_by_code("nothing")


def test_a_half_day_works_on_competences_of_its_block_alone(group: Group) -> None:
    assert plan(group, competences=[SECOND]).competences == [SECOND]
    with pytest.raises(UnknownCompetence):
        plan(group, day=DAY.replace(day=15), competences=["MN:CCP1:1"])


def test_a_half_day_keeps_its_competences_when_the_cohort_aims_elsewhere(
    landes: Network, cohort: Cohort, group: Group
) -> None:
    session = plan(group, competences=[SECOND])
    change_cohort(cohort, **said_of(cohort, block_code="CCP2"), **NOBODY)
    change_session(session, **half_day(place="Dax", competences=[SECOND]), **NOBODY)
    assert session.competences == [SECOND]
    with pytest.raises(UnknownCompetence):
        change_session(session, **half_day(competences=["REMN:CCP1:1"]), **NOBODY)


def test_an_administrator_ticks_competences_and_reads_them(administrator: Browser, group: Group) -> None:
    administrator.get(f"{LANDES}/groupes/{group.id}/seances/nouvelle")
    administrator.submit(
        "Planifier", {"day": DAY.isoformat(), "module": "Ressources", "competences": [SECOND, "REMN:CCP1:3"]}
    )
    assert "Compétences 2, 3 du bloc" in administrator.get(f"{LANDES}/promotions/{group.cohort_id}").text
    page = administrator.get(f"{LANDES}/calendrier", jour=DAY.isoformat())
    assert "Compétences 2, 3 du bloc" in page.text
    assert "Concevoir et produire des ressources pédagogiques" in administrator.follow("Ressources").text
