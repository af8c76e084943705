"""The blueprint of the training, and what its pages share."""

from flask import Blueprint
from werkzeug.wrappers import Response

import app.training.labels  # noqa: F401  gives the values their names
from app.training.queries import competence_of
from app.training.titles import competence_number
from app.web.messages import explain

blueprint = Blueprint("training", __name__, url_prefix="/reseau/<network_code>")
blueprint.add_app_template_filter(explain, "explained")
blueprint.add_app_template_filter(lambda code, network_id: competence_of(network_id, code), "competence")
blueprint.add_app_template_filter(competence_number)

calendars_blueprint = Blueprint("calendars", __name__)
"""The pages of a person’s own calendar, which holds their half-days in every network."""

Answer = str | Response | tuple[str, int]
"""A page, a page with its status, or the way to another one."""
