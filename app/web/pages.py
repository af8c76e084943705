"""What every template may use: the language, the navigation, the network and the person of the page."""

from typing import Any

from flask import Flask, g
from flask_babel import get_locale

from app.web.access import public
from app.web.language import LANGUAGES
from app.web.navigation import links


def install_pages(app: Flask) -> None:
    """Give every template of ``app`` what each page shows, and let everybody read the static files."""
    app.view_functions["static"] = public(app.view_functions["static"])
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.add_template_global(get_locale, "get_locale")

    @app.context_processor
    def shared() -> dict[str, Any]:
        return {
            "navigation": links(),
            "network": g.get("network"),
            "languages": LANGUAGES,
        }
