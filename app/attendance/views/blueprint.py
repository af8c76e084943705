"""What the pages of registers and hours hang on."""

from flask import Blueprint

blueprint = Blueprint("attendance", __name__, url_prefix="/reseau/<network_code>")
