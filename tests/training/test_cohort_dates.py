"""What makes no sense of a cohort's dates is refused with the dates that say why."""

from datetime import date
from typing import Any

import pytest

from app.core.errors import RuleBroken
from app.people.models import Network
from app.training.models import Cohort, Group
from app.training.rules import (
    LateDayOutsideCohort,
    SessionOutsideCohort,
    TitleNoLongerInForce,
    TitleNotYetInForce,
)
from app.training.services import change_cohort, change_session, create_group
from tests.browser_client import Browser
from tests.training.conftest import NOBODY, open_cohort, said_of
from tests.training.test_sessions import half_day, plan

SINCE_2025 = {"title_code": "MN", "block_code": "CCP1"}


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        (SINCE_2025, TitleNotYetInForce),
        (
            {
                "starts_on": date(2025, 9, 1),
                "ends_on": date(2026, 1, 30),
                "late_after": date(2025, 9, 30),
            },
            TitleNoLongerInForce,
        ),
        ({"late_after": date(2022, 2, 28)}, LateDayOutsideCohort),
        ({"late_after": date(2022, 11, 1)}, LateDayOutsideCohort),
    ],
)
def test_a_cohort_that_cannot_be_is_neither_opened_nor_made_by_a_change(
    landes: Network, changes: dict[str, Any], refusal: type[RuleBroken]
) -> None:
    with pytest.raises(refusal):
        open_cohort(landes, name="Jamais", **changes)
    cohort = open_cohort(landes)
    with pytest.raises(refusal):
        change_cohort(cohort, **said_of(cohort, **changes), **NOBODY)


def test_a_training_across_the_first_day_of_its_title_leads_to_it(landes: Network) -> None:
    days = {"starts_on": date(2025, 6, 2), "ends_on": date(2025, 9, 30), "late_after": date(2025, 6, 30)}
    assert open_cohort(landes, **SINCE_2025, **days).title_code == "MN"


@pytest.mark.parametrize("day", [date(2022, 2, 28), date(2022, 11, 1)])
def test_a_half_day_outside_its_cohort_is_refused_with_the_dates(cohort: Cohort, day: date) -> None:
    group = create_group(cohort, "Dax", **NOBODY)
    session = plan(group)
    with pytest.raises(SessionOutsideCohort) as refused:
        plan(group, day=day)
    assert refused.value.facts["first"] == date(2022, 3, 1)
    assert refused.value.facts["last"] == date(2022, 10, 31)
    with pytest.raises(SessionOutsideCohort):
        change_session(session, **half_day(day=day), **NOBODY)


def test_a_placement_test_to_come_is_refused_beside_its_field(
    administrator: Browser, group: Group, make_advisor: Any
) -> None:
    advisor = make_advisor("zoe")
    administrator.get(f"/reseau/landes/conseillers/{advisor.id}/inscription")
    page = administrator.submit(placement_tested_on="2022-04-02", status=422)
    assert "ne peut pas être daté du 2 avril 2022, qui est à venir" in page.text


def test_other_hours_than_those_of_the_parcours_are_taken_and_told(
    administrator: Browser, group: Group, make_advisor: Any
) -> None:
    advisor = make_advisor("zoe")
    administrator.get(f"/reseau/landes/conseillers/{advisor.id}/inscription")
    page = administrator.submit(parcours_hours="105", prescribed_minutes="420")
    assert "Heures prescrites : 420 h, pour un parcours de 105 h. Vérifiez que c’est voulu." in page.text
