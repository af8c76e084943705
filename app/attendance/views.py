"""Pages of this feature."""

from flask import Blueprint

blueprint = Blueprint("attendance", __name__, url_prefix="/reseau/<network_code>")
