"""The pages about one advisor: their own, and the one that those who train and administer see."""

from flask import render_template

from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.progress.models import Alert
from app.progress.queries import Coming, Progress, certified_advisors, coming_up, follower_of, progress_of
from app.progress.rules import Stage
from app.progress.telling import told_once
from app.progress.views.blueprint import blueprint
from app.progress.views.tones import badges
from app.training.queries import advisor, advisor_of_person
from app.training.rules import Modality
from app.web.access import allow
from app.web.clock import today
from app.web.filters import named
from app.web.records import found

NEXT_HALF_DAYS = 4


@blueprint.get("/mon-parcours")
@allow(Role.ADVISOR)
def my_progress(network: Network) -> str:
    """Show advisors where they stand; it takes no identifier, so that nobody sees another's."""
    file = advisor_of_person(network, signed_in_person())
    if file is None:
        return render_template("progress/no_file.html", person=signed_in_person())
    progress = progress_of(file, today(network))
    coming, is_certified = _coming(network, progress), file.id in certified_advisors(network)
    return render_template(
        "progress/my_progress.html",
        progress=progress,
        coming=coming,
        kinds=_kinds(progress),
        is_certified=is_certified,
        alerts=[] if is_certified else _alerts(network, coming, progress),
        stages=Stage,
        **badges(),
    )


@blueprint.get("/conseillers/<int:advisor_id>")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def advisor_file(network: Network, advisor_id: int) -> str:
    """Show an advisor's file: to a trainer the hours and the results, to an administrator everything."""
    progress = progress_of(found(advisor(network, advisor_id)), today(network))
    coming, is_certified = _coming(network, progress), advisor_id in certified_advisors(network)
    return render_template(
        "progress/advisor_file.html",
        progress=progress,
        coming=coming,
        kinds=_kinds(progress),
        is_certified=is_certified,
        alerts=[] if is_certified else _alerts(network, coming, progress),
        is_administrator=Role.ADMINISTRATOR in signed_in_person().roles_in(network),
        **badges(),
    )


def _coming(network: Network, progress: Progress) -> Coming | None:
    """Return what comes next; nothing for who is exempt or gone, of whom nothing is expected."""
    if progress.training is None or progress.is_released:
        return None
    return coming_up(network, progress.training, today(network), limit=NEXT_HALF_DAYS)


def _alerts(network: Network, coming: Coming | None, progress: Progress) -> list[Alert]:
    if coming is None or progress.training is None:
        return []
    enrolment = progress.training.enrolment
    contracts = {enrolment.id: coming.outlook.contract}
    return told_once(network, [follower_of(enrolment)], contracts).get(enrolment.id, [])


def _kinds(progress: Progress) -> list[dict[str, object]]:
    """Return the hours by kind, in one order everywhere, so that a colour always means the same kind."""
    minutes = progress.training.minutes if progress.training is not None else {}
    return [{"label": named(kind), "minutes": minutes.get(kind, 0)} for kind in Modality]
