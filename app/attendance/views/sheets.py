"""A register that was filled in without network arrives, and is compared with what was recorded meanwhile."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.attendance.forms import KEPT, DecideForm, form_of_kept, readable_marks
from app.attendance.models import KeptSheet
from app.attendance.queries import (
    ComparedLine,
    claim_of_entry,
    compared,
    is_closed,
    kept_sheet,
    register_of,
    shown_times,
)
from app.attendance.rules import (
    LONGEST_KEPT,
    LONGEST_REMARK,
    MOST_KEPT,
    AlreadyDecided,
    Claim,
    CorrectionWithoutReason,
    LineChangedMeanwhile,
    Mark,
    NotASheet,
    SheetOutcome,
)
from app.attendance.services import SentSheet, decide_sheet, receive_sheet
from app.attendance.views.blueprint import blueprint
from app.core.errors import RuleBroken
from app.core.hours import format_hours
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.training.models import TrainingSession
from app.training.queries import training_session
from app.web.access import allow
from app.web.clock import now, today
from app.web.filters import named
from app.web.forms import REFUSED, show_refusal, status_of
from app.web.messages import explain
from app.web.records import found

LARGEST_SHEET: Final = 1024 * 1024
"""Bytes of a kept register; that of 500 people has a third of it."""

REASON: Final = "Feuille remplie hors connexion"
"""The reason proposed, which is French like every reason of the ledger."""


@blueprint.post("/seances/<int:session_id>/feuilles-gardees")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def receive(network: Network, session_id: int) -> Any:
    """Take a register that was kept without network; the same again gets the same answer."""
    session = found(training_session(network, session_id))
    if (request.content_length or 0) > LARGEST_SHEET:
        abort(413)
    try:
        sheet = _sent(session, request.get_json(silent=True))
        kept = receive_sheet(session, sheet, today=today(network), now=now(), by=signed_in_person())
    except RuleBroken as refusal:
        return {"outcome": "refused", "message": explain(refusal)}, REFUSED
    return {
        "outcome": kept.outcome.value,
        "message": _said(kept.outcome),
        "url": url_for(".compare", session_id=session.id, sheet_id=kept.id)
        if kept.outcome is SheetOutcome.TO_DECIDE
        else url_for(".register", session_id=session.id),
    }


@blueprint.get("/seances/<int:session_id>/feuilles-gardees/<int:sheet_id>")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def compare(network: Network, session_id: int, sheet_id: int) -> Any:
    """Show what a kept register says beside what is recorded."""
    session = found(training_session(network, session_id))
    return _comparison(session, found(kept_sheet(session, sheet_id)))


@blueprint.post("/seances/<int:session_id>/feuilles-gardees/<int:sheet_id>")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def decide(network: Network, session_id: int, sheet_id: int) -> Any:
    """Correct the register where the kept one is right, and put that one away."""
    session = found(training_session(network, session_id))
    kept = found(kept_sheet(session, sheet_id))
    lines = compared(session, _marks(session, kept))
    form = DecideForm()
    form.describe(_in_words(lines))
    claims = {line.current.id: line.kept for line in lines if line.current is not None}
    if form.validate():
        try:
            if not form.corrected <= claims.keys():
                raise LineChangedMeanwhile
            chosen: dict[int, Claim] = {each: claims[each] for each in form.corrected}
            when: dict[str, Any] = {"today": today(network), "now": now(), "by": signed_in_person()}
            decide_sheet(kept, chosen, form.reason.data or "", **when)
        except CorrectionWithoutReason as refusal:
            show_refusal(form, refusal, "reason")
        except AlreadyDecided as refusal:
            flash(explain(refusal), "info")
            return redirect(url_for(".register", session_id=session_id))
        except RuleBroken as refusal:
            return _comparison(session, kept, refusal=refusal)
        else:
            flash(_("La feuille gardée est traitée."), "success")
            return redirect(url_for(".register", session_id=session_id))
    return _comparison(session, kept, form)


def _sent(session: TrainingSession, sent: Any) -> SentSheet:
    """Return what a tablet has sent.

    :raises NotASheet: when it was made by no page of ours.
    """
    try:
        fields = _short_texts(sent["fields"])
        form = form_of_kept(fields)
        is_readable = form.validate_within(session.starts_at, session.ends_at)
        return SentSheet(
            key=str(UUID(sent["key"])),
            fields=fields,
            shown=_short_texts(sent)["shown"][:60],
            opened_at=_instant(sent["opened_at"]),
            kept_at=_instant(sent["kept_at"]),
            local_time=_short_texts(sent)["local_time"][:40],
            marks=readable_marks(form) if is_readable else None,
            take=form.take.data,
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as refused:
        raise NotASheet from refused


def _short_texts(sent: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts among what was sent, which hold what somebody can type.

    :raises ValueError: when there is too much of it.
    """
    texts = {name: value for name, value in sent.items() if isinstance(value, str)}
    # A remark that is too long is told beside its field, and stays.
    if len(texts) > MOST_KEPT or any(len(each) > 10 * LONGEST_KEPT for each in texts.values()):
        raise ValueError("no page of ours has that much to say")
    if not all(each.isprintable() for pair in texts.items() for each in pair):
        raise ValueError("no keyboard makes these characters")
    return texts


def _instant(written: str) -> datetime:
    at = datetime.fromisoformat(written)
    if at.tzinfo is None or not 2000 <= at.year <= 2100:
        raise ValueError("no tablet has this clock")
    return at


def _said(outcome: SheetOutcome) -> str:
    said: str = {
        SheetOutcome.RECORDED: _("La feuille gardée sur cet appareil est envoyée et enregistrée."),
        SheetOutcome.SAME: _("La feuille gardée est envoyée : le registre disait déjà la même chose."),
        SheetOutcome.TO_DECIDE: _("La feuille gardée est envoyée, mais elle attend votre décision."),
    }[outcome]
    return said


def _marks(session: TrainingSession, kept: KeptSheet) -> dict[int, Mark]:
    form = form_of_kept(kept.fields)
    form.validate_within(session.starts_at, session.ends_at)
    return readable_marks(form)


def _in_words(lines: list[ComparedLine]) -> list[tuple[int, str, str, str]]:
    return [
        (
            each.current.id,
            each.enrolment.advisor.person.display_name,
            _("Feuille gardée : %(claim)s", claim=_claim_in_words(each.kept)),
            _("Registre : %(claim)s", claim=_claim_in_words(claim_of_entry(each.current))),
        )
        for each in lines
        if each.current is not None
    ]


def _claim_in_words(claim: Claim) -> str:
    parts = [named(claim.attendance)]
    if claim.absence_kind is not None:
        parts.append(named(claim.absence_kind))
    if claim.minutes:
        parts.append(format_hours(claim.minutes))
    return ", ".join(parts)


def _comparison(
    session: TrainingSession,
    kept: KeptSheet,
    form: DecideForm | None = None,
    refusal: RuleBroken | None = None,
) -> Any:
    lines = compared(session, _marks(session, kept))
    disputed = [each for each in lines if each.is_different and each.current is not None]
    rows = [{"entry_id": each.current.id} for each in disputed if each.current is not None]
    form = form or DecideForm(formdata=None, people=rows, reason=REASON)
    form.describe(_in_words(lines))
    if refusal is not None:
        show_refusal(form, refusal)
    page = render_template(
        "attendance/compare_sheet.html",
        session=session,
        kept=kept,
        form=form,
        tones={KEPT: "good"},
        longest=LONGEST_REMARK,
        agreed=[each for each in lines if not each.is_different],
        missing=[(each, _claim_in_words(each.kept)) for each in lines if each.current is None],
        unreadable=_unreadable(session, kept, {each.enrolment.id for each in lines}),
        is_recorded=register_of(session) is not None,
        is_closed=is_closed(session),
        has_moved=kept.shown != shown_times(session),
        is_open=kept.outcome is SheetOutcome.TO_DECIDE and kept.decided_at is None,
    )
    return page, status_of(form)


def _unreadable(session: TrainingSession, kept: KeptSheet, known: set[int]) -> int:
    """Return of how many people a sheet speaks who are no longer expected, or in words that cannot be read."""
    form = form_of_kept(kept.fields)
    form.validate_within(session.starts_at, session.ends_at)
    return sum(1 for each in form.people if each.form.enrolment_id.data not in known)
