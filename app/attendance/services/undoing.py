"""A register is taken back right after the click, a file of half-days as long as nothing rests on it.

The ledger then counts exactly what it counted before.
"""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from app.attendance.models import HoursEntry, Recording, RecordingKind
from app.attendance.queries import is_undone, refusal_of_undoing, register_of
from app.attendance.rules import UNDONE, AlreadyUndone, CannotUndo, CorrectedMeanwhile, LedgerLine
from app.attendance.services.ledger import hold_against_registers, keep_act, summary, write
from app.database import transaction
from app.people.models import Person
from app.training.models import TrainingSession


@transaction
def undo_register(session: TrainingSession, recording_id: int, *, now: datetime, by: Person) -> Recording:
    """Take a register back: each line gets the one that takes it back, and the register can be taken again.

    :param recording_id: the act that the page has shown: a press sent twice does not undo what was recorded since.
    :raises AlreadyUndone: when that act no longer counts.
    :raises CannotUndo: when somebody else recorded it, it is too late, or something rests on it.
    :raises OthersRestOnRegister: when another register left somebody out because they have hours on this one.
    """
    hold_against_registers(session)
    register = register_of(session)
    if register is None or register.id != recording_id:
        raise AlreadyUndone
    refusal = refusal_of_undoing(session, register, by.id, now)
    if refusal is not None:
        raise refusal
    lines = [_taking_back(entry) for entry in register.entries]
    try:
        undo = write(RecordingKind.UNDO, session.network_id, lines, now=now, by=by, undoes=register)
    except IntegrityError as refused:
        # Somebody has corrected a line at this very moment.
        raise CannotUndo from refused
    keep_act(
        "register.undone", undo, after={"session_id": session.id, "undoes": register.id} | summary(lines)
    )
    return undo


@transaction
def undo_hours(imported: Recording, *, now: datetime, by: Person | None) -> Recording:
    """Take the half-days of a file back: each line gets the one that takes it back, and they can be recorded again.

    :raises AlreadyUndone: when it was done before, or is at this moment.
    :raises CorrectedMeanwhile: when one of its half-days was corrected.
    """
    lines = [_taking_back(entry) for entry in imported.entries]
    try:
        undo = write(RecordingKind.UNDO, imported.network_id, lines, now=now, by=by, undoes=imported)
    except IntegrityError as refused:
        # The database refuses a second line behind one: somebody has pressed the button too, or corrected a line.
        raise (AlreadyUndone if is_undone(imported) else CorrectedMeanwhile) from refused
    keep_act("hours.undone", undo, after={"undoes": imported.id} | summary(lines))
    return undo


def _taking_back(entry: HoursEntry) -> LedgerLine:
    return LedgerLine(
        enrolment_id=entry.enrolment_id,
        advisor_id=entry.advisor_id,
        day=entry.day,
        half=entry.half,
        modality=entry.modality,
        attendance=entry.attendance,
        minutes=-entry.half_day_minutes,
        half_day_minutes=0,
        corrects_id=entry.id,
        reason=UNDONE,
        take=entry.take,
        undoes=True,
    )
