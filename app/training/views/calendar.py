"""The half-days of a week or a month, of the whole network or one’s own; and one half-day with its story."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Final, TypeAlias

from flask import Response, g, render_template, request

from app.core.errors import NotFound
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.training import queries, services
from app.training.calendars import CALENDAR_TYPE, calendar_of
from app.training.forms import CalendarForm
from app.training.models import Group, TrainingSession
from app.training.rules import Clash, Span, SpanKind
from app.training.views.blueprint import blueprint
from app.web.access import allow
from app.web.addresses import row_id
from app.web.clock import now, today
from app.web.records import found
from app.web.responses import download

_EVERYBODY: Final = (Role.ADVISOR, Role.TRAINER, Role.ADMINISTRATOR)
_OWN, _ALL = "miennes", "toutes"

_Shown: TypeAlias = TrainingSession | queries.CalendarEntry


@blueprint.get("/calendrier")
@allow(*_EVERYBODY)
def calendar(network: Network) -> str:
    """Show the half-days of a week or a month; an advisor sees their own."""
    form = CalendarForm(request.args)
    groups = queries.group_names(network) if _is_staff() else []
    form.offer([(group_id, f"{name} · {cohort}") for group_id, name, cohort in groups])
    # A day or a group that is none is told so beside its field, and what is usual is shown.
    form.validate()
    day = (form.jour.data if not form.jour.errors else None) or today(network)
    group_id = next((each for each, *_ in groups if each == form.groupe.data), None)
    form.jour.data = day
    span = Span(_kind_asked_for(), day)
    sessions, clashes = _sessions_and_clashes(network, span, group_id)
    by_day: dict[date, list[_Shown]] = defaultdict(list)
    for session in sessions:
        by_day[session.day].append(session)
    return render_template(
        "training/calendar.html",
        form=form,
        span=span,
        kinds=list(SpanKind),
        days=[(each, by_day.get(each, [])) for each in span.days],
        count=sum(span.holds(session.day) for session in sessions),
        clashes=clashes,
        today=today(network),
        group_id=group_id,
        who=_who_asked_for(),
        is_staff=_is_staff(),
        is_trainer=Role.TRAINER in g.roles,
    )


@blueprint.get("/calendrier.ics")
@allow(*_EVERYBODY)
def calendar_file(network: Network) -> Response:
    """Hand over the half-days of the calendar as a file: of a group, of oneself, or of the network."""
    group = _group_asked_for(network)
    sessions = _sessions(network, *_whole_time(network), group)
    name = f"{network.name} · {group.name}" if group is not None else network.name
    content = calendar_of(name, sessions, [network], now())
    return download(content, "seances.ics", CALENDAR_TYPE)


@blueprint.get("/calendrier/<int:session_id>")
@allow(*_EVERYBODY)
def half_day(network: Network, session_id: int) -> str:
    """Show a half-day, where it was before it moved, and why it was cancelled; to an advisor only their own."""
    session = found(queries.training_session(network, session_id))
    if not _is_staff() and not queries.concerns(session, signed_in_person()):
        raise NotFound
    return render_template(
        "training/half_day.html",
        session=session,
        moves=queries.moves_of(session),
        clashes=services.clashes_of_session(session) if _is_staff() and not session.is_cancelled else [],
        is_staff=_is_staff(),
        is_administrator=Role.ADMINISTRATOR in g.roles,
        is_fixed=services.is_fixed(session),
    )


@blueprint.app_template_global("changed_sessions")
def changed_sessions() -> list[TrainingSession]:
    """Return what has moved or was cancelled for the person of this page, in the network of this page."""
    if g.roles.isdisjoint({Role.TRAINER, Role.ADVISOR}):
        return []
    return queries.changed_sessions(signed_in_person(), g.network, today(g.network))


def _sessions_and_clashes(
    network: Network, span: Span, group_id: int | None
) -> tuple[Sequence[_Shown], dict[int, list[Clash]]]:
    if not _is_staff():
        return _own_sessions(network, span.first, span.last), {}
    entries = queries.calendar_entries(network, span.first, span.last)
    shown: Sequence[_Shown] = entries
    if _who_asked_for() == _OWN:
        shown = _own_sessions(network, span.first, span.last)
    if group_id is not None:
        shown = [each for each in shown if each.group.id == group_id]
    return shown, queries.clashes_among(network.id, entries)


def _sessions(network: Network, first: date, last: date, group: Group | None) -> list[TrainingSession]:
    if not _is_staff() or _who_asked_for() == _OWN:
        found_here = _own_sessions(network, first, last)
    else:
        found_here = queries.sessions_between(network, first, last)
    return [each for each in found_here if group is None or each.group_id == group.id]


def _own_sessions(network: Network, first: date, last: date) -> list[TrainingSession]:
    return queries.sessions_of_person(signed_in_person(), {network.id}, first, last)


def _whole_time(network: Network) -> tuple[date, date]:
    this_day = today(network)
    return date(this_day.year - 1, 1, 1), date(this_day.year + 3, 12, 31)


def _is_staff() -> bool:
    return not g.roles.isdisjoint({Role.TRAINER, Role.ADMINISTRATOR})


def _who_asked_for() -> str:
    """Return whose half-days are shown: a trainer’s own unless they ask for all."""
    usual = _OWN if Role.TRAINER in g.roles else _ALL
    asked_for = request.args.get("qui", usual)
    return asked_for if asked_for in {_OWN, _ALL} else usual


def _group_asked_for(network: Network) -> Group | None:
    if not request.args.get("groupe") or not _is_staff():
        return None
    group_id = request.args.get("groupe", type=row_id)
    return found(queries.group(network, group_id) if group_id is not None else None)


def _kind_asked_for() -> SpanKind:
    return SpanKind.MONTH if request.args.get("vue") == SpanKind.MONTH else SpanKind.WEEK
