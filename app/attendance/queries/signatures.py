"""Reads of signatures: who has signed a half-day, what exactly, and whether the sheet still says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.attendance.models import HoursEntry, Recording, RecordingKind, Signature, SigningLink, SigningTry
from app.attendance.queries.registers import RosterLine, is_closed, lines_of
from app.attendance.rules import (
    Attendance,
    Click,
    Oddity,
    SheetLine,
    digest_of_text,
    signed_text,
    usual_place,
)
from app.core.roles import Role
from app.extensions import db
from app.people.models import Person
from app.people.queries import digest_of
from app.training.models import Enrolment, TrainingSession


class ChangedBy(StrEnum):
    """What made a sheet say something else than what was signed."""

    CORRECTION = "correction"
    RECORDING = "recording"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the line after it was signed; the time is known of acts of the register alone."""

    by: ChangedBy
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SignedLine:
    """Somebody on the sheet with their signature, if they have signed, and what has become of what they signed."""

    line: RosterLine
    signature: Signature | None
    change: Change | None = None
    is_elsewhere: bool = False

    @property
    def oddity(self) -> Oddity | None:
        """Return why the signature looks unlikely, as it was when given or as it shows beside the others now."""
        kept = self.signature.oddity if self.signature is not None else None
        return kept or (Oddity.ELSEWHERE if self.is_elsewhere else None)


def signatures_of(session: TrainingSession) -> dict[int, Signature]:
    """Return the signatures of advisors on a half-day, by the advisor's id."""
    statement = select(Signature).where(Signature.session_id == session.id, Signature.role == Role.ADVISOR)
    found = db.session.scalars(statement.options(joinedload(Signature.witness)).order_by(Signature.id))
    return {each.advisor_id: each for each in found if each.advisor_id is not None}


def click_of(session: TrainingSession, register: Recording) -> Click:
    """Return a register with what has become of it since it was recorded, which decides whether it can be undone."""
    signed = [each.signed_at for each in signatures_of(session).values()]
    addition = select(Recording.id).where(
        Recording.session_id == session.id,
        Recording.kind == RecordingKind.ADDITION,
        Recording.id > register.id,
    )
    return Click(
        recorded_at=register.recorded_at,
        recorded_by_id=register.recorded_by_id,
        is_closed=is_closed(session),
        is_corrected=any(len(line.history) > 1 for line in lines_of(register)),
        is_added_to=db.session.scalar(addition.limit(1)) is not None,
        signed_at=max(signed, default=None),
    )


def tries_of(session: TrainingSession) -> list[SigningTry]:
    """Return what was tried and refused at a half-day, the latest first."""
    statement = select(SigningTry).where(SigningTry.session_id == session.id)
    return list(db.session.scalars(statement.order_by(SigningTry.id.desc())))


def signed_lines(
    session: TrainingSession, roster: Sequence[RosterLine], signatures: Mapping[int, Signature] | None = None
) -> list[SignedLine]:
    """Return the people of a sheet, in the order given, with what they have signed.

    :param signatures: those of the half-day, by advisor, when they are known already.
    """
    signatures = signatures_of(session) if signatures is None else signatures
    usual = usual_place(each.place for each in signatures.values())
    lines = []
    for line in roster:
        signature = signatures.get(line.enrolment.advisor_id)
        change = change_since(session, line, signature) if signature is not None else None
        is_elsewhere = signature is not None and usual is not None and signature.place not in {"", usual}
        lines.append(SignedLine(line, signature, change, is_elsewhere))
    return lines


def sheet_line(session: TrainingSession, line: RosterLine, name: str | None = None) -> SheetLine:
    """Return the line of somebody as it is known now: what the register says, or there from start to end before it.

    :param name: how the person was called when they signed.
    """
    current = line.history[-1] if line.history else None
    return SheetLine(
        person=name or line.enrolment.advisor.person.display_name,
        day=session.day,
        half=session.half,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        group=session.group.name,
        module=session.module,
        place=session.place or "",
        trainers=tuple(trainer.display_name for trainer in session.trainers),
        attendance=current.attendance if current is not None else Attendance.PRESENT,
        minutes=current.half_day_minutes if current is not None else session.duration_minutes,
    )


def usable_signing_link(token: str, now: datetime) -> SigningLink | None:
    """Return the link with this token while it can still be used, and the account of its person is not closed."""
    statement = select(SigningLink).where(
        SigningLink.token_digest == digest_of(token),
        SigningLink.used_at.is_(None),
        SigningLink.expires_at > now,
    )
    person = joinedload(SigningLink.enrolment).joinedload(Enrolment.advisor)
    link = db.session.scalar(statement.options(person, joinedload(SigningLink.session)))
    return link if link is not None and link.enrolment.advisor.person.disabled_at is None else None


def line_of(roster: Sequence[RosterLine], person: Person) -> RosterLine | None:
    """Return the line of a person on a sheet, or None when they are not on it."""
    return next((each for each in roster if each.enrolment.advisor.person_id == person.id), None)


def change_since(session: TrainingSession, line: RosterLine, signature: Signature) -> Change | None:
    """Return what has become of a line after it was signed, or None while it says what was signed."""
    text_now = signed_text(sheet_line(session, line, signature.signer))
    if digest_of_text(text_now) == signature.digest:
        return None
    later = [entry for entry in line.history if entry.recording.recorded_at > signature.signed_at]
    return _made_by(later[-1]) if later else Change(ChangedBy.SESSION)


def _made_by(entry: HoursEntry) -> Change:
    is_correction = entry.recording.kind is RecordingKind.CORRECTION
    by = ChangedBy.CORRECTION if is_correction else ChangedBy.RECORDING
    return Change(by, entry.recording.recorded_at)
