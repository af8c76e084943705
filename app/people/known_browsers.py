"""Knows a browser again that has signed in to an account before, by a cookie that only Livret can sign.

What others try at that account does not count for it: wrong passwords from all over the world keep nobody out who comes
back to their own computer. The cookie opens nothing, and the password is asked for as ever.
"""

from datetime import timedelta
from typing import Any, Final

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from app.core.identifiers import new_secret_token
from app.people.queries import digest_of
from app.people.rules import Source, counted_address

_COOKIE: Final = "livret-known"
_LASTS: Final = timedelta(days=180)


def source_of(email: str) -> Source:
    """Return under what an attempt of this request at an account is counted: the known browser, or the address."""
    known = _read_cookie()
    if known.get("account") == _account(email):
        return Source(f"browser {known['browser']}", is_known=True)
    return client_source()


def client_source() -> Source:
    """Return the network address of this request, whoever uses it."""
    return Source(counted_address(request.remote_addr))


def keep_known(response: Response, email: str) -> None:
    """Let the browser be known that has just signed in to an account."""
    known = {"account": _account(email), "browser": new_secret_token()[:22]}
    response.set_cookie(
        _COOKIE,
        _signer().dumps(known),
        max_age=_LASTS,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def _read_cookie() -> dict[str, str]:
    try:
        known: dict[str, str] = _signer().loads(
            request.cookies.get(_COOKIE, ""), max_age=int(_LASTS.total_seconds())
        )
    except BadData:
        return {}
    return known


def _signer() -> URLSafeTimedSerializer:
    keys: list[Any] = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]
    return URLSafeTimedSerializer(keys, salt="known browser")


def _account(email: str) -> str:
    # Not the address itself: the cookie stays on a computer that others may use.
    return digest_of(email.strip().lower())
