"""The settings of the issuer: in whose name certificates are printed, and what they look like before any is issued."""

from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.roles import Role
from app.core.territories import Territory
from app.documents.assembly import default_issuer
from app.documents.forms import IssuerForm
from app.documents.models import Issuer, Signatory
from app.documents.queries import issuer_of
from app.documents.services import save_issuer
from app.documents.specimens import certificate_specimen, print_specimen
from app.documents.views.blueprint import IN_NETWORK, blueprint
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.people.services import set_sort_order, set_territory
from app.web.access import allow
from app.web.clock import now, today
from app.web.filters import named
from app.web.forms import status_of
from app.web.responses import PDF_TYPE, download


@blueprint.get(f"{IN_NETWORK}/reglages")
@allow(Role.ADMINISTRATOR)
def settings(network: Network) -> Any:
    """Show in whose name certificates are printed."""
    return render_template("documents/settings.html", form=_filled_form(network))


@blueprint.post(f"{IN_NETWORK}/reglages")
@allow(Role.ADMINISTRATOR)
def save_settings(network: Network) -> Any:
    """Keep the settings, for the certificates issued from now on."""
    form = _filled_form(network)
    if not form.validate_on_submit():
        return render_template("documents/settings.html", form=form), status_of(form)
    by = signed_in_person()
    save_issuer(
        network,
        name=form.name.data,
        place=form.place.data or "",
        heading=form.heading.data,
        disclaimer=form.disclaimer.data,
        language=form.language.data,
        signatories=form.signatories,
        now=now(),
        by=by,
    )
    if form.sort_order.data != network.sort_order:
        set_sort_order(network, form.sort_order.data, now=now(), by=by)
    if form.territory.data != network.territory:
        set_territory(network, Territory(form.territory.data), now=now(), by=by)
    flash(_("Les réglages sont enregistrés. Les certificats déjà émis n’ont pas changé."), "success")
    return redirect(url_for("documents.settings"), 303)


@blueprint.post(f"{IN_NETWORK}/reglages/specimen")
@allow(Role.ADMINISTRATOR)
def preview(network: Network) -> Response | tuple[str, int]:
    """Typeset a specimen with the settings as they were typed, and keep nothing."""
    form = _filled_form(network)
    if not form.validate_on_submit():
        return render_template("documents/settings.html", form=form), status_of(form)
    pdf = print_specimen(certificate_specimen(network, _issuer(form), today(network)))
    return download(pdf, f"{network.code}-specimen.pdf", PDF_TYPE, inline=True)


def _filled_form(network: Network) -> IssuerForm:
    issuer = issuer_of(network) or default_issuer(network)
    shown = {"sort_order": network.sort_order.value, "territory": network.territory.value}
    for number, signatory in enumerate(issuer.signatories, start=1):
        shown[f"signatory_{number}_name"] = signatory.name
        shown[f"signatory_{number}_quality"] = signatory.quality
    form = IssuerForm(obj=issuer, data=shown)
    form.offer_territories([(each.value, named(each)) for each in Territory])
    return form


def _issuer(form: IssuerForm) -> Issuer:
    """Return the issuer as it was typed, which is kept nowhere."""
    return Issuer(
        name=form.name.data,
        place=form.place.data or "",
        heading=form.heading.data,
        disclaimer=form.disclaimer.data,
        language=form.language.data,
        signatories=[Signatory(name=name, quality=quality) for name, quality in form.signatories],
    )
