"""What the pages of registers and hours hang on."""

from flask import Blueprint

from app.people.rules import TooManyAttempts
from app.people.views.blueprint import too_many_attempts

blueprint = Blueprint("attendance", __name__, url_prefix="/reseau/<network_code>")

# Codes are counted like passwords, and answered for in the same words.
blueprint.register_error_handler(TooManyAttempts, too_many_attempts)
