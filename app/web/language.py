"""In which language somebody reads: what they chose, else what their browser or terminal asks for, else French."""

import os
from collections.abc import Mapping
from typing import Final

import click
from flask import has_request_context, request, session
from flask_login import current_user

LANGUAGES: Final = ("fr", "en")

_DECIDING: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The variables by which a terminal asks for a language; the first that is set counts."""


def choose_locale() -> str:
    """Return the language of the current page or command; French where nobody reads."""
    if not has_request_context():
        is_command = click.get_current_context(silent=True) is not None
        return language_of_terminal() if is_command else LANGUAGES[0]
    if current_user and current_user.is_authenticated:
        return str(current_user.language)
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES, default=LANGUAGES[0]) or LANGUAGES[0]


def language_of_terminal(environment: Mapping[str, str] = os.environ) -> str:
    """Return ``en`` where the environment asks for English, and ``fr`` everywhere else."""
    asked = next((environment[name] for name in _DECIDING if environment.get(name)), "")
    return "en" if asked.lower().startswith("en") else LANGUAGES[0]
