"""The front door, the accessibility statement, and the state of the application for who watches over it."""

from typing import Any, Final

from flask import Blueprint, current_app, jsonify, redirect, render_template, send_from_directory, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from app.home.queries import is_database_reachable, is_schema_current
from app.home.rules import first_page
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.web.access import public, signed_in

blueprint = Blueprint("home", __name__)

ICONS: Final = (
    ("images/favicon.svg", "any", "image/svg+xml"),
    ("images/icon-192.png", "192x192", "image/png"),
    ("images/icon-512.png", "512x512", "image/png"),
)


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


@blueprint.get("/hors-connexion")
@public
def offline() -> Any:
    """Say that there is no network; a service worker keeps this page, so nothing of anybody stands on it."""
    return render_template("home/offline.html")


@blueprint.get("/service-worker.js")
@public
def service_worker() -> Any:
    """Hand out what works where there is no network; at the root, because it may only see what lies below it."""
    answer = send_from_directory(f"{current_app.static_folder}/js", "service-worker.js", max_age=0)
    answer.content_type = "text/javascript; charset=utf-8"
    answer.headers["Service-Worker-Allowed"] = "/"
    # A change of it must arrive with the next page; its ETag spares the bytes until then.
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@blueprint.get("/application.webmanifest")
@public
def manifest() -> Any:
    """Say what Livret is called and looks like where it is installed."""
    icons = [
        {"src": url_for("static", filename=name), "sizes": sizes, "type": kind, "purpose": purpose}
        for name, sizes, kind in ICONS
        for purpose in ("any", "maskable")
    ]
    answer = jsonify(
        name="Livret",
        short_name="Livret",
        description=_("Formation et certification des conseillers numériques"),
        lang=str(get_locale() or "fr"),
        id="/",
        start_url="/",
        scope="/",
        display="standalone",
        background_color="#fffdf6",
        theme_color="#1c5a43",
        icons=icons,
    )
    answer.content_type = "application/manifest+json"
    return answer


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
