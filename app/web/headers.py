"""What every answer says to the browser about trust: nothing inline, nothing from elsewhere, nothing kept."""

from typing import Final

from flask import Flask, Response, g
from flask_login import current_user

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)

_HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def install_headers(app: Flask) -> None:
    """Add the headers to every answer of ``app``."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if app.config["SESSION_COOKIE_SECURE"]:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        # Who was never asked for has left no trace in the answer, and the database may be away by now.
        if has_asked_for_person() and current_user.is_authenticated:
            # A shared computer or a proxy must not show one person's page to the next.
            response.headers["Cache-Control"] = "no-store"
            response.vary.add("Cookie")
        return response


def has_asked_for_person() -> bool:
    """Return whether anything of this request has depended on who is signed in."""
    # Where Flask-Login keeps the person of a request, once somebody has asked for them.
    return "_login_user" in g
