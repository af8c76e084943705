"""Statements of hours to print: a period of one person, or of a group."""

from flask import Response, make_response, render_template, request, url_for

from app.core.roles import Role
from app.documents.forms import PeriodForm
from app.documents.queries import pictures_named
from app.documents.statements import (
    StatementFacts,
    file_name,
    group_statement,
    person_statement,
    print_statement,
)
from app.documents.views.blueprint import IN_NETWORK, blueprint
from app.people.models import Network
from app.training.queries import advisor as find_advisor
from app.training.queries import group as find_group
from app.web.access import allow
from app.web.clock import today
from app.web.forms import REFUSED
from app.web.records import found
from app.web.responses import PDF_TYPE, download


@blueprint.get(f"{IN_NETWORK}/conseillers/<int:advisor_id>/releve")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def person_hours(network: Network, advisor_id: int) -> Response:
    """Ask for a period, then hand out every half-day of a person in it."""
    advisor = found(find_advisor(network, advisor_id))
    form = PeriodForm(request.args)
    if _is_asked(form):
        facts = person_statement(network, advisor, form.du.data, form.au.data, today=today(network))
        return _printed(facts)
    back = url_for("attendance.ledger", advisor_id=advisor.id)
    return _page(form, advisor.person.display_name, back)


@blueprint.get(f"{IN_NETWORK}/groupes/<int:group_id>/releve")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def group_hours(network: Network, group_id: int) -> Response:
    """Ask for a period, then hand out the hours of each person of a group in it."""
    group = found(find_group(network, group_id))
    form = PeriodForm(request.args)
    if _is_asked(form):
        facts = group_statement(network, group, form.du.data, form.au.data, today=today(network))
        return _printed(facts)
    return _page(
        form,
        f"{group.name}, {group.cohort.name}",
        url_for("training.calendar", groupe=group.id, qui="toutes"),
    )


def _is_asked(form: PeriodForm) -> bool:
    return bool(request.args) and form.validate()


def _page(form: PeriodForm, about: str, back_url: str) -> Response:
    content = render_template("documents/statement.html", form=form, about=about, back_url=back_url)
    return make_response(content, REFUSED if request.args else 200)


def _printed(facts: StatementFacts) -> Response:
    return download(
        print_statement(facts, pictures_named(facts.look.pictures)), file_name(facts), PDF_TYPE, inline=True
    )
