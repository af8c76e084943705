"""The page of a print run: how far it is, and its files once it is done."""

from datetime import datetime, timedelta
from typing import Final

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from app.core.roles import Role
from app.documents.background import complete_in_background, is_under_way
from app.documents.letters import write_to_holders
from app.documents.models import DocumentState, PrintRun
from app.documents.queries import letters_of, typesetting_refusals
from app.documents.queries import print_run as find_run
from app.documents.views.blueprint import IN_NETWORK, blueprint
from app.documents.views.seals import seal_refusal
from app.people.accounts import signed_in_person
from app.people.mail import mailer
from app.people.models import Network
from app.web.access import allow
from app.web.clock import now
from app.web.messages import explain
from app.web.records import found

_SILENCE: Final = timedelta(seconds=20)
"""After so long without a new certificate, nobody is at the run any more: a restart has interrupted it."""


@blueprint.get(f"{IN_NETWORK}/impressions/<int:run_id>")
@allow(Role.ADMINISTRATOR)
def print_run(network: Network, run_id: int) -> str:
    """Show how many certificates of a run are ready, then the files for the printer, and whom the paper refused."""
    run = found(find_run(network, run_id))
    refusals = typesetting_refusals(run.documents)
    reserved = sum(each.state is DocumentState.RESERVED for each in run.documents)
    waiting = reserved - len(refusals)
    return render_template(
        "documents/print_run.html",
        run=run,
        done=len(run.documents) - reserved,
        in_force=sum(each.state is DocumentState.VALID for each in run.documents),
        is_complete=not waiting,
        is_running=is_under_way(run) or (waiting > 0 and _is_alive(run, now())),
        seal_refusal=seal_refusal() if waiting else None,
        letters=letters_of(run, now()),
        can_mail=mailer().can_send,
        refusals={document_id: explain(refusal) for document_id, refusal in refusals.items()},
    )


@blueprint.post(f"{IN_NETWORK}/impressions/<int:run_id>/reprise")
@allow(Role.ADMINISTRATOR)
def resume_run(network: Network, run_id: int) -> Response:
    """Go on with a run that was interrupted."""
    run = found(find_run(network, run_id))
    complete_in_background(run)
    return redirect(url_for("documents.print_run", run_id=run.id), 303)


@blueprint.post(f"{IN_NETWORK}/impressions/<int:run_id>/courriels")
@allow(Role.ADMINISTRATOR)
def mail_run(network: Network, run_id: int) -> Response:
    """Mail to each person of a run the link to their certificate, unless they were written to already."""
    run = found(find_run(network, run_id))
    if mailer().can_send:
        valid = [each for each in run.documents if each.state is DocumentState.VALID]
        write_to_holders(valid, by=signed_in_person(), now=now)
        flash(_("Les e-mails partent. Cette page dit ce que devient chacun."), "success")
    else:
        flash(_("Aucun serveur d’e-mail n’est réglé : rien n’est parti."), "error")
    return redirect(url_for("documents.print_run", run_id=run.id), 303)


def _is_alive(run: PrintRun, at: datetime) -> bool:
    # Another process may be at it, so the rows tell.
    last_sign = max([run.started_at, *(each.issued_at for each in run.documents if each.issued_at)])
    return at - last_sign < _SILENCE
