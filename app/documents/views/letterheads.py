"""Logo, colour and scanned signatures of the network and of its training providers."""

from collections.abc import Sequence
from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.errors import RuleBroken
from app.core.roles import Role
from app.documents.assembly import default_issuer
from app.documents.forms import LetterheadForm
from app.documents.queries import issuer_of, letterhead_of, picture_of
from app.documents.services import Look, PictureFile, save_letterhead
from app.documents.typesetting.pictures import picture_type
from app.documents.views.blueprint import IN_NETWORK, blueprint
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.training.models import Provider
from app.training.queries import provider as find_provider
from app.training.queries import providers
from app.web.access import allow
from app.web.clock import now
from app.web.forms import show_refusal, status_of
from app.web.records import found
from app.web.responses import download

_PAGE = f"{IN_NETWORK}/reglages/en-tete"


@blueprint.route(_PAGE, methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def network_letterhead(network: Network) -> Any:
    """Set what the papers of the network look like."""
    issuer = issuer_of(network) or default_issuer(network)
    return _letterhead(network, None, [each.name for each in issuer.signatories])


@blueprint.route(f"{_PAGE}/organismes/<int:provider_id>", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def provider_letterhead(network: Network, provider_id: int) -> Any:
    """Set what the papers of a training provider look like; nobody signs them but its representative."""
    provider = found(find_provider(network, provider_id))
    return _letterhead(network, provider, [provider.representative] if provider.representative else [])


@blueprint.get(f"{_PAGE}/images/<sha256>")
@allow(Role.ADMINISTRATOR)
def picture(network: Network, sha256: str) -> Response:
    """Show a picture that a letterhead of the network bears now."""
    content = found(picture_of(network, sha256))
    return download(content, sha256[:12], picture_type(content), inline=True)


def _letterhead(network: Network, provider: Provider | None, names: Sequence[str]) -> Any:
    kept = letterhead_of(network, provider.id if provider else None)
    form = LetterheadForm(obj=kept)
    if provider is None:
        # What the network says at the foot of its certificate stands in its settings.
        del form.mention
    if form.validate_on_submit():
        try:
            save_letterhead(network, provider, _look(form, names), now=now(), by=signed_in_person())
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            flash(_("L’en-tête est enregistré. Les certificats déjà émis n’ont pas changé."), "success")
            return redirect(_address(provider), 303)
    page = render_template(
        "documents/letterhead.html",
        form=form,
        provider=provider,
        providers=providers(network),
        action=_address(provider),
        logo=kept.logo_sha256 if kept else None,
        signatures={each.name: each.picture_sha256 for each in kept.signatures} if kept else {},
        fields=form.signature_fields(names),
    )
    return page, status_of(form)


def _address(provider: Provider | None) -> str:
    if provider is None:
        return url_for("documents.network_letterhead")
    return url_for("documents.provider_letterhead", provider_id=provider.id)


def _look(form: LetterheadForm, names: Sequence[str]) -> Look:
    fields = form.signature_fields(names)
    return Look(
        colour=form.colour.data or None,
        mention=form.mention.data if "mention" in form else "",
        logo=_file(form.logo.data),
        is_logo_removed=form.remove_logo.data,
        signatures={name: file for name, field, _remove in fields if (file := _file(field.data)) is not None},
        removed=frozenset(name for name, _field, remove in fields if remove.data),
    )


def _file(handed_over: Any) -> PictureFile | None:
    if not handed_over:
        return None
    with handed_over.stream as stream:
        return PictureFile(str(handed_over.filename or ""), stream.read())
