"""The hours that a cohort prescribes of its modules: what was said, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.training.models import Cohort, ModulePrescription
from app.training.programmes import UnknownParcours
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


def test_a_parcours_may_say_that_it_has_none_of_a_module_but_no_more_than_it_is_long(cohort: Cohort) -> None:
    prescribe_modules(cohort, {"Accueil": 105 * 60, "Atelier": 0}, parcours_hours=105, **NOBODY)
    with pytest.raises(ModuleHoursOutOfRange):
        prescribe_modules(cohort, {"Accueil": 105 * 60 + 1}, parcours_hours=105, **NOBODY)
    with pytest.raises(ModuleHoursOutOfRange):
        prescribe_modules(cohort, {"Atelier": 0}, **NOBODY)
    with pytest.raises(UnknownParcours):
        prescribe_modules(cohort, {"Accueil": 60}, parcours_hours=106, **NOBODY)


def test_what_a_parcours_says_and_what_the_cohort_says_replace_each_other_nowhere(cohort: Cohort) -> None:
    prescribe_modules(cohort, {"Accueil": 2100}, **NOBODY)
    prescribe_modules(cohort, {"Accueil": 600, "Atelier": 60}, parcours_hours=105, **NOBODY)
    prescribe_modules(cohort, {"Accueil": 2400}, **NOBODY)
    prescribe_modules(cohort, {"Accueil": 660}, parcours_hours=105, **NOBODY)
    told = [prescribed_modules(cohort, parcours) for parcours in (None, 105, 420)]
    assert told == [{"Accueil": 2400}, {"Accueil": 660}, {}]


@pytest.mark.parametrize("parcours_hours", [None, 105])
def test_a_module_is_said_once_whoever_says_it_at_once(
    parcours_hours: int | None, cohort: Cohort, database: Session
) -> None:
    said = {"network_id": cohort.network_id, "cohort_id": cohort.id, "module": "Accueil", "minutes": 60}
    database.add_all(ModulePrescription(**said, parcours_hours=parcours_hours) for _ in range(2))
    with pytest.raises(IntegrityError):
        database.commit()
    database.rollback()


def test_what_is_no_name_of_a_module_is_refused_as_a_whole(cohort: Cohort) -> None:
    with pytest.raises(NameTooLong):
        prescribe_modules(cohort, {"Accueil": 210, "A" * 201: 210}, **NOBODY)
    assert prescribed_modules(cohort) == {}
