"""Reads of the modules of a cohort, and of the hours that it prescribes of each."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select

from app.extensions import db
from app.training.models import Cohort, Enrolment, ModulePrescription, TrainingSession
from app.training.queries.sessions import in_force


def prescribed_modules(cohort: Cohort) -> dict[str, int]:
    """Return the minutes that a cohort prescribes of its modules; one of which nobody has said any is left out."""
    statement = select(ModulePrescription.module, ModulePrescription.minutes)
    found = db.session.execute(statement.where(ModulePrescription.cohort_id == cohort.id))
    return {row[0]: row[1] for row in found}


def modules_prescribed_to(enrolment_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """Return the minutes that the cohort of each of these enrolments prescribes of its modules, by enrolment."""
    statement = (
        select(Enrolment.id, ModulePrescription.module, ModulePrescription.minutes)
        .join(ModulePrescription, ModulePrescription.cohort_id == Enrolment.cohort_id)
        .where(Enrolment.id.in_(enrolment_ids))
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for enrolment_id, module, minutes in db.session.execute(statement):
        found[enrolment_id][module] = minutes
    return found


def modules_of(cohort: Cohort) -> list[str]:
    """Return every module of a cohort by name: those of its half-days, and those whose hours are prescribed."""
    planned = select(TrainingSession.module).where(TrainingSession.cohort_id == cohort.id, in_force())
    return sorted(set(db.session.scalars(planned.distinct())) | set(prescribed_modules(cohort)))
