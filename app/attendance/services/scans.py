"""Attaches the scan of a sheet that was signed on paper to its register."""

import hashlib
from datetime import date, datetime

from app.attendance.models import RegisterScan
from app.attendance.queries import scans_of
from app.attendance.rules import MOST_SCANS, InTheFuture, TooManyScans, judged_scan, name_of_scan
from app.attendance.services.ledger import hold_alone
from app.audit.services import record_act
from app.database import id_of, transaction
from app.extensions import db
from app.people.models import Person
from app.training.models import TrainingSession
from app.training.rules import SessionIsCancelled


@transaction
def attach_scan(
    session: TrainingSession, name: str, content: bytes, *, today: date, now: datetime, by: Person | None
) -> RegisterScan:
    """Keep the scan of a sheet with its half-day, closed or not; the same file again is the scan that is there.

    :raises ScanTooLarge, ScanIsAProgram, NotAScan, ScanIsCutShort: when it is no scan that can be kept.
    :raises TooManyScans: when the half-day has its fill of them.
    :raises SessionIsCancelled, InTheFuture: when nothing can have been signed.
    """
    shown = name_of_scan(name)
    kind = judged_scan(shown, content)
    hold_alone(session)
    if session.is_cancelled:
        raise SessionIsCancelled
    if session.day > today:
        raise InTheFuture(day=session.day)
    digest = hashlib.sha256(content).hexdigest()
    kept = scans_of(session)
    same = next((each for each in kept if each.sha256 == digest), None)
    if same is not None:
        return same
    if len(kept) >= MOST_SCANS:
        raise TooManyScans(most=MOST_SCANS)
    scan = RegisterScan(
        network_id=session.network_id,
        session_id=session.id,
        name=shown,
        kind=kind,
        size=len(content),
        sha256=digest,
        content=content,
        attached_at=now,
        attached_by_id=id_of(by),
    )
    db.session.add(scan)
    db.session.flush()
    record_act(
        "register.scan_attached",
        scan,
        network_id=scan.network_id,
        by_id=scan.attached_by_id,
        now=now,
        after={"session_id": session.id, "name": shown, "size": scan.size, "digest": digest},
    )
    return scan
