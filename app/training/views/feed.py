"""A person’s own calendar: the page that makes its secret address, and what is read there."""

from datetime import timedelta
from typing import Any, Final

from flask import Response, flash, make_response, redirect, render_template, session, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from app.people.accounts import signed_in_person
from app.people.known_browsers import client_source
from app.people.models import Person
from app.people.post import full_address
from app.people.queries import digest_of
from app.people.rules import LIMITS, AttemptKind, TooManyAttempts
from app.people.services import count_attempt
from app.training import queries, services
from app.training.calendars import CALENDAR_TYPE, calendar_of
from app.training.views.blueprint import calendars_blueprint
from app.web.access import public, signed_in
from app.web.clock import now, today
from app.web.errors import error_page
from app.web.messages import explain

_SESSION_KEY: Final = "calendar_to_show"
_KEPT_IN_VIEW: Final = timedelta(days=92)
"""How long past half-days stay in a calendar."""


@calendars_blueprint.get("/mon-calendrier")
@signed_in
def own() -> str:
    """Show whether the person has a secret address, and the new one once, right after it was made."""
    token = session.pop(_SESSION_KEY, None)
    return render_template(
        "training/own_calendar.html",
        feed=queries.calendar_feed_of(signed_in_person()),
        address=full_address("calendars.feed", secret=token) if token else None,
    )


@calendars_blueprint.post("/mon-calendrier")
@signed_in
def make() -> Any:
    """Make a secret address; the one before stops working."""
    session[_SESSION_KEY] = services.make_feed(signed_in_person(), now=now())
    return redirect(url_for("calendars.own"))


@calendars_blueprint.post("/mon-calendrier/supprimer")
@signed_in
def end() -> Any:
    """Let the secret address stop working."""
    services.end_feed(signed_in_person(), now=now())
    flash(_("L’adresse de votre agenda ne fonctionne plus."), "success")
    return redirect(url_for("calendars.own"))


@calendars_blueprint.get("/agenda/<secret>.ics")
@public
def feed(secret: str) -> Response:
    """Hand the calendar over to whoever has its secret address; any other address answers as one that never was."""
    found = queries.calendar_feed(secret)
    if found is None or not found.person.is_active:
        return _unlisted(_unknown(secret))
    with force_locale(found.person.language):
        content = _calendar_of(found.person)
    return _unlisted(Response(content, content_type=CALENDAR_TYPE))


def _calendar_of(person: Person) -> bytes:
    networks = person.networks
    sessions = queries.sessions_of_person(
        person,
        {network.id for network in networks},
        min(map(today, networks), default=today()) - _KEPT_IN_VIEW,
        with_cancelled=True,
    )
    return calendar_of(_("Séances de %(name)s", name=person.display_name), sessions, networks, now())


def _unknown(secret: str) -> Response:
    try:
        count_attempt(AttemptKind.CALENDAR, digest_of(secret), client_source(), now=now())
    except TooManyAttempts as refusal:
        answer = error_page(429, explanation=explain(refusal))
        answer.headers["Retry-After"] = str(int(LIMITS[AttemptKind.CALENDAR].window.total_seconds()))
        return answer
    return make_response(error_page(404))


def _unlisted(response: Response) -> Response:
    """Let nobody keep or list what stands at a secret address."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
