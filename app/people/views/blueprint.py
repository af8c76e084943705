"""What the pages of accounts hang on."""

from flask import Blueprint, Response, request

from app.core.security_log import note
from app.people.known_browsers import client_source
from app.people.rules import TooManyAttempts
from app.web.errors import error_page
from app.web.messages import explain

blueprint = Blueprint("people", __name__)


@blueprint.errorhandler(TooManyAttempts)
def too_many_attempts(refusal: TooManyAttempts) -> Response:
    """Answer 429, and say how long to wait."""
    note("attempts.refused", page=request.endpoint, source=client_source().key)
    response = error_page(429, explanation=explain(refusal))
    response.headers["Retry-After"] = str(int(str(refusal.facts["minutes"])) * 60)
    return response
