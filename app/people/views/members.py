"""The people of a network: who has an account, and inviting somebody."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.forms import InvitationForm, MembersFilter
from app.people.models import Network
from app.people.queries import count_by_role, found_members
from app.people.rules import AccountClosed, AccountState
from app.people.services import Invitation
from app.people.services import invite as invite_person
from app.people.views.blueprint import blueprint
from app.people.views.handing_over import hand_over
from app.web.access import allow
from app.web.clock import now
from app.web.forms import status_of
from app.web.labels import label
from app.web.messages import explain
from app.web.paging import PAGE_SIZE, page_asked_for

STAFF = (Role.TRAINER, Role.ADMINISTRATOR)
"""The roles given on these pages; the role of an advisor comes with their training file."""


@blueprint.get("/reseau/<network_code>/comptes")
@allow(Role.ADMINISTRATOR)
def accounts(network: Network) -> Any:
    """List the people of the network with their roles and the state of their account."""
    form = MembersFilter(request.args)
    role = next((each for each in Role if each == request.args.get("role")), None)
    words = (form.q.data or "")[:200]
    total, _people = found_members(network, role=role, words=words, offset=0, limit=0)
    page = page_asked_for(total)
    _total, people = found_members(network, role=role, words=words, offset=page.offset, limit=PAGE_SIZE)
    return render_template(
        "people/members.html",
        form=form,
        people=people,
        page=page,
        role=role,
        words=words,
        roles=_role_tabs(network, role, words),
    )


@blueprint.route("/reseau/<network_code>/comptes/invitation", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def invite(network: Network) -> Any:
    """Give somebody a role in the network, and a link when they have no account yet."""
    form = InvitationForm()
    form.roles.choices = staff_choices()
    if form.validate_on_submit():
        invitation = invite_person(
            network,
            form.email.data,
            form.given_name.data,
            form.family_name.data,
            [Role(chosen) for chosen in form.roles.data],
            now=now(),
            by=signed_in_person(),
        )
        _tell(network, invitation)
        return redirect(url_for("people.member", person_id=invitation.person.id))
    return render_template("people/invite.html", form=form), status_of(form)


def staff_choices() -> list[tuple[str, str]]:
    """Return the roles that these pages give, with their names."""
    return [(role.value, _(label(role))) for role in STAFF]


def _tell(network: Network, invitation: Invitation) -> None:
    person = invitation.person
    if invitation.token is not None:
        hand_over(network, person, invitation.token)
    elif person.account_state is AccountState.CLOSED:
        flash(explain(AccountClosed(email=person.email)), "error")
    else:
        known = _("%(name)s fait déjà partie de ce réseau : ses rôles comptent dès maintenant.")
        flash(known % {"name": person.display_name}, "success")


def _role_tabs(network: Network, chosen: Role | None, words: str) -> list[dict[str, Any]]:
    counts = count_by_role(network)
    everybody = {"label": _("Tous"), "url": _url(None, words), "is_current": chosen is None}
    return [everybody] + [
        {
            "label": _(label(role)),
            "url": _url(role, words),
            "is_current": role is chosen,
            "count": counts[role],
        }
        for role in Role
    ]


def _url(role: Role | None, words: str) -> str:
    return url_for("people.accounts", role=role.value if role else None, q=words or None)
