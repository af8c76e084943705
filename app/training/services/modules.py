"""Writes about the hours that a cohort or a parcours prescribes of its modules."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete

from app.database import transaction
from app.extensions import db
from app.people.models import Person
from app.training.models import Cohort, ModulePrescription
from app.training.programmes import check_parcours, programme_by_code
from app.training.queries import prescribed_modules
from app.training.rules import LONGEST_TEXT, check_module_hours, check_text
from app.training.services.changes import lock_training, record


@transaction
def prescribe_modules(
    cohort: Cohort,
    prescribed: Mapping[str, int],
    *,
    parcours_hours: int | None = None,
    now: datetime,
    by: Person | None,
) -> None:
    """Say how many minutes a cohort, or one of its parcours, prescribes of each module.

    What a cohort does not name prescribes none; what a parcours does not name is as in the cohort.

    :param parcours_hours: the parcours whose own minutes these are; None for the cohort itself.
    :raises PrescriptionOutOfRange: and UnknownParcours, when the programme has no such parcours.
    :raises ModuleHoursOutOfRange: when a cohort says none of a module, or anybody more than there are.
    :raises NameMissing: and NameTooLong, NameNotPrintable, when a module is no name.
    """
    lock_training(cohort.network_id)
    programme = programme_by_code(cohort.programme_code)
    if parcours_hours is None:
        check_module_hours(prescribed, programme.most_hours * 60)
    else:
        check_parcours(programme, parcours_hours)
        check_module_hours(prescribed, parcours_hours * 60, least=0)
    for module in prescribed:
        check_text(module, LONGEST_TEXT)
    before = prescribed_modules(cohort, parcours_hours)
    if before == prescribed:
        return
    is_said_here = ModulePrescription.parcours_hours == parcours_hours
    db.session.execute(
        delete(ModulePrescription).where(ModulePrescription.cohort_id == cohort.id, is_said_here)
    )
    db.session.add_all(
        ModulePrescription(
            network_id=cohort.network_id,
            cohort_id=cohort.id,
            parcours_hours=parcours_hours,
            module=module,
            minutes=minutes,
        )
        for module, minutes in prescribed.items()
    )
    action = "modules.prescribed" if parcours_hours is None else f"modules.prescribed.{parcours_hours}"
    record(action, cohort, before=before, after=dict(prescribed), now=now, by=by)
