"""What exams and results object to when a cohort is to prepare another block, or a block that was added is to go."""

from app.certification.queries import assesses_competences, count_results_of_cohort, is_examined
from app.certification.rules import AddedBlockHasResults, AddedBlockIsExamined, CohortHasResults
from app.certification.services.exam_sessions import be_alone_with_sessions
from app.training.models import Cohort, TitleAddition
from app.training.rules import Added, CompetencesAreUsed, adds_block, lines_of
from app.training.services import object_to_additions, object_to_aims
from app.training.titles import title_by_code


@object_to_aims
def keep_block_of_results(cohort: Cohort) -> None:
    """Refuse another block for a cohort whose people have results: they would be candidates for nothing they sat.

    :raises CohortHasResults: when there are any.
    """
    count = count_results_of_cohort(cohort)
    if count:
        raise CohortHasResults(cohort=cohort.name, block=cohort.block_code, count=count)


@object_to_additions
def keep_added_block_of_exams(addition: TitleAddition, left: str) -> None:
    """Refuse to change a block that was added once somebody has a result for it, and to take away what is used.

    :raises AddedBlockHasResults: when anybody has one.
    :raises AddedBlockIsExamined: when the block would go and an exam session is for it.
    :raises CompetencesAreUsed: when a competence would go and any of the block was assessed.
    """
    be_alone_with_sessions(addition.network_id)
    block = addition.network_id, addition.title_code, addition.block_code
    if adds_block(title_by_code(addition.title_code), addition.addition):
        if is_examined(*block, with_results=True):
            raise AddedBlockHasResults(block=addition.block_code)
        if not left and is_examined(*block):
            raise AddedBlockIsExamined(block=addition.block_code)
    loses = addition.what is Added.COMPETENCES and len(lines_of(left)) < len(lines_of(addition.value))
    if loses and assesses_competences(*block):
        raise CompetencesAreUsed(block=addition.block_code)
