"""Registers filled in without network arrive: recorded once, known when sent again, compared when in doubt."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from app.attendance.models import HoursEntry, KeptSheet
from app.attendance.queries import (
    claims_of_marks,
    ledger_claims,
    lines_by_enrolment,
    register_of,
    roster_of,
    sheet_with_key,
    shown_times,
)
from app.attendance.rules import (
    AlreadyDecided,
    Claim,
    KeyOfAnotherSheet,
    LineChangedMeanwhile,
    Mark,
    SheetOutcome,
    checked_reason,
    differences,
)
from app.attendance.services.correction import keep_correction, write_correction
from app.attendance.services.ledger import hold_alone
from app.attendance.services.register import record_register
from app.audit.rules import canonical
from app.audit.services import record_act
from app.core.errors import RuleBroken
from app.database import transaction
from app.extensions import db
from app.people.models import Person
from app.training.models import TrainingSession


@dataclass(frozen=True, slots=True)
class SentSheet:
    """A register as a tablet has kept it: its key, what was typed, what was shown, and when, by that tablet."""

    key: str
    fields: Mapping[str, str]
    shown: str
    opened_at: datetime
    kept_at: datetime
    local_time: str
    marks: Mapping[int, Mark] | None
    """By enrolment id; None when something typed cannot be read."""
    take: int | None = None

    @property
    def digest(self) -> str:
        """Return the SHA-256 of what was typed, and of when."""
        said = {"fields": dict(self.fields), "shown": self.shown, "kept_at": self.kept_at}
        return hashlib.sha256(canonical(said).encode()).hexdigest()


@transaction
def receive_sheet(
    session: TrainingSession, sheet: SentSheet, *, today: date, now: datetime, by: Person
) -> KeptSheet:
    """Take a kept register: it is recorded where nothing speaks against it, and otherwise waits for a decision.

    The same key again returns what became of it the first time, and changes nothing.

    :raises KeyOfAnotherSheet: when the key came before with something else, or from somebody else.
    """
    hold_alone(session)
    known = sheet_with_key(session.network_id, sheet.key)
    if known is not None:
        return _known_again(known, session, sheet, by)
    kept = _kept(session, sheet, now=now, by=by)
    try:
        with db.session.begin_nested():
            db.session.add(kept)
    except IntegrityError as refused:
        # Somebody else sends the same key for another half-day at this very moment.
        raise KeyOfAnotherSheet from refused
    kept.outcome = _outcome(session, sheet, today=today, now=now, by=by)
    told = {"session_id": session.id, "outcome": kept.outcome, "digest": kept.digest}
    record_act("sheet.received", kept, network_id=kept.network_id, by_id=by.id, now=now, after=told)
    return kept


@transaction
def decide_sheet(
    kept: KeptSheet,
    corrections: Mapping[int, Claim],
    reason: str,
    *,
    today: date,
    now: datetime,
    by: Person,
) -> None:
    """Correct the lines of the ledger where the kept sheet is right, and put the sheet away.

    :param corrections: by the id of the line of the ledger that the page has shown, what it counts from now on.
    :raises AlreadyDecided: when somebody has decided before.
    :raises LineChangedMeanwhile, CorrectedMeanwhile: when the ledger no longer says what was shown.
    :raises CorrectionWithoutReason, RemarkTooLong: when nothing is said, or too much.
    """
    hold_alone(kept.session)
    db.session.refresh(kept)
    if kept.outcome is not SheetOutcome.TO_DECIDE or kept.decided_at is not None:
        raise AlreadyDecided
    lines = _lines_that_count(kept.session)
    if not corrections.keys() <= lines.keys():
        raise LineChangedMeanwhile
    said = checked_reason(reason) if corrections else ""
    written = [
        write_correction(
            lines[number],
            attendance=claim.attendance,
            minutes=claim.minutes,
            absence_kind=claim.absence_kind,
            reason=said,
            today=today,
            now=now,
            by=by,
        )
        for number, claim in sorted(corrections.items())
    ]
    # Only then the acts: whoever corrects one of these lines at this moment has written it, and waits for the chain.
    for each in written:
        keep_correction(each)
    kept.decided_at, kept.decided_by_id = now, by.id
    told = {"session_id": kept.session_id, "corrected": len(corrections), "reason": said}
    record_act("sheet.decided", kept, network_id=kept.network_id, by_id=by.id, now=now, after=told)


def _lines_that_count(session: TrainingSession) -> dict[int, HoursEntry]:
    histories = [line.history for line in lines_by_enrolment(session).values() if line.history]
    return {history[-1].id: history[-1] for history in histories}


def _known_again(known: KeptSheet, session: TrainingSession, sheet: SentSheet, by: Person) -> KeptSheet:
    if (known.session_id, known.sent_by_id, known.digest) != (session.id, by.id, sheet.digest):
        raise KeyOfAnotherSheet
    return known


def _kept(session: TrainingSession, sheet: SentSheet, *, now: datetime, by: Person) -> KeptSheet:
    return KeptSheet(
        network_id=session.network_id,
        session_id=session.id,
        key=sheet.key,
        digest=sheet.digest,
        fields=dict(sheet.fields),
        shown=sheet.shown,
        opened_at=sheet.opened_at,
        kept_at=sheet.kept_at,
        local_time=sheet.local_time,
        received_at=now,
        sent_by_id=by.id,
        outcome=SheetOutcome.TO_DECIDE,
    )


def _outcome(
    session: TrainingSession, sheet: SentSheet, *, today: date, now: datetime, by: Person
) -> SheetOutcome:
    if sheet.marks is None or sheet.shown != shown_times(session) or session.is_cancelled:
        return SheetOutcome.TO_DECIDE
    if register_of(session) is not None:
        claims = claims_of_marks(session, sheet.marks)
        is_same = len(claims) == len(sheet.marks) and not differences(ledger_claims(session), claims)
        return SheetOutcome.SAME if is_same else SheetOutcome.TO_DECIDE
    if sheet.marks.keys() != {line.enrolment.id for line in roster_of(session) if not line.history}:
        return SheetOutcome.TO_DECIDE
    try:
        record_register(session, sheet.marks, today=today, now=now, by=by, take=sheet.take)
    except RuleBroken:
        # Whatever the reason, the page of the comparison tells it from what is the case then.
        return SheetOutcome.TO_DECIDE
    return SheetOutcome.RECORDED
