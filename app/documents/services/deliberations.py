"""What certificates in force object to when the deliberation of their jury is taken back."""

from typing import Final

from app.certification.models import ExamSession
from app.certification.services import object_to_taking_back
from app.database import lock_until_commit
from app.documents.queries import certificates_of_exam
from app.documents.rules import DeliberationIsCertified
from app.documents.services.issuing import lock_of_certificates
from app.extensions import db
from app.people.models import Network

MOST_NAMED: Final = 5
"""Numbers that a refusal names; more would fill the page."""


@object_to_taking_back
def keep_certified_deliberation(session: ExamSession) -> None:
    """Refuse to take back what certificates say, reserved ones too.

    :raises DeliberationIsCertified: naming their first numbers.
    """
    # Who takes numbers at this moment comes entirely before, or finds that nothing is deliberated any more.
    lock_until_commit(lock_of_certificates(db.session.get_one(Network, session.network_id)))
    numbers = [each.number for each in certificates_of_exam(session)]
    if numbers:
        rest = ["…"] if len(numbers) > MOST_NAMED else []
        raise DeliberationIsCertified(numbers=", ".join([*numbers[:MOST_NAMED], *rest]))
