"""Proof of the ledger: what can be computed again is, and compared with what is stored."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased, joinedload, lazyload

from app.attendance.models import Activity, ActivityProof, HoursEntry, Recording, RegisterScan, Signature
from app.attendance.queries.hours import standing_of
from app.attendance.rules import (
    LONGEST_ACTIVITY,
    ActivityState,
    Standing,
    check_day,
    check_minutes,
    digest_of,
    digest_of_text,
)
from app.audit.models import AuditEntry
from app.core.errors import RuleBroken
from app.core.findings import Finding, finding
from app.core.half_days import HALF_DAY_LIMIT_MINUTES
from app.core.language import N_
from app.extensions import db
from app.training.models import Enrolment

_ROWS_AT_ONCE: Final = 500
_FILES_AT_ONCE: Final = 5

_RECORDED_TWICE: Final = N_(
    "Ligne d’heures %(id)s : sa demi-journée a été enregistrée %(times)s fois en même temps."
)
_CORRECTED_TWICE: Final = N_(
    "Ligne d’heures %(id)s : sa demi-journée a été corrigée %(times)s fois en même temps."
)


class _OfFiles(NamedTuple):
    """What is said of files of one kind."""

    changed: str
    unproved: str
    missing: str
    removed: str = ""


_OF_SCANS: Final = _OfFiles(
    N_("Scan %(id)s : ses octets ne sont pas ceux qui ont été joints."),
    N_("Scan %(id)s : la chaîne des actes ne porte pas son empreinte exactement une fois."),
    N_("Scan %(id)s : il est dans la chaîne des actes et n’est plus avec sa feuille."),
)
_OF_PROOFS: Final = _OfFiles(
    N_("Pièce justificative %(id)s : ses octets ne sont pas ceux qui ont été joints."),
    N_("Pièce justificative %(id)s : la chaîne des actes ne porte pas son empreinte exactement une fois."),
    N_("Pièce justificative %(id)s : elle est dans la chaîne des actes et n’est plus avec son activité."),
    N_("Pièce justificative %(id)s : ses octets ont été retirés d’une activité dans l’état « %(state)s »."),
)


def ledger_problems() -> Iterator[Finding]:
    """Yield a finding for each thing in the ledger that is not as the application writes it."""
    yield from _changed_recordings()
    yield from _broken_half_days()
    yield from _negative_totals()
    yield from _miscounted_activities()
    yield from _changed_signatures()
    yield from _changed_files(RegisterScan, _OF_SCANS)
    yield from _changed_files(ActivityProof, _OF_PROOFS)


def _changed_signatures() -> Iterator[Finding]:
    in_the_chain = _digests_in_the_audit_chain(Signature)
    for signature in db.session.scalars(select(Signature).execution_options(yield_per=_ROWS_AT_ONCE)):
        if digest_of_text(signature.signed_text) != signature.digest:
            yield finding(
                N_("Signature %(id)s : son texte n’est pas celui qui a été signé."), id=signature.id
            )
        if in_the_chain.pop(signature.id, []) != [signature.digest]:
            yield finding(
                N_("Signature %(id)s : la chaîne des actes ne porte pas son empreinte exactement une fois."),
                id=signature.id,
            )
    for signature_id in in_the_chain:
        yield finding(
            N_("Signature %(id)s : elle est dans la chaîne des actes et n’est plus sur sa feuille."),
            id=signature_id,
        )


def _changed_files(table: type[RegisterScan | ActivityProof], said: _OfFiles) -> Iterator[Finding]:
    in_the_chain = _digests_in_the_audit_chain(table)
    removed = _removed_proofs() if table is ActivityProof else {}
    statement = select(table.id, table.sha256, table.content)
    for file_id, sha256, content in db.session.execute(statement.execution_options(yield_per=_FILES_AT_ONCE)):
        if removed.get(file_id) in {ActivityState.VALIDATED, ActivityState.WAITING}:
            yield finding(said.removed, id=file_id, state=removed[file_id])
        if file_id not in removed and hashlib.sha256(content).hexdigest() != sha256:
            yield finding(said.changed, id=file_id)
        if in_the_chain.pop(file_id, []) != [sha256]:
            yield finding(said.unproved, id=file_id)
    for file_id in in_the_chain:
        yield finding(said.missing, id=file_id)


def _removed_proofs() -> dict[int, ActivityState]:
    """Return the proofs whose bytes were let go, with the state of their activity."""
    statement = select(ActivityProof.id, Activity.state).join(
        Activity, Activity.id == ActivityProof.activity_id
    )
    found = db.session.execute(statement.where(ActivityProof.removed_at.is_not(None)))
    return {row[0]: row[1] for row in found}


def _changed_recordings() -> Iterator[Finding]:
    in_the_chain = _digests_in_the_audit_chain(Recording)
    statement = select(Recording).options(lazyload(Recording.recorded_by), joinedload(Recording.session))
    recordings = {recording.id: recording for recording in db.session.scalars(statement)}
    without_lines = set(recordings)
    for recording_id, group in groupby(_lines_by("recording_id"), key=lambda line: line.recording_id):
        without_lines.discard(recording_id)
        if recording_id in recordings:
            yield from _recording_problems(recordings[recording_id], list(group))
        else:
            yield finding(
                N_("Enregistrement %(id)s : il a des lignes et n’est pas dans le livre d’heures."),
                id=recording_id,
            )
    for recording_id in without_lines:
        yield from _recording_problems(recordings[recording_id], [])
    for recording_id, recording in recordings.items():
        if in_the_chain.pop(recording_id, []) != [recording.digest]:
            yield finding(
                N_(
                    "Enregistrement %(id)s : la chaîne des actes ne porte pas son empreinte exactement une fois."
                ),
                id=recording_id,
            )
    for recording_id in in_the_chain:
        yield finding(
            N_(
                "Enregistrement %(id)s : il est dans la chaîne des actes et n’est plus dans le livre d’heures."
            ),
            id=recording_id,
        )


def _recording_problems(recording: Recording, lines: Sequence[HoursEntry]) -> Iterator[Finding]:
    if digest_of(lines) != recording.digest:
        yield finding(
            N_("Enregistrement %(id)s : ses lignes ne sont pas celles qui ont été enregistrées."),
            id=recording.id,
        )
    session = recording.session
    if session is not None and any((line.day, line.half) != (session.day, session.half) for line in lines):
        yield finding(
            N_("Enregistrement %(id)s : une ligne est en dehors de la demi-journée de la feuille."),
            id=recording.id,
        )


def _digests_in_the_audit_chain(
    table: type[Recording | Signature | RegisterScan | ActivityProof],
) -> dict[int, list[str]]:
    statement = select(AuditEntry.subject_id, AuditEntry.after).where(
        AuditEntry.subject_type == table.__name__
    )
    digests: dict[int, list[str]] = defaultdict(list)
    for subject_id, after in db.session.execute(statement):
        digests[subject_id].append(after["digest"])
    return digests


def _broken_half_days() -> Iterator[Finding]:
    enrolments = db.session.scalars(select(Enrolment).options(joinedload(Enrolment.advisor)))
    standings = {enrolment.id: standing_of(enrolment) for enrolment in enrolments}
    lines = _lines_by("advisor_id", "day", "half", "activity_id", "take")
    for _once, group in groupby(lines, key=lambda line: (line.credit_key, line.take)):
        history = list(group)
        yield from _chain_problems(history)
        yield from _credit_problems(history[-1], standings[history[-1].enrolment_id])


def _chain_problems(history: Sequence[HoursEntry]) -> Iterator[Finding]:
    by_id = {line.id: line for line in history}
    for corrected_id, times in Counter(line.corrects_id for line in history).items():
        if times > 1:
            said = _RECORDED_TWICE if corrected_id is None else _CORRECTED_TWICE
            yield finding(said, id=history[0].id, times=times)
    for line in history:
        corrected = by_id.get(line.corrects_id) if line.corrects_id is not None else None
        if line.corrects_id is not None and corrected is None:
            yield finding(
                N_("Ligne d’heures %(id)s : elle corrige une ligne d’une autre demi-journée."), id=line.id
            )
        before = corrected.half_day_minutes if corrected is not None else 0
        if corrected is not None and corrected.undoes:
            yield finding(N_("Ligne d’heures %(id)s : elle corrige ce qui a été annulé."), id=line.id)
        if line.minutes != line.half_day_minutes - before:
            yield finding(
                N_("Ligne d’heures %(id)s : elle ajoute %(minutes)s minutes, et non %(expected)s."),
                id=line.id,
                minutes=line.minutes,
                expected=line.half_day_minutes - before,
            )


def _credit_problems(current: HoursEntry, standing: Standing) -> Iterator[Finding]:
    try:
        limit = HALF_DAY_LIMIT_MINUTES if current.activity_id is None else LONGEST_ACTIVITY
        check_minutes(current.half_day_minutes, current.attendance, limit)
    except RuleBroken:
        yield finding(
            N_("Ligne d’heures %(id)s : une demi-journée ne peut pas compter %(minutes)s minutes ainsi."),
            id=current.id,
            minutes=current.half_day_minutes,
        )
    try:
        # Who is exempt today may have followed some of the training before.
        check_day(replace(standing, is_exempt=False), current.day, today=current.day)
    except RuleBroken:
        if current.half_day_minutes:
            yield finding(
                N_("Ligne d’heures %(id)s : elle compte le %(day)s, un jour en dehors de l’inscription."),
                id=current.id,
                day=current.day,
            )


def _miscounted_activities() -> Iterator[Finding]:
    counted: Counter[int | None] = Counter(
        db.session.scalars(select(HoursEntry.activity_id).where(*_counts_an_activity()))
    )
    states = {row[0]: row[1] for row in db.session.execute(select(Activity.id, Activity.state))}
    for activity_id, state in states.items():
        wanted = 1 if state is ActivityState.VALIDATED else 0
        if counted.pop(activity_id, 0) != wanted:
            yield finding(
                N_("Activité %(id)s (%(state)s) : le livre d’heures devrait la compter %(times)s fois."),
                id=activity_id,
                state=state,
                times=wanted,
            )
    for unknown_id in counted:
        yield finding(
            N_("Activité %(id)s : elle est dans le livre d’heures et n’a jamais été remise."), id=unknown_id
        )


@cache
def _counts_an_activity() -> tuple[ColumnElement[bool], ...]:
    correction = aliased(HoursEntry)
    is_corrected = select(correction.id).where(correction.corrects_id == HoursEntry.id).exists()
    return HoursEntry.activity_id.is_not(None), ~HoursEntry.undoes, ~is_corrected


def _negative_totals() -> Iterator[Finding]:
    total = func.sum(HoursEntry.minutes)
    statement = select(HoursEntry.enrolment_id, total).group_by(HoursEntry.enrolment_id).having(total < 0)
    for enrolment_id, minutes in db.session.execute(statement):
        yield finding(
            N_("Inscription %(id)s : elle compte %(minutes)s minutes en tout."),
            id=enrolment_id,
            minutes=minutes,
        )


def _lines_by(*names: str) -> Iterator[HoursEntry]:
    order: list[Any] = [getattr(HoursEntry, name) for name in names]
    statement = select(HoursEntry).options(lazyload(HoursEntry.recording)).order_by(*order, HoursEntry.id)
    yield from db.session.scalars(statement.execution_options(yield_per=_ROWS_AT_ONCE))
