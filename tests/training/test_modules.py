"""The hours that a cohort prescribes of its modules: what was said, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.training.models import Cohort
from app.training.queries import modules_of, prescribed_modules
from app.training.rules import (
    ModuleHoursOutOfRange,
    ModuleTwice,
    NameTooLong,
    check_module_hours,
    prescribed_by_module,
)
from app.training.services import prescribe_modules
from tests.training.conftest import NOBODY

LINES = st.lists(st.tuples(st.text(max_size=3), st.none() | st.integers(1, 9000)))


@given(LINES)
def test_a_module_prescribes_what_its_one_line_says(lines: list[tuple[str, int | None]]) -> None:
    names = [module.casefold() for module, _minutes in lines if module]
    if len(set(names)) < len(names):
        with pytest.raises(ModuleTwice):
            prescribed_by_module(lines)
    else:
        said = {(module, minutes) for module, minutes in lines if module and minutes is not None}
        assert set(prescribed_by_module(lines).items()) == said


@pytest.mark.parametrize("minutes", [0, -210, 6001])
def test_no_hours_and_more_than_the_programme_has_are_refused(minutes: int) -> None:
    check_module_hours({"Accueil": 6000}, 6000)
    with pytest.raises(ModuleHoursOutOfRange):
        check_module_hours({"Accueil": 210, "Atelier": minutes}, 6000)


def test_what_is_said_again_replaces_what_was_said_and_saying_the_same_leaves_no_act(
    cohort: Cohort, database: Session
) -> None:
    prescribe_modules(cohort, {"Accueil": 2100, "Atelier": 4200}, **NOBODY)
    prescribe_modules(cohort, {"Atelier": 4260}, **NOBODY)
    prescribe_modules(cohort, {"Atelier": 4260}, **NOBODY)
    assert prescribed_modules(cohort) == {"Atelier": 4260}
    assert modules_of(cohort) == ["Atelier"]
    acts = select(func.count(AuditEntry.id)).where(AuditEntry.action == "modules.prescribed")
    assert database.scalar(acts) == 2


def test_what_is_no_name_of_a_module_is_refused_as_a_whole(cohort: Cohort) -> None:
    with pytest.raises(NameTooLong):
        prescribe_modules(cohort, {"Accueil": 210, "A" * 201: 210}, **NOBODY)
    assert prescribed_modules(cohort) == {}
