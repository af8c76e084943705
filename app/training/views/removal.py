"""Takes away what was created by error: one press on its own page, refused in words while anything rests on it."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from app.core.errors import RuleBroken
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.training import queries
from app.training.services import Removable, remove
from app.training.views.blueprint import Answer, blueprint
from app.web.access import allow
from app.web.clock import now
from app.web.messages import explain
from app.web.records import found


@blueprint.post("/structures/<int:host_id>/supprimer")
@allow(Role.ADMINISTRATOR)
def remove_host(network: Network, host_id: int) -> Answer:
    """Take a host away for which nobody works."""
    return _removed(
        found(queries.host(network, host_id)),
        url_for("training.hosts"),
        url_for("training.change_host", host_id=host_id),
    )


@blueprint.post("/organismes/<int:provider_id>/supprimer")
@allow(Role.ADMINISTRATOR)
def remove_provider(network: Network, provider_id: int) -> Answer:
    """Take a provider away who trains no cohort."""
    return _removed(
        found(queries.provider(network, provider_id)),
        url_for("training.providers"),
        url_for("training.change_provider", provider_id=provider_id),
    )


@blueprint.post("/promotions/<int:cohort_id>/supprimer")
@allow(Role.ADMINISTRATOR)
def remove_cohort(network: Network, cohort_id: int) -> Answer:
    """Take an empty cohort away."""
    return _removed(
        found(queries.cohort(network, cohort_id)),
        url_for("training.cohorts"),
        url_for("training.change_cohort", cohort_id=cohort_id),
    )


@blueprint.post("/groupes/<int:group_id>/supprimer")
@allow(Role.ADMINISTRATOR)
def remove_group(network: Network, group_id: int) -> Answer:
    """Take an empty group away."""
    group = found(queries.group(network, group_id))
    return _removed(
        group,
        url_for("training.cohort", cohort_id=group.cohort_id),
        url_for("training.change_group", group_id=group_id),
    )


def _removed(row: Removable, elsewhere: str, own_page: str) -> Answer:
    name = row.name
    try:
        remove(row, now=now(), by=signed_in_person())
    except RuleBroken as refusal:
        flash(explain(refusal), "error")
        return redirect(own_page)
    flash(_("« %(name)s » n’existe plus.", name=name), "success")
    return redirect(elsewhere)
