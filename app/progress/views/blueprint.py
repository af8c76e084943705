"""The pages that read across the features, all inside of a network."""

from flask import Blueprint

blueprint = Blueprint("progress", __name__, url_prefix="/reseau/<network_code>")
