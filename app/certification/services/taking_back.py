"""Takes results back that a file has brought by error."""

from datetime import datetime

from sqlalchemy import Select, delete, select
from sqlalchemy.exc import IntegrityError

from app.audit.services import record_act
from app.certification.models import Result
from app.certification.rules import ResultInUse
from app.database import transaction
from app.extensions import db
from app.people.models import Network, Person


@transaction
def take_back_results(network: Network, result_ids: Select[int], *, now: datetime, by: Person) -> int:
    """Delete results on which nothing rests; what they said stays in the chain of acts. Return how many.

    :param result_ids: the statement that gives their ids.
    :raises ResultInUse: when a certificate or a decision rests on one, or signed minutes say it.
    """
    statement = select(Result).where(Result.network_id == network.id, Result.id.in_(result_ids))
    found = list(db.session.scalars(statement.order_by(Result.id)))
    said = {str(each.advisor_id): each.outcome for each in found}
    told = {"results": said, "exam_session_ids": sorted({each.exam_session_id for each in found})}
    try:
        with db.session.begin_nested():
            db.session.execute(delete(Result).where(Result.id.in_([each.id for each in found])))
    except IntegrityError as refused:
        raise ResultInUse from refused
    record_act("results.taken_back", network, network_id=network.id, by_id=by.id, now=now, before=told)
    return len(found)
