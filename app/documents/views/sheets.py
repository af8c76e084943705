"""Attendance sheets to print: of one half-day, or of a week of a group."""

from datetime import date

from flask import Response, request

from app.core.errors import NotFound
from app.core.roles import Role
from app.documents.queries import pictures_named
from app.documents.sheets import SheetFacts, file_name, half_day_facts, print_sheet, week_facts
from app.documents.views.blueprint import IN_NETWORK, blueprint
from app.people.models import Network
from app.training.queries import group as find_group
from app.training.queries import training_session
from app.training.rules import Span, SpanKind
from app.web.access import allow
from app.web.clock import today
from app.web.fields import FIRST_YEAR, LAST_YEAR
from app.web.records import found
from app.web.responses import PDF_TYPE, download


@blueprint.get(f"{IN_NETWORK}/seances/<int:session_id>/emargement.pdf")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def half_day_sheet(network: Network, session_id: int) -> Response:
    """Hand out the sheet of a half-day; one that was cancelled has none."""
    session = found(training_session(network, session_id))
    if session.is_cancelled:
        raise NotFound
    return _printed(half_day_facts(network, session, is_filled=_is_filled(), today=today(network)))


@blueprint.get(f"{IN_NETWORK}/groupes/<int:group_id>/emargement.pdf")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def week_sheet(network: Network, group_id: int) -> Response:
    """Hand out the sheet of a group for the week around the day asked for, or around today."""
    group = found(find_group(network, group_id))
    monday = Span(SpanKind.WEEK, day_asked_for("jour") or today(network)).first
    return _printed(week_facts(network, group, monday, is_filled=_is_filled(), today=today(network)))


def day_asked_for(name: str) -> date | None:
    """Return the day that the address gives as ``name``, or None when it gives none.

    :raises NotFound: when it is no day.
    """
    asked = request.args.get(name)
    if not asked:
        return None
    try:
        day = date.fromisoformat(asked)
    except ValueError as mistake:
        raise NotFound from mistake
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NotFound
    return day


def _is_filled() -> bool:
    return request.args.get("forme") == "remplie"


def _printed(facts: SheetFacts) -> Response:
    return download(
        print_sheet(facts, pictures_named(facts.look.pictures)), file_name(facts), PDF_TYPE, inline=True
    )
