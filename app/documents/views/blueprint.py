"""What the pages of certificates hang on."""

from typing import Final

from flask import Blueprint, current_app

# The public check belongs to no network, so the pages of a network name it themselves.
blueprint = Blueprint("documents", __name__)
IN_NETWORK: Final = "/reseau/<network_code>"


def base_url() -> str:
    """Return where this installation is reached, as it is printed on certificates; never what a request claims."""
    return str(current_app.config["BASE_URL"])
