"""The first page of an administrator: the network in a sentence, in figures and as a table."""

from flask import Response, make_response, render_template, request, url_for
from flask_babel import gettext

from app.certification.rules import Outcome
from app.core.roles import Role
from app.people.models import Network
from app.progress.forms import Choice, NetworkFilterForm
from app.progress.queries import (
    DUE,
    ISSUED,
    NONE,
    Filters,
    count_of_new_alerts,
    count_rows,
    network_rows,
    network_summary,
    sort_keys,
)
from app.progress.views.blueprint import blueprint
from app.progress.views.tones import badges
from app.training.models import Cohort
from app.training.programmes import programme_by_code
from app.training.queries import cohorts
from app.training.rules import EntryStatus
from app.web.access import allow
from app.web.clock import today
from app.web.filters import named
from app.web.forms import status_of
from app.web.paging import page_asked_for, sort_link

ASCENDING, DESCENDING = "ascending", "descending"


@blueprint.get("/conseillers")
@allow(Role.ADMINISTRATOR)
def network_table(network: Network) -> Response:
    """Show the advisors of the network: searched, filtered, sorted, page by page."""
    form = _filter_form(cohorts(network))
    filters = _filters(form)
    sort = request.args.get("sort", "")
    direction = DESCENDING if request.args.get("direction") == DESCENDING else ASCENDING
    page = page_asked_for(count_rows(network, filters))
    rows = network_rows(
        network,
        filters,
        sort=sort,
        is_descending=direction == DESCENDING,
        limit=page.size,
        offset=page.offset,
    )
    shown = render_template(
        "progress/network_table.html",
        summary=network_summary(network, today(network)),
        form=form,
        new_alerts=count_of_new_alerts(network),
        is_filtered=filters != Filters(),
        rows=rows,
        page=page,
        sort=sort if sort in sort_keys() else network.sort_order.value,
        direction=direction,
        sort_url=sort_link(),
        reset_url=url_for("progress.network_table"),
        **badges(),
    )
    return make_response(shown, status_of(form))


def _filter_form(offered: list[Cohort]) -> NetworkFilterForm:
    form = NetworkFilterForm(request.args)
    form.offer(
        group=_groups(offered),
        parcours=_parcours(offered),
        status=[*_names(EntryStatus), (NONE, gettext("Sans formation"))],
        outcome=[*_names(Outcome), (NONE, gettext("Pas encore de résultat"))],
        certificate=[(ISSUED, gettext("Émis")), (DUE, gettext("À émettre"))],
    )
    form.validate()
    return form


def _filters(form: NetworkFilterForm) -> Filters:
    kind, _, number = form.chosen("group").partition("-")
    row_id = int(number) if number else None
    return Filters(
        search=form.chosen("q"),
        cohort_id=row_id if kind == "cohort" else None,
        group_id=row_id if kind == "group" else None,
        status=form.chosen("status"),
        outcome=form.chosen("outcome"),
        certificate=form.chosen("certificate"),
        parcours=form.chosen("parcours"),
    )


def _groups(offered: list[Cohort]) -> list[Choice]:
    choices: list[Choice] = []
    for cohort in offered:
        choices.append((f"cohort-{cohort.id}", cohort.name))
        choices.extend((f"group-{group.id}", f"\u00a0\u00a0– {group.name}") for group in cohort.groups)
    return choices


def _parcours(offered: list[Cohort]) -> list[Choice]:
    programmes = {cohort.programme_code for cohort in offered}
    hours = {value for code in programmes for value in programme_by_code(code).parcours_hours}
    return [
        *((str(value), f"{value}\u00a0h") for value in sorted(hours)),
        (NONE, gettext("Parcours inconnu")),
    ]


def _names(values: type[EntryStatus] | type[Outcome]) -> list[Choice]:
    return [(value.value, named(value)) for value in values]
