"""The trainer lets the room sign: the code that changes, who has signed, what was tried, the pad of the tablet."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.attendance.forms import PadForm
from app.attendance.queries import (
    RosterLine,
    SignedLine,
    is_closed,
    sheet_line,
    sheet_of,
    signed_lines,
    tries_of,
)
from app.attendance.rules import (
    BOX,
    NotOnTheList,
    NotTheirName,
    SignatureMethod,
    checked_drawing,
    is_name_of,
    path_of,
    seconds_left,
    signed_text,
)
from app.attendance.services import Hand, sign_on_tablet
from app.attendance.views.blueprint import blueprint
from app.attendance.views.links import link_to_show
from app.attendance.views.origins import current_code, origin
from app.core.errors import RuleBroken
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.mail import mailer
from app.people.models import Network
from app.training.models import Enrolment, TrainingSession
from app.training.queries import enrolment as find_enrolment
from app.training.queries import training_session
from app.web.access import allow
from app.web.clock import now, today
from app.web.forms import show_refusal, status_of
from app.web.records import found

blueprint.add_app_template_filter(path_of, "drawn")


@blueprint.get("/seances/<int:session_id>/signatures")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def signatures(network: Network, session_id: int) -> Any:
    """Show the code of the room, who has signed and what was tried."""
    session = found(training_session(network, session_id))
    lines = signed_lines(session, sheet_of(session))
    code, picture = current_code(session)
    return render_template(
        "attendance/room.html",
        session=session,
        code=code,
        picture=picture,
        lines=lines,
        count=count_in_words(lines),
        version=_version(session, lines),
        tries=tries_of(session),
        is_open=not session.is_cancelled and session.day <= today(network) and not is_closed(session),
        box=BOX,
    )


@blueprint.get("/seances/<int:session_id>/signatures.json")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def signatures_now(network: Network, session_id: int) -> Any:
    """Tell the page of the room what has changed: the code, how many have signed."""
    session = found(training_session(network, session_id))
    lines = signed_lines(session, sheet_of(session))
    code, picture = current_code(session)
    return {
        "code": code,
        "picture": picture,
        "seconds": seconds_left(now()),
        "count": count_in_words(lines),
        "version": _version(session, lines),
    }


@blueprint.get("/seances/<int:session_id>/signatures/<int:enrolment_id>")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def pad(network: Network, session_id: int, enrolment_id: int) -> Any:
    """Show the pad on which somebody signs on the tablet of the trainer, or what they have signed."""
    session = found(training_session(network, session_id))
    return _pad_page(session, found(find_enrolment(network, enrolment_id)), PadForm(formdata=None))


@blueprint.post("/seances/<int:session_id>/signatures/<int:enrolment_id>")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def sign_on_pad(network: Network, session_id: int, enrolment_id: int) -> Any:
    """Take a signature that was drawn, or typed by who cannot draw."""
    session = found(training_session(network, session_id))
    signer, form = found(find_enrolment(network, enrolment_id)), PadForm()
    if form.validate():
        try:
            hand = _hand(form, signer.advisor.person.display_name)
            sign_on_tablet(session, signer, hand, today=today(network), now=now())
        except NotTheirName as refusal:
            show_refusal(form, refusal, "name")
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            flash(_("%(person)s a signé.", person=signer.advisor.person.display_name), "success")
            return redirect(url_for(".signatures", session_id=session_id))
    form.drawing.data = ""
    return _pad_page(session, signer, form)


def count_in_words(lines: list[SignedLine]) -> str:
    """Return “9 sur 12 ont signé”; who is recorded absent is not awaited."""
    signed = sum(1 for each in lines if each.signature is not None)
    awaited = sum(1 for each in lines if each.signature is not None or is_awaited(each.line))
    sentence: str = ngettext(
        "%(num)s sur %(total)s a signé", "%(num)s sur %(total)s ont signé", signed, total=awaited
    )
    return sentence


def is_awaited(line: RosterLine) -> bool:
    """Return whether a signature of somebody is waited for: not of who was away."""
    return not (line.history and line.history[-1].attendance.is_absence)


def _hand(form: PadForm, name: str) -> Hand:
    """Return how the form was signed.

    :raises NothingDrawn, NotADrawing: when there is neither a drawing nor a name.
    :raises NotTheirName: when another name was typed.
    """
    typed = form.name.data
    if typed and not is_name_of(typed, name):
        raise NotTheirName(name=name)
    if typed and not form.drawing.data:
        return Hand(SignatureMethod.TYPED, origin(), witness=signed_in_person())
    drawing = checked_drawing(form.drawing.data or "")
    return Hand(SignatureMethod.DRAWN, origin(), drawing, signed_in_person())


def _pad_page(session: TrainingSession, signer: Enrolment, form: PadForm) -> Any:
    lines = [each for each in signed_lines(session, sheet_of(session)) if each.line.enrolment.id == signer.id]
    if not lines and not form.errors:
        show_refusal(form, NotOnTheList())
    known = sheet_line(session, lines[0].line) if lines else None
    page = render_template(
        "attendance/pad.html",
        session=session,
        signer=signer,
        person=signer.advisor.person,
        signed=lines[0] if lines else None,
        text=signed_text(known) if known is not None else "",
        link=link_to_show(session.id, signer.id),
        can_mail=mailer().can_send,
        form=form,
        box=BOX,
    )
    return page, status_of(form)


def _version(session: TrainingSession, lines: list[SignedLine]) -> str:
    signed = [each.line.enrolment.id for each in lines if each.signature is not None]
    return f"{len(lines)}-{len(signed)}-{len(tries_of(session))}"
