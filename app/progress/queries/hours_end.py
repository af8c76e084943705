"""What the exams ask of the hours contracts: when what is planned reaches what is prescribed."""

from collections.abc import Sequence
from datetime import date

from app.certification.queries import tells_when_hours_end
from app.progress.queries.contracts import contracts_of, expected_half_days
from app.progress.queries.followers import follower_of
from app.training.models import Enrolment


@tells_when_hours_end
def hours_end_on(enrolments: Sequence[Enrolment], today: date) -> dict[int, date]:
    """Return the day on which what is planned reaches the hours of each enrolment, where some remain and it does."""
    followers = [follower_of(each) for each in enrolments if each.prescribed_minutes is not None]
    planned = expected_half_days(followers, today)
    # Before a training is planned, most people have nothing that their hours could end with.
    contracts = contracts_of([each for each in followers if planned[each.enrolment_id]], today)
    return {each: contract.ends_on for each, contract in contracts.items() if contract.ends_on is not None}
