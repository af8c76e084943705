"""The register of one half-day: taken with one button, read ever after."""

from typing import Any

from flask import Response, flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.attendance.forms import ABSENCE_KINDS, ATTENDANCES, RegisterForm, typed_for, untouched_lines
from app.attendance.models import Recording
from app.attendance.queries import (
    Beside,
    RosterLine,
    SignedLine,
    acts_of,
    beside,
    guests_of,
    is_closed,
    kept_sheet,
    lines_of,
    refusal_of_undoing,
    register_of,
    roster_of,
    sheets_to_decide,
    shown_times,
    signed_lines,
    tries_of,
    undone_registers,
)
from app.attendance.rules import BOX, LONGEST_REMARK, UNDO_LASTS, Attendance, NotExpected
from app.attendance.services import record_register
from app.attendance.views.blueprint import blueprint
from app.attendance.views.closing import unsigned
from app.attendance.views.room import count_in_words
from app.core.errors import RuleBroken
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.training.models import TrainingSession
from app.training.queries import training_session
from app.web.access import allow
from app.web.addresses import row_id
from app.web.clock import now, today
from app.web.forms import show_refusal, status_of
from app.web.records import found


@blueprint.get("/seances/<int:session_id>")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def register(network: Network, session_id: int) -> Any:
    """Show the register: to fill in, or as it was recorded; a half-day that was cancelled has none."""
    session = _session(network, session_id)
    if session.is_cancelled:
        return _cancelled_page(session)
    around = beside(session)
    recorded = register_of(session) if around.is_recorded else None
    if recorded is not None:
        return _recorded_page(session, recorded)
    page = _page_to_fill_in(network, session, around, _resumed(session))
    return page if session.day > today(network) else _kept_page(page)


@blueprint.post("/seances/<int:session_id>")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def record(network: Network, session_id: int) -> Any:
    """Record the register; whoever comes second is shown what the first one recorded."""
    session = _session(network, session_id)
    form = RegisterForm()
    try:
        if _is_complete(form, session):
            record_register(
                session,
                form.marks,
                today=today(network),
                now=now(),
                by=signed_in_person(),
                take=form.take.data,
            )
            flash(_("La feuille de présence est enregistrée."), "success")
            return redirect(url_for(".register", session_id=session_id))
    except RuleBroken as refusal:
        form = _form_as_typed(session)
        show_refusal(form, refusal)
    if session.is_cancelled:
        return _cancelled_page(session), 409
    recorded = register_of(session)
    if recorded is not None:
        return _recorded_page(session, recorded, comes_second=True), 409
    return _page_to_fill_in(network, session, beside(session), form), status_of(form)


def _session(network: Network, session_id: int) -> TrainingSession:
    return found(training_session(network, session_id))


def _is_complete(form: RegisterForm, session: TrainingSession) -> bool:
    if not form.is_about(_to_mark(roster_of(session))):
        raise NotExpected
    return form.validate_within(session.starts_at, session.ends_at)


def _to_mark(lines: list[RosterLine]) -> list[int]:
    return [line.enrolment.id for line in lines if not line.history]


def _form_as_typed(session: TrainingSession) -> RegisterForm:
    # Who was refused may find another list: whoever is on both keeps what was typed.
    return RegisterForm(formdata=typed_for(_to_mark(roster_of(session)), request.form))


def _resumed(session: TrainingSession) -> RegisterForm | None:
    """Return the form with the marks of a sheet that was kept without network, when the address names one."""
    asked = request.args.get("reprise", type=row_id)
    kept = kept_sheet(session, asked) if asked is not None else None
    if kept is None:
        return None
    return RegisterForm(formdata=typed_for(_to_mark(roster_of(session)), MultiDict(kept.fields)))


def _kept_page(page: str) -> Response:
    """Let the browser keep this page for whom it was made, to be filled in where there is no network."""
    answer = make_response(page)
    answer.headers["Livret-Keep"] = str(signed_in_person().id)
    return answer


def _page_to_fill_in(
    network: Network, session: TrainingSession, around: Beside, form: RegisterForm | None = None
) -> str:
    guests = guests_of(session) if around.has_guests else []
    lines = roster_of(session, guests)
    signed = signed_lines(session, lines, None if around.has_signatures else {})
    undone = undone_registers(session) if around.was_undone else []
    shown = form.lines if form is not None else untouched_lines(_to_mark(lines))
    form = form or RegisterForm(formdata=None, take=len(undone))
    form.name_people({line.enrolment.id: line.enrolment.advisor.person.display_name for line in lines})
    return render_template(
        "attendance/register.html",
        session=session,
        form=form,
        lines=shown,
        present=sum(line.attendance == Attendance.PRESENT for line in shown),
        attendances=[(value, str(label)) for value, label in ATTENDANCES],
        absence_kinds=[(value, str(label)) for value, label in ABSENCE_KINDS],
        longest_remark=LONGEST_REMARK,
        people={line.enrolment.id: line.enrolment for line in lines},
        known=[line for line in lines if line.history],
        count=count_in_words(signed),
        undone=undone,
        tries=around.tries,
        guests=guests,
        may_merge=Role.ADMINISTRATOR in g.roles,
        is_future=session.day > today(network),
        waiting=sheets_to_decide(session) if around.has_kept_sheets else [],
        opened_at=now(),
        shown=shown_times(session),
    )


def _cancelled_page(session: TrainingSession) -> str:
    return render_template(
        "attendance/cancelled_session.html", session=session, waiting=sheets_to_decide(session)
    )


def _recorded_page(session: TrainingSession, recorded: Recording, *, comes_second: bool = False) -> str:
    lines = signed_lines(session, lines_of(recorded))
    return render_template(
        "attendance/recorded_register.html",
        session=session,
        recorded=recorded,
        lines=lines,
        count=count_in_words(lines),
        box=BOX,
        acts=acts_of(session),
        is_closed=is_closed(session),
        corrected_since=_corrected_since_closing(session, lines),
        unsigned=unsigned(lines),
        guests=guests_of(session),
        may_merge=Role.ADMINISTRATOR in g.roles,
        tries=len(tries_of(session)),
        may_close=Role.TRAINER in g.roles,
        may_undo=refusal_of_undoing(session, recorded, signed_in_person().id, now()) is None,
        undo_minutes=int(UNDO_LASTS.total_seconds()) // 60,
        comes_second=comes_second,
        waiting=sheets_to_decide(session),
    )


def _corrected_since_closing(session: TrainingSession, lines: list[SignedLine]) -> int:
    """Return how many people of a sheet were corrected after its last closing."""
    acts = acts_of(session)
    closings = [act.at for act in acts if act.signature_id is not None]
    if not closings:
        return 0
    return sum(1 for each in lines if each.line.history[-1].recording.recorded_at > closings[-1])
