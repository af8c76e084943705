"""Reads of the modules of a cohort, and of the hours that it prescribes of each."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import or_, select

from app.extensions import db
from app.training.models import Cohort, Enrolment, ModulePrescription, TrainingSession
from app.training.queries.sessions import in_force


def prescribed_modules(cohort: Cohort, parcours_hours: int | None = None) -> dict[str, int]:
    """Return the minutes that a cohort prescribes of its modules; one of which nobody has said any is left out.

    :param parcours_hours: the parcours whose own minutes are asked for; None for those of the cohort.
    """
    statement = select(ModulePrescription.module, ModulePrescription.minutes).where(
        ModulePrescription.cohort_id == cohort.id,
        # Compared to None, SQLAlchemy asks for IS NULL.
        ModulePrescription.parcours_hours == parcours_hours,
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def modules_prescribed_to(enrolment_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """Return the minutes that are prescribed to each of these enrolments of the modules of its cohort, by enrolment.

    What its parcours says of a module counts, and where that says nothing, what the cohort says.
    """
    is_of_parcours = ModulePrescription.parcours_hours.is_not(None)
    statement = (
        select(Enrolment.id, ModulePrescription.module, ModulePrescription.minutes)
        .join(ModulePrescription, ModulePrescription.cohort_id == Enrolment.cohort_id)
        .where(
            Enrolment.id.in_(enrolment_ids),
            or_(~is_of_parcours, ModulePrescription.parcours_hours == Enrolment.parcours_hours),
        )
        .order_by(is_of_parcours)
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    # The parcours come last, and so take the place of the cohort.
    for enrolment_id, module, minutes in db.session.execute(statement):
        found[enrolment_id][module] = minutes
    return found


def modules_of(cohort: Cohort) -> list[str]:
    """Return every module of a cohort by name: those of its half-days, and those whose hours are prescribed."""
    planned = select(TrainingSession.module).where(TrainingSession.cohort_id == cohort.id, in_force())
    prescribed = select(ModulePrescription.module).where(ModulePrescription.cohort_id == cohort.id)
    return sorted(set(db.session.scalars(planned.union(prescribed))))
