"""Writes about the hours that a cohort prescribes of its modules."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete

from app.database import transaction
from app.extensions import db
from app.people.models import Person
from app.training.models import Cohort, ModulePrescription
from app.training.programmes import programme_by_code
from app.training.queries import prescribed_modules
from app.training.rules import LONGEST_TEXT, check_module_hours, check_text
from app.training.services.changes import lock_training, record


@transaction
def prescribe_modules(
    cohort: Cohort, prescribed: Mapping[str, int], *, now: datetime, by: Person | None
) -> None:
    """Say how many minutes a cohort prescribes of each module; one that is not named prescribes none.

    :raises ModuleHoursOutOfRange: when a module has none, or more than the whole programme.
    :raises NameMissing: and NameTooLong, NameNotPrintable, when a module is no name.
    """
    lock_training(cohort.network_id)
    check_module_hours(prescribed, programme_by_code(cohort.programme_code).most_hours * 60)
    for module in prescribed:
        check_text(module, LONGEST_TEXT)
    before = prescribed_modules(cohort)
    if before == prescribed:
        return
    db.session.execute(delete(ModulePrescription).where(ModulePrescription.cohort_id == cohort.id))
    db.session.add_all(
        ModulePrescription(network_id=cohort.network_id, cohort_id=cohort.id, module=module, minutes=minutes)
        for module, minutes in prescribed.items()
    )
    record("modules.prescribed", cohort, before=before, after=dict(prescribed), now=now, by=by)
