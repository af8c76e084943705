"""Gives the space of proofs back that prove nothing: who handed what in, and its digest, stay told."""

from datetime import datetime

from sqlalchemy import select, update

from app.attendance.models import Activity, ActivityProof
from app.audit.services import record_act
from app.database import transaction
from app.extensions import db
from app.people.models import Person


@transaction
def forget_proofs(activity: Activity, *, now: datetime, by: Person | None) -> int:
    """Remove the bytes of the proofs of an activity that counts nothing any more, and return how many there were.

    Nobody needs them then, and data about people is kept no longer than it serves (RGPD, article 5).
    """
    there = ActivityProof.activity_id == activity.id, ActivityProof.removed_at.is_(None)
    found = db.session.execute(
        select(ActivityProof.id, ActivityProof.sha256).where(*there).order_by(ActivityProof.id)
    )
    proofs = {str(proof_id): digest for proof_id, digest in found}
    if proofs:
        # The database lets go only of what was withdrawn or refused.
        db.session.flush()
        db.session.execute(update(ActivityProof).where(*there).values(content=b"", removed_at=now))
        db.session.expire(activity, ["proofs"])
        record_act(
            "activity.proofs_removed",
            activity,
            network_id=activity.network_id,
            by_id=by.id if by is not None else None,
            now=now,
            after={"proofs": proofs},
        )
    return len(proofs)
