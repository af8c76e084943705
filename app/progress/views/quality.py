"""The result indicators of a cohort, on a page and on paper."""

from flask import Response, render_template

from app.core.roles import Role
from app.people.models import Network
from app.progress.printing import FiguresFacts, print_figures
from app.progress.queries import figures_of_cohort
from app.progress.rules import FEW
from app.progress.views.blueprint import blueprint
from app.training.queries import cohort as find_cohort
from app.training.queries import title_of
from app.web.access import allow
from app.web.clock import today
from app.web.records import found
from app.web.responses import PDF_TYPE, download


@blueprint.get("/promotions/<int:cohort_id>/indicateurs")
@allow(Role.ADMINISTRATOR)
def quality(network: Network, cohort_id: int) -> str:
    """Show the figures of a cohort, each with what it counts."""
    cohort = found(find_cohort(network, cohort_id))
    figures = figures_of_cohort(network, cohort, today(network))
    return render_template("progress/quality.html", cohort=cohort, figures=figures, few=FEW)


@blueprint.get("/promotions/<int:cohort_id>/indicateurs.pdf")
@allow(Role.ADMINISTRATOR)
def quality_sheet(network: Network, cohort_id: int) -> Response:
    """Hand out the same figures on paper."""
    cohort = found(find_cohort(network, cohort_id))
    day = today(network)
    facts = FiguresFacts(
        network=network.name,
        cohort=cohort.name,
        provider=cohort.provider.name if cohort.provider is not None else "",
        block=title_of(network.id, cohort.title_code).block(cohort.block_code).name,
        first=cohort.starts_on,
        last=cohort.ends_on,
        figures=figures_of_cohort(network, cohort, day),
        printed_on=day,
        is_development=network.pinned_today is not None,
    )
    return download(print_figures(facts), f"indicateurs_{day.isoformat()}.pdf", PDF_TYPE, inline=True)
