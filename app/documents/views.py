"""Pages of this feature."""

from flask import Blueprint

blueprint = Blueprint("documents", __name__, url_prefix="/reseau/<network_code>")
