"""Pages of this feature."""

from flask import Blueprint

blueprint = Blueprint("home", __name__)
