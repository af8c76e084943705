"""Where the pages of this feature hang, and how they learn of certificates."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from flask import Blueprint, Flask, current_app

from app.certification.rules import Point
from app.people.models import Network
from app.web.messages import in_words

blueprint = Blueprint("certification", __name__, url_prefix="/reseau/<network_code>")

_FINDER: Final = "livret_certificate_finder"


@blueprint.app_template_filter("explained")
def explained(point: Point) -> str:
    """Write what the rule found of one point, in the reader’s language."""
    return in_words(point.message, point.facts)


class Certificate(Protocol):
    """What the pages about results tell of a certificate."""

    id: Any
    number: Any


def install_certificates(app: Flask, find_certificates: Callable[[Network], Mapping[int, Any]]) -> None:
    """Tell the pages about results how to find the certificates in force, by result.

    Certificates are issued above this feature, which fixes the results below without being known here.
    """
    app.extensions[_FINDER] = find_certificates


def certificates_of(network: Network) -> Mapping[int, Certificate]:
    """Return the certificates in force of a network, by the result they fix."""
    found: Mapping[int, Certificate] = current_app.extensions[_FINDER](network)
    return found
