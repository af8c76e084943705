"""A cohort keeps the block that its people have results for."""

from datetime import date
from typing import Any

import pytest

from app.certification.rules import CohortHasResults, Outcome
from app.training.models import Cohort
from app.training.services import change_cohort
from tests.certification.examination import NOON, Examination
from tests.training.conftest import said_of


def aim(cohort: Cohort, block_code: str, **changes: Any) -> None:
    """Say the same of the cohort as before, with another block and what else a test wants."""
    change_cohort(cohort, **said_of(cohort, **changes, block_code=block_code), now=NOON, by=None)


def test_a_cohort_without_results_may_prepare_another_block(examination: Examination) -> None:
    aim(examination.cohort, "CCP2")
    assert examination.cohort.block_code == "CCP2"


@pytest.mark.parametrize("outcome", Outcome)
def test_a_cohort_whose_people_have_results_keeps_its_block(
    examination: Examination, outcome: Outcome
) -> None:
    examination.record(examination.candidates[0], outcome)
    with pytest.raises(CohortHasResults) as refused:
        aim(examination.cohort, "CCP2")
    assert refused.value.facts == {"cohort": "CCP1 2022", "block": "CCP1", "count": 1}
    assert examination.cohort.block_code == "CCP1"


def test_everything_else_of_such_a_cohort_may_change(examination: Examination) -> None:
    examination.record(examination.candidates[0], Outcome.OBTAINED)
    aim(examination.cohort, "CCP1", name="Printemps", late_after=date(2022, 7, 31))
    assert (examination.cohort.name, examination.cohort.late_after) == ("Printemps", date(2022, 7, 31))


def test_pix_and_results_of_others_hold_no_cohort(examination: Examination, stranger: Examination) -> None:
    """Pix stands beside every cohort, and nobody of another network has a word in this one."""
    pix = examination.announce("Pix", title_code="PIX", block_code="PIX", jurors=())
    examination.record(examination.candidates[0], Outcome.OBTAINED, exam=pix)
    stranger.record(stranger.candidates[0], Outcome.OBTAINED)
    aim(examination.cohort, "CCP2")
    assert examination.cohort.block_code == "CCP2"
