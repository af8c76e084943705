"""The account of one person of a network, as its administrators see it."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.errors import NotFound, RuleBroken
from app.core.roles import Role
from app.people import queries, services
from app.people.accounts import signed_in_person
from app.people.forms import NewAddressForm, RolesForm
from app.people.mail import mailer
from app.people.models import Network, Person
from app.people.services import rename_person
from app.people.views.blueprint import blueprint
from app.people.views.handing_over import hand_over, link_to_show, mail
from app.people.views.members import STAFF, staff_choices
from app.web.access import allow
from app.web.clock import now
from app.web.forms import show_refusal, status_of
from app.web.messages import explain


@blueprint.route("/reseau/<network_code>/comptes/<int:person_id>", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def member(network: Network, person_id: int) -> Any:
    """Show a person's account and change their roles in the network."""
    person = _member(network, person_id)
    form = RolesForm(roles=[role.value for role in person.roles_given_in(network)])
    form.roles.choices = staff_choices()
    if form.validate_on_submit():
        roles = [Role(chosen) for chosen in form.roles.data]
        try:
            services.set_roles(network, person, roles, among=STAFF, now=now(), by=signed_in_person())
        except RuleBroken as refusal:
            show_refusal(form, refusal, "roles")
        else:
            return _after_change_of_roles(network, person)
    page = render_template(
        "people/member.html",
        form=form,
        person=person,
        state=person.state_in(network),
        roles=sorted(person.roles_given_in(network)),
        had_account=person.password_hash is not None and not person.joined_ids,
        is_theirs=person.network_ids <= signed_in_person().administered_ids,
        is_own=person.id == signed_in_person().id,
        can_hand_over=services.can_hand_over(network, person, signed_in_person()),
        can_mail=mailer().can_send,
        link=link_to_show(person),
    )
    return page, status_of(form)


@blueprint.post("/reseau/<network_code>/comptes/<int:person_id>/lien")
@allow(Role.ADMINISTRATOR)
def make_link(network: Network, person_id: int) -> Any:
    """Make a one-time link: to hand over, or only mailed when it would open other networks too."""
    person, by = _member(network, person_id), signed_in_person()

    def make() -> None:
        if mailer().can_send and not services.can_hand_over(network, person, by):
            mail(network, person, services.make_link_to_mail(network, person, now=now(), by=by))
        else:
            hand_over(network, person, services.make_link_to_hand_over(network, person, now=now(), by=by))

    return _done(person, make)


@blueprint.post("/reseau/<network_code>/comptes/<int:person_id>/fermeture")
@allow(Role.ADMINISTRATOR)
def close(network: Network, person_id: int) -> Any:
    """Let somebody sign in no more."""
    person = _member(network, person_id)
    return _done(
        person,
        lambda: services.close_account(person, now=now(), by=signed_in_person()),
        _("Le compte est fermé : cette personne est déconnectée et ne peut plus entrer."),
    )


@blueprint.post("/reseau/<network_code>/comptes/<int:person_id>/reouverture")
@allow(Role.ADMINISTRATOR)
def reopen(network: Network, person_id: int) -> Any:
    """Let somebody sign in again."""
    person = _member(network, person_id)
    return _done(
        person,
        lambda: services.reopen_account(person, now=now(), by=signed_in_person()),
        _("Le compte est rouvert."),
    )


@blueprint.route("/reseau/<network_code>/comptes/<int:person_id>/adresse", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def change_address(network: Network, person_id: int) -> Any:
    """Change the address at which somebody is reached and signs in."""
    person, by = _member(network, person_id), signed_in_person()
    form = NewAddressForm(email=person.email)
    if form.validate_on_submit():
        try:
            rename_person(
                person,
                email=form.email.data,
                given_name=person.given_name,
                family_name=person.family_name,
                now=now(),
                by=by,
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, "email")
        else:
            changed = _("%(name)s se connecte désormais avec l’adresse %(email)s.")
            flash(changed % {"name": person.display_name, "email": person.email}, "success")
            return redirect(url_for("people.member", person_id=person.id))
    return render_template("people/change_address.html", form=form, person=person), status_of(form)


def _member(network: Network, person_id: int) -> Person:
    person = queries.member(network, person_id)
    if person is None:
        raise NotFound
    return person


def _after_change_of_roles(network: Network, person: Person) -> Any:
    flash(_("Les rôles de %(name)s sont à jour.", name=person.display_name), "success")
    if Role.ADMINISTRATOR not in signed_in_person().roles_in(network):
        return redirect(url_for("home.index"))
    if not person.roles_given_in(network):
        return redirect(url_for("people.accounts"))
    return redirect(url_for("people.member", person_id=person.id))


def _done(person: Person, act: Callable[[], None], said: str | None = None) -> Any:
    """Do what a button asks for, and come back to the page it stands on with what came of it."""
    try:
        act()
    except RuleBroken as refusal:
        flash(explain(refusal), "error")
    else:
        if said:
            flash(said, "success")
    return redirect(url_for("people.member", person_id=person.id))
