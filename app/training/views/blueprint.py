"""The blueprint of the training, and what its pages share."""

from typing import TypeVar

from flask import Blueprint
from werkzeug.wrappers import Response

import app.training.labels  # noqa: F401  gives the values their names
from app.core.errors import NotFound

blueprint = Blueprint("training", __name__, url_prefix="/reseau/<network_code>")

Answer = str | Response | tuple[str, int]
"""A page, a page with its status, or the way to another one."""

Record = TypeVar("Record")


def found(record: Record | None) -> Record:
    """Return a record that a page is about.

    :raises NotFound: when there is none, or not in this network.
    """
    if record is None:
        raise NotFound
    return record
