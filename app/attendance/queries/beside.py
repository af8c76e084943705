"""What there is beside the register of a half-day: asked for at once, since most half-days have none of it."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.orm import aliased

from app.attendance.models import Guest, KeptSheet, Recording, Signature, SigningTry
from app.attendance.queries.registers import is_register_in_force
from app.attendance.queries.sheets import is_to_decide
from app.core.roles import Role
from app.extensions import db
from app.training.models import TrainingSession


@dataclass(frozen=True, slots=True)
class Beside:
    """Whether a register is recorded, and whether there is anything that stands beside it."""

    is_recorded: bool
    was_undone: bool
    has_guests: bool
    has_signatures: bool
    has_kept_sheets: bool
    tries: int
    """How often somebody tried to sign and was refused."""


_ID: Final = bindparam("session_id", type_=Integer)
_UNDO: Final = aliased(Recording)
# Built once: most of what a small statement costs is to build it.
_STATEMENT: Final = select(
    select(Recording.id).where(Recording.session_id == _ID, is_register_in_force()).exists(),
    select(_UNDO.id).where(_UNDO.undoes_id == Recording.id, Recording.session_id == _ID).exists(),
    select(Guest.id).where(Guest.session_id == _ID, Guest.removed_at.is_(None)).exists(),
    select(Signature.id).where(Signature.session_id == _ID, Signature.role == Role.ADVISOR).exists(),
    select(KeptSheet.id).where(KeptSheet.session_id == _ID, is_to_decide()).exists(),
    select(func.count(SigningTry.id)).where(SigningTry.session_id == _ID).scalar_subquery(),
)


def beside(session: TrainingSession) -> Beside:
    """Return what there is beside the register of a half-day."""
    row = db.session.execute(_STATEMENT, {"session_id": session.id}).one()
    recorded, undone, guests, signatures, kept, tries = row
    return Beside(bool(recorded), bool(undone), bool(guests), bool(signatures), bool(kept), tries)
