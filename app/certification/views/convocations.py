"""Calls the candidates of an exam: by letter where there is a mail server, else on paper."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.certification.letters import write_convocations
from app.certification.queries import exam_session as find_exam_session
from app.certification.services import convoke, note_convocation
from app.certification.views.blueprint import blueprint
from app.core.errors import RuleBroken
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.mail import mailer
from app.people.models import Network
from app.web.access import allow
from app.web.clock import now
from app.web.messages import explain
from app.web.records import found


@blueprint.post("/examens/<int:exam_session_id>/convoquer")
@allow(Role.ADMINISTRATOR)
def convoke_candidates(network: Network, exam_session_id: int) -> Any:
    """Note that everybody on the list is called, write to those who can be written to, and name the others."""
    session = found(find_exam_session(network, exam_session_id))
    page = redirect(url_for("certification.exam_candidates", exam_session_id=session.id))
    session_id, called_at = session.id, now()
    try:
        candidates = convoke(session, by_letter=mailer().can_send, now=called_at, by=signed_in_person())
    except RuleBroken as refusal:
        flash(explain(refusal), "error")
        return page

    def note(person_id: int, has_left: bool) -> None:
        note_convocation(session_id, person_id, called_at=called_at, has_left=has_left, now=now())

    called = [each.advisor.person for each in candidates]
    written = write_convocations(session, called, network, note)
    flash(_said(len(called)), "success" if called else "info")
    if written:
        flash(ngettext("%(num)s lettre part.", "%(num)s lettres partent.", len(written)), "info")
    if by_hand := sorted(each.display_name for each in called if each.id not in written):
        flash(_("Convocation à remettre imprimée : %(people)s.", people=", ".join(by_hand)), "info")
    return page


def _said(count: int) -> str:
    said: str = ngettext("%(num)s personne est convoquée.", "%(num)s personnes sont convoquées.", count)
    return said if count else str(_("Tout le monde était déjà convoqué."))
