"""The front door, the accessibility statement, and the state of the application for who watches over it."""

from typing import Any

from flask import Blueprint, current_app, jsonify, redirect, render_template, url_for

from app.home.queries import is_database_reachable, is_schema_current
from app.home.rules import first_page
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.web.access import public, signed_in

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@signed_in
def index() -> Any:
    """Send everybody to their first page; who belongs to several networks chooses one."""
    networks = signed_in_person().networks
    if len(networks) == 1:
        return redirect(_first_page_in(networks[0]))
    choices = [(network.name, _first_page_in(network)) for network in networks]
    return render_template("home/choose_network.html", choices=choices)


@blueprint.get("/accessibilite")
@public
def accessibility() -> Any:
    """Say how accessible Livret is, and what to do about an obstacle."""
    return render_template("home/accessibility.html", contact=current_app.config["MAIL_SENDER"])


@blueprint.get("/_status")
@public
def status() -> Any:
    """Say whether the database answers and is migrated: 200, otherwise 503."""
    is_reachable = is_database_reachable()
    is_current = is_reachable and is_schema_current(current_app.extensions["migrate"].directory)
    answer = jsonify(database=is_reachable, migrations=is_current)
    answer.status_code = 200 if is_current else 503
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _first_page_in(network: Network) -> str:
    return url_for(first_page(signed_in_person().roles_in(network)), network_code=network.code)
