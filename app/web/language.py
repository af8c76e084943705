"""In which language somebody reads: what they chose, else what their browser asks for, else French."""

from typing import Final

from flask import has_request_context, request, session
from flask_login import current_user

LANGUAGES: Final = ("fr", "en")


def choose_locale() -> str:
    """Return the language of the current page; French outside of a request."""
    if not has_request_context():
        return LANGUAGES[0]
    if current_user and current_user.is_authenticated:
        return str(current_user.language)
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES, default=LANGUAGES[0]) or LANGUAGES[0]
