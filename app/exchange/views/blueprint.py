"""The blueprint of this feature."""

from flask import Blueprint

blueprint = Blueprint("exchange", __name__, url_prefix="/reseau/<network_code>")
