"""An advisor signs on their own phone: the code of the room, one button, what they sign before their eyes."""

from datetime import timedelta
from typing import Any, Final

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from app.attendance.forms import CodeForm, ConfirmForm
from app.attendance.queries import line_of, sheet_line, sheet_of, signatures_of, tries_of
from app.attendance.rules import (
    CodeOfAnotherSession,
    CodeVerdict,
    Oddity,
    OldCode,
    SigningRefused,
    WrongCode,
    judge_code,
    signed_text,
)
from app.attendance.services import keep_try, sign_from_phone
from app.attendance.views.blueprint import blueprint
from app.attendance.views.origins import code_secret, forget_scan, has_scanned, keep_scan, origin
from app.core.errors import RuleBroken
from app.core.roles import Role
from app.database import id_of
from app.people.accounts import signed_in_person
from app.people.known_browsers import client_source
from app.people.models import Network, Person
from app.people.queries import network_by_code
from app.people.rules import AttemptKind, TooManyAttempts
from app.people.services import count_attempt, forgive_attempts
from app.training.models import TrainingSession
from app.training.queries import sessions_between, training_session
from app.web.access import allow, public
from app.web.clock import now, today
from app.web.forms import REFUSED, show_refusal, status_of
from app.web.messages import explain
from app.web.records import found

_DAYS_OPEN: Final = 7
"""For how long after its day a half-day can still be signed by typing the code that its trainer shows."""


@blueprint.get("/seances/<int:session_id>/signer/<code>")
@public
def scan(network_code: str, session_id: int, code: str) -> Any:
    """Take the code that a phone has just scanned; who is not signed in does so next."""
    network = found(network_by_code(network_code))
    session = found(training_session(network, session_id))
    try:
        _check_code(network, [session], code, account=f"register {session.id}", person=None)
    except SigningRefused as refusal:
        page = render_template(
            "attendance/code_refused.html", refusal=explain(refusal), network_code=network.code
        )
        return page, REFUSED
    answer = redirect(url_for(".sign", network_code=network.code, session_id=session.id))
    keep_scan(answer, session)
    return answer


@blueprint.route("/signer", methods=["GET", "POST"])
@allow(Role.ADVISOR)
def enter_code(network: Network) -> Any:
    """Take the code that somebody types, and find the half-day that shows it."""
    form, person = CodeForm(), signed_in_person()
    if not form.validate_on_submit():
        return _code_page(form)
    this_day = today(network)
    sessions = sessions_between(network, this_day - timedelta(days=_DAYS_OPEN), this_day)
    try:
        session = _check_code(network, sessions, form.code.data, account=person.email, person=person)
    except SigningRefused as refusal:
        show_refusal(form, refusal, "code")
        return _code_page(form)
    answer = redirect(url_for(".sign", session_id=session.id))
    keep_scan(answer, session)
    return answer


@blueprint.get("/seances/<int:session_id>/signer")
@allow(Role.ADVISOR)
def sign(network: Network, session_id: int) -> Any:
    """Show what somebody is about to sign, or what they have signed."""
    session = found(training_session(network, session_id))
    if not _may_sign(session):
        flash(_("Scannez le code affiché dans la salle, ou écrivez-le ici."), "info")
        return redirect(url_for(".enter_code"))
    if line_of(sheet_of(session), signed_in_person()) is None:
        _tell_once([session], Oddity.NOT_EXPECTED, signed_in_person())
    return _signing_page(session)


@blueprint.post("/seances/<int:session_id>/signer")
@allow(Role.ADVISOR)
def confirm_signature(network: Network, session_id: int) -> Any:
    """Sign; whoever presses twice finds their one signature."""
    session = found(training_session(network, session_id))
    if not _may_sign(session):
        flash(_("Scannez le code affiché dans la salle, ou écrivez-le ici."), "info")
        return redirect(url_for(".enter_code"))
    try:
        sign_from_phone(session, signed_in_person(), origin(), today=today(network), now=now())
    except RuleBroken as refusal:
        return _signing_page(session, refusal)
    flash(_("Votre signature est enregistrée."), "success")
    answer = redirect(url_for(".sign", session_id=session.id))
    forget_scan(answer)
    return answer


def _may_sign(session: TrainingSession) -> bool:
    # Who has signed may always read what; who has not needs to be in the room.
    return has_scanned(session) or _own_signature(session) is not None


def _own_signature(session: TrainingSession) -> Any:
    person = signed_in_person()
    return next((each for each in signatures_of(session).values() if each.person_id == person.id), None)


def _check_code(
    network: Network, sessions: list[TrainingSession], typed: str, *, account: str, person: Person | None
) -> TrainingSession:
    """Return the one of ``sessions`` whose code was given; what is refused is told to its trainer.

    :raises SigningRefused: when it is the code of none.
    :raises TooManyAttempts: when too many were tried lately.
    """
    source = client_source()
    try:
        count_attempt(AttemptKind.REGISTER_CODE, account, source, now=now())
    except TooManyAttempts:
        _tell_once(_of_person(sessions, person), Oddity.TOO_MANY, person)
        raise
    secret, at = code_secret(), now()
    verdicts = {session: judge_code(secret, session.id, typed, at) for session in sessions}
    for session, verdict in verdicts.items():
        if verdict is CodeVerdict.RIGHT:
            forgive_attempts(AttemptKind.REGISTER_CODE, account, source)
            return session
    refusal = _refusal(network, verdicts, typed)
    concerned = [each for each, verdict in verdicts.items() if verdict is CodeVerdict.OLD]
    for session in concerned or _of_person(sessions, person):
        keep_try(session, refusal.oddity, person, origin(), now=at)
    raise refusal


def _refusal(network: Network, verdicts: dict[TrainingSession, CodeVerdict], typed: str) -> SigningRefused:
    if CodeVerdict.OLD in verdicts.values():
        return OldCode()
    this_day = today(network)
    others = sessions_between(network, this_day - timedelta(days=_DAYS_OPEN), this_day)
    is_anothers = any(
        judge_code(code_secret(), each.id, typed, now()) is CodeVerdict.RIGHT for each in others
    )
    return CodeOfAnotherSession() if is_anothers else WrongCode()


def _of_person(sessions: list[TrainingSession], person: Person | None) -> list[TrainingSession]:
    """Return the half-days whose trainer must learn of a try: those where the person is expected now."""
    if person is None:
        return sessions[:1]
    last = max((session.day for session in sessions), default=None)
    return [each for each in sessions if each.day == last and line_of(sheet_of(each), person) is not None]


def _tell_once(sessions: list[TrainingSession], oddity: Oddity, person: Person | None) -> None:
    # Whoever goes on trying must not fill the list of the trainer.
    told = id_of(person)
    for session in sessions:
        if (oddity, told) not in {(each.oddity, each.person_id) for each in tries_of(session)}:
            keep_try(session, oddity, person, origin(), now=now())


def _code_page(form: CodeForm) -> Any:
    return render_template("attendance/enter_code.html", form=form), status_of(form)


def _signing_page(session: TrainingSession, refusal: RuleBroken | None = None) -> Any:
    form, signature = ConfirmForm(formdata=None), _own_signature(session)
    line = line_of(sheet_of(session), signed_in_person())
    if refusal is not None:
        show_refusal(form, refusal)
    page = render_template(
        "attendance/sign.html",
        session=session,
        form=form,
        signature=signature,
        line=sheet_line(session, line) if line is not None else None,
        text=signed_text(sheet_line(session, line)) if line is not None else "",
    )
    return make_response(page, REFUSED if refusal is not None else 200)
