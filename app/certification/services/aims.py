"""What the results object to when a cohort is to prepare another block."""

from app.certification.queries import count_results_of_cohort
from app.certification.rules import CohortHasResults
from app.training.models import Cohort
from app.training.services import object_to_aims


@object_to_aims
def keep_block_of_results(cohort: Cohort) -> None:
    """Refuse another block for a cohort whose people have results: they would be candidates for nothing they sat.

    :raises CohortHasResults: when there are any.
    """
    count = count_results_of_cohort(cohort)
    if count:
        raise CohortHasResults(cohort=cohort.name, block=cohort.block_code, count=count)
