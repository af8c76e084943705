"""What the exams ask of the hours contracts: when what is planned reaches what is prescribed."""

from collections.abc import Sequence
from datetime import date

from app.certification.queries import tells_when_hours_end
from app.progress.queries.contracts import contracts_of
from app.progress.queries.followers import follower_of
from app.training.models import Enrolment


@tells_when_hours_end
def hours_end_on(enrolments: Sequence[Enrolment], today: date) -> dict[int, date]:
    """Return the day on which what is planned reaches the hours of each enrolment, where some remain and it does."""
    contracts = contracts_of([follower_of(each) for each in enrolments], today)
    return {each: contract.ends_on for each, contract in contracts.items() if contract.ends_on is not None}
