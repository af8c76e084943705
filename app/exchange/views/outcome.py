"""What became of a file that is kept no more: imported, imported and taken back since, or gone without an import."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.exchange.queries import import_of_token
from app.people.accounts import signed_in_person
from app.people.models import Network

_NOT_FOUND = 404
"""The same whoever asks: an address tells nobody whether somebody else has sent a file."""


def outcome_page(network: Network, token: str) -> Any:
    """Show what became of a file that the person in front of the page had sent."""
    done = import_of_token(network, signed_in_person().id, token)
    if done is None:
        return render_template("exchange/import_gone.html"), _NOT_FOUND
    return render_template("exchange/running_import.html", done=done, is_running=False)


def lead_to_outcome(network: Network, token: str, *, is_pressed: bool = False) -> Any:
    """Lead to what became of a file.

    :param is_pressed: the button that imports it was pressed once more: it is said that this has written nothing.
    """
    if import_of_token(network, signed_in_person().id, token) is None:
        return outcome_page(network, token)
    if is_pressed:
        flash(_("Ce fichier était déjà importé : rien n’a été écrit une seconde fois."), "info")
    return redirect(url_for(".running_import", token=token), 303)
