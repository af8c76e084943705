"""Pages about those who train and those who employ."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.errors import RuleBroken
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.training import queries, services
from app.training.forms import HostForm, ProviderForm
from app.training.views.blueprint import Answer, blueprint
from app.web.access import allow
from app.web.clock import now
from app.web.forms import show_refusal, status_of
from app.web.paging import page_asked_for
from app.web.records import found


@blueprint.get("/structures")
@allow(Role.ADMINISTRATOR)
def hosts(network: Network) -> str:
    """Show the host organisations of the network."""
    every_host = queries.hosts(network)
    page = page_asked_for(len(every_host))
    return render_template(
        "training/hosts.html",
        hosts=every_host[page.offset : page.last],
        counts=queries.advisor_counts(network),
        page=page,
    )


@blueprint.route("/structures/nouvelle", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def new_host(network: Network) -> Answer:
    """Add a host organisation."""
    form = HostForm()
    if form.validate_on_submit():
        try:
            host = services.create_host(network, **_host_values(form), now=now(), by=signed_in_person())
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            flash(_("« %(name)s » est ajoutée aux structures.", name=host.name), "success")
            return redirect(url_for("training.hosts"))
    return render_template("training/host_form.html", form=form, host=None), status_of(form)


@blueprint.route("/structures/<int:host_id>/modifier", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def change_host(network: Network, host_id: int) -> Answer:
    """Change a host organisation."""
    host = found(queries.host(network, host_id))
    form = HostForm(obj=host)
    if form.validate_on_submit():
        try:
            services.change_host(host, **_host_values(form), now=now(), by=signed_in_person())
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            flash(_("La structure « %(name)s » est enregistrée.", name=host.name), "success")
            return redirect(url_for("training.hosts"))
    return render_template("training/host_form.html", form=form, host=host), status_of(form)


@blueprint.get("/organismes")
@allow(Role.ADMINISTRATOR)
def providers(network: Network) -> str:
    """Show the training providers of the network."""
    return render_template("training/providers.html", providers=queries.providers(network))


@blueprint.route("/organismes/nouveau", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def new_provider(network: Network) -> Answer:
    """Add a training provider."""
    form = ProviderForm()
    if form.validate_on_submit():
        try:
            provider = services.create_provider(
                network, **_provider_values(form), now=now(), by=signed_in_person()
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, "name")
        else:
            flash(_("« %(name)s » est ajouté aux organismes.", name=provider.name), "success")
            return redirect(url_for("training.providers"))
    return render_template("training/provider_form.html", form=form, provider=None), status_of(form)


@blueprint.route("/organismes/<int:provider_id>/modifier", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def change_provider(network: Network, provider_id: int) -> Answer:
    """Change a training provider."""
    provider = found(queries.provider(network, provider_id))
    form = ProviderForm(obj=provider)
    if form.validate_on_submit():
        try:
            services.change_provider(provider, **_provider_values(form), now=now(), by=signed_in_person())
        except RuleBroken as refusal:
            show_refusal(form, refusal, "name")
        else:
            flash(_("L’organisme « %(name)s » est enregistré.", name=provider.name), "success")
            return redirect(url_for("training.providers"))
    return render_template("training/provider_form.html", form=form, provider=provider), status_of(form)


def _host_values(form: HostForm) -> dict[str, Any]:
    return {
        "name": form.name.data,
        "postal_code": form.postal_code.data or "",
        "municipality": form.municipality.data or None,
        "state_id": form.state_id.data,
    }


def _provider_values(form: ProviderForm) -> dict[str, Any]:
    return {
        "name": form.name.data,
        "siret": form.siret.data or None,
        "activity_number": form.activity_number.data or None,
        "municipality": form.municipality.data or None,
        "representative": form.representative.data or None,
        "representative_quality": form.representative_quality.data or None,
    }
