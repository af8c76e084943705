"""The late recruits: where they stand, and when they could sit the exam."""

from flask import render_template

from app.certification.rules import EXAM_WITHIN_MONTHS
from app.core.roles import Role
from app.people.models import Network
from app.progress.queries import LATE, count_rows, late_recruits
from app.progress.views.blueprint import blueprint
from app.progress.views.tones import badges
from app.web.access import allow
from app.web.clock import today
from app.web.paging import page_asked_for


@blueprint.get("/recrutements-tardifs", endpoint="late_recruits")
@allow(Role.ADMINISTRATOR)
def late_recruits_page(network: Network) -> str:
    """Show who was recruited after the cohort's date, and what lies ahead of them."""
    page = page_asked_for(count_rows(network, LATE))
    recruits = late_recruits(network, today(network), limit=page.size, offset=page.offset)
    return render_template(
        "progress/late_recruits.html",
        recruits=recruits,
        page=page,
        exam_within_months=EXAM_WITHIN_MONTHS,
        **badges(),
    )
