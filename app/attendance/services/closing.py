"""A trainer countersigns and closes a register; whoever may, opens it again for a reason."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from app.attendance.models import Recording, RecordingKind, RegisterAct, Signature
from app.attendance.queries import (
    RosterLine,
    acts_of,
    register_of,
    sheet_line,
    sheet_of,
    signatures_of,
)
from app.attendance.rules import (
    UNSIGNED_AT_CLOSING,
    Attendance,
    ClosedLine,
    LedgerLine,
    NotRecordedYet,
    NotUnsigned,
    Origin,
    RegisterActKind,
    RegisterIsClosed,
    RegisterIsOpen,
    ReopeningWithoutReason,
    SignatureMethod,
    check_remark,
    countersigned_text,
    digest_of_text,
)
from app.attendance.services.ledger import hold_alone, keep_act, summary, write
from app.attendance.services.signatures import add_signature
from app.audit.services import record_act
from app.core.roles import Role
from app.database import transaction
from app.extensions import db
from app.people.models import Person
from app.training.models import TrainingSession


@transaction
def close_register(
    session: TrainingSession,
    absences: Mapping[int, Attendance],
    *,
    origin: Origin,
    today: date,
    now: datetime,
    by: Person,
) -> RegisterAct:
    """Countersign the register of a half-day, which closes it.

    :param absences: by enrolment id, those recorded present without a signature who are marked absent with this act.
    :raises NotRecordedYet: when there is nothing to sign.
    :raises RegisterIsClosed: when it is closed already, or somebody closes it at the same moment.
    :raises NotUnsigned: when somebody to be marked absent has signed meanwhile or is not on the sheet.
    """
    hold_alone(session)
    acts = acts_of(session)
    _refuse_closed(acts)
    if register_of(session) is None or session.day > today:
        raise NotRecordedYet
    _mark_absent(session, absences, now=now, by=by)
    signature = _countersign(session, origin, now=now, by=by)
    act = RegisterAct(kind=RegisterActKind.CLOSED, signature_id=signature.id)
    return _add(act, session, len(acts) + 1, now=now, by=by, told={"digest": signature.digest})


@transaction
def reopen_register(session: TrainingSession, reason: str, *, now: datetime, by: Person) -> RegisterAct:
    """Open a closed register again; every signature on it stays.

    :raises RegisterIsOpen: when it is not closed, or somebody opens it at the same moment.
    :raises ReopeningWithoutReason, RemarkTooLong: when nothing is said, or too much.
    """
    hold_alone(session)
    said = reason.strip()
    if not said:
        raise ReopeningWithoutReason
    check_remark(said)
    acts = acts_of(session)
    if not _is_closed(acts):
        raise RegisterIsOpen
    act = RegisterAct(kind=RegisterActKind.REOPENED, reason=said)
    return _add(act, session, len(acts) + 1, now=now, by=by, told={"reason": said})


def _refuse_closed(acts: list[RegisterAct]) -> None:
    if _is_closed(acts):
        raise RegisterIsClosed


def _is_closed(acts: list[RegisterAct]) -> bool:
    return bool(acts) and acts[-1].kind is RegisterActKind.CLOSED


def _mark_absent(
    session: TrainingSession, absences: Mapping[int, Attendance], *, now: datetime, by: Person
) -> None:
    if not absences:
        return
    signed = signatures_of(session)
    lines = {each.enrolment.id: each for each in sheet_of(session)}
    unsigned = {number for number, line in lines.items() if line.enrolment.advisor_id not in signed}
    if not absences.keys() <= unsigned:
        raise NotUnsigned
    away = [_as_absent(lines[number], attendance) for number, attendance in sorted(absences.items())]
    try:
        recording = write(RecordingKind.CORRECTION, session.network_id, away, now=now, by=by)
    except IntegrityError as refused:
        raise NotUnsigned from refused
    _tell(recording, away)


def _as_absent(line: RosterLine, attendance: Attendance) -> LedgerLine:
    current = line.history[-1]
    if current.attendance.is_absence or not attendance.is_absence:
        raise NotUnsigned
    return LedgerLine(
        enrolment_id=current.enrolment_id,
        advisor_id=current.advisor_id,
        day=current.day,
        half=current.half,
        modality=current.modality,
        attendance=attendance,
        minutes=-current.half_day_minutes,
        half_day_minutes=0,
        corrects_id=current.id,
        reason=UNSIGNED_AT_CLOSING,
        take=current.take,
    )


def _tell(recording: Recording, away: list[LedgerLine]) -> None:
    keep_act("hours.corrected", recording, after=summary(away) | {"reason": UNSIGNED_AT_CLOSING})


def _countersign(session: TrainingSession, origin: Origin, *, now: datetime, by: Person) -> Signature:
    signed = signatures_of(session)
    lines = []
    for each in sheet_of(session):
        found = signed.get(each.enrolment.advisor_id)
        given = (found.signed_at, found.digest) if found is not None else (None, "")
        lines.append(ClosedLine(sheet_line(session, each), *given))
    text = countersigned_text(by.display_name, lines)
    signature = Signature(
        network_id=session.network_id,
        session_id=session.id,
        role=Role.TRAINER,
        person_id=by.id,
        signed_at=now,
        method=SignatureMethod.COUNTERSIGNATURE,
        signer=by.display_name,
        signed_text=text,
        digest=digest_of_text(text),
        place=origin.place,
        agent=origin.agent,
    )
    add_signature(signature, by=by)
    return signature


def _add(
    act: RegisterAct,
    session: TrainingSession,
    number: int,
    *,
    now: datetime,
    by: Person,
    told: dict[str, str],
) -> RegisterAct:
    act.network_id, act.session_id, act.number, act.at, act.by_id = (
        session.network_id,
        session.id,
        number,
        now,
        by.id,
    )
    db.session.add(act)
    db.session.flush()
    record_act(
        f"register.{act.kind.value}",
        act,
        network_id=act.network_id,
        by_id=by.id,
        now=now,
        after={"session_id": session.id} | told,
    )
    return act
