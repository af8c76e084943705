"""Right after the click, a register can be taken back."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from app.attendance.services import undo_register
from app.attendance.views.blueprint import blueprint
from app.core.errors import RuleBroken
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.training.queries import training_session
from app.web.access import allow
from app.web.addresses import row_id
from app.web.clock import now
from app.web.messages import explain
from app.web.records import found


@blueprint.post("/seances/<int:session_id>/annuler-enregistrement")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def undo(network: Network, session_id: int) -> Any:
    """Take a register back that was just recorded; it is then to be taken again."""
    session = found(training_session(network, session_id))
    try:
        undo_register(session, _shown(), now=now(), by=signed_in_person())
    except RuleBroken as refusal:
        flash(explain(refusal), "info")
    else:
        flash(
            _("L’enregistrement est annulé : personne n’a d’heures pour cette séance, comme avant."),
            "success",
        )
    return redirect(url_for(".register", session_id=session_id))


def _shown() -> int:
    """Return the act that the page has shown; none has the number 0."""
    try:
        return row_id(request.form.get("recording_id", ""))
    except ValueError:
        return 0
