"""Into which cohort a file of training dates goes."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from app.exchange.importing.plan import Author, Situation
from app.exchange.layouts.training_dates import TrainingDatesRow
from app.exchange.names import called
from app.exchange.rules import CohortNotChosen, NoDatesForCohort, UnknownCohort
from app.people.models import Network
from app.training import queries as training
from app.training.models import Cohort
from app.training.programmes import FIRST_PROGRAMME
from app.training.services import create_cohort
from app.training.titles import REMN


@dataclass(frozen=True, slots=True)
class NewCohort:
    """The first cohort of a network, as the dates of its file make it.

    The file is that of the first programme, which prepares everybody for the first block of the REMN.
    """

    name: str
    starts_on: date
    ends_on: date
    late_after: date
    title_code: str = REMN.code
    block_code: str = REMN.blocks[0].code
    programme_code: str = FIRST_PROGRAMME.code

    def created(self, network: Network, author: Author) -> Cohort:
        """Return the cohort, made; who trains is added on its page."""
        return create_cohort(network, **asdict(self), now=author.now, by=author.by)


def cohort_for(rows: Sequence[TrainingDatesRow], situation: Situation) -> Cohort | NewCohort:
    """Return the cohort that was named, else the only one, else a new one when there is none.

    :raises UnknownCohort, CohortNotChosen, NoDatesForCohort: when that leaves no single one.
    """
    cohorts = training.cohorts(situation.network)
    found = ", ".join(f"« {cohort.name} »" for cohort in cohorts) or "–"
    if situation.cohort_name:
        named = called(situation.cohort_name, cohorts, lambda cohort: cohort.name)
        if not named:
            raise UnknownCohort(name=situation.cohort_name, found=found)
        if len(named) > 1:
            raise CohortNotChosen(found=found)
        return named[0]
    if len(cohorts) > 1:
        raise CohortNotChosen(found=found)
    return cohorts[0] if cohorts else first_cohort(rows)


def first_cohort(rows: Sequence[TrainingDatesRow]) -> NewCohort:
    """Return the cohort that the dates of a file make.

    Whoever starts on a date of the file starts with the cohort, in its last group at the latest: the last of these
    dates is the one after which a recruit is late. Those whom the file itself calls late have no date in it.

    :raises NoDatesForCohort: when no line has a date.
    """
    starts = [row.starts_on for row in rows if row.starts_on is not None]
    if not starts:
        raise NoDatesForCohort
    ends = [row.ends_on for row in rows if row.ends_on is not None]
    return NewCohort(
        name=f"Formation initiale {min(starts).year}",
        starts_on=min(starts),
        ends_on=max(starts + ends),
        late_after=max(starts),
    )
