"""The results of one advisor: their history, and one more."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.certification.forms import BlockResultForm, PixForm
from app.certification.labels import TONES
from app.certification.models import Result
from app.certification.queries import exam_session, exam_sessions, results_of
from app.certification.rules import NotEnrolled, Outcome, blocks_still_missing, holds_whole_title
from app.certification.services import record_result_on, record_results
from app.certification.views.blueprint import blueprint, certificates_of
from app.core.errors import RuleBroken
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.training.models import Advisor
from app.training.queries import advisor as find_advisor
from app.training.queries import title_of
from app.training.rules import EntryStatus
from app.training.titles import PIX, Title
from app.web.access import allow
from app.web.clock import now, today
from app.web.forms import HouseForm, show_refusal, status_of
from app.web.records import found


@blueprint.route("/conseillers/<int:advisor_id>/resultats", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def record_result(network: Network, advisor_id: int) -> Any:
    """Show the results of an advisor, and record one for the block of their cohort."""
    advisor = _advisor(network, advisor_id)
    form = _block_form(network, advisor)
    if form.validate_on_submit():
        return _recorded(network, advisor, form, lambda: _record_block(network, advisor, form))
    return _page(network, advisor, block_form=form)


@blueprint.post("/conseillers/<int:advisor_id>/resultats/pix")
@allow(Role.ADMINISTRATOR)
def record_pix(network: Network, advisor_id: int) -> Any:
    """Record whether an advisor obtained the Pix certification."""
    advisor = _advisor(network, advisor_id)
    form = PixForm()
    if form.validate_on_submit():
        return _recorded(network, advisor, form, lambda: _record_pix(network, advisor, form))
    return _page(network, advisor, pix_form=form)


def _advisor(network: Network, advisor_id: int) -> Advisor:
    return found(find_advisor(network, advisor_id))


def _recorded(network: Network, advisor: Advisor, form: HouseForm, record: Callable[[], int]) -> Any:
    advisor_id = advisor.id
    try:
        changed = record()
    except RuleBroken as refusal:
        show_refusal(form, refusal)
        is_pix = isinstance(form, PixForm)
        return _page(network, advisor, **{"pix_form" if is_pix else "block_form": form})
    said = _("Le résultat est enregistré.") if changed else _("Ce résultat était déjà enregistré.")
    flash(said, "success" if changed else "info")
    return redirect(url_for("certification.record_result", advisor_id=advisor_id))


def _record_block(network: Network, advisor: Advisor, form: BlockResultForm) -> int:
    context: dict[str, Any] = {"today": today(network), "now": now(), "by": signed_in_person()}
    if form.day.data is not None:
        enrolment = advisor.latest_enrolment
        if enrolment is None:
            raise NotEnrolled(person=advisor.person.display_name)
        aim = enrolment.cohort.aim
        return record_result_on(network, advisor.id, *aim, form.day.data, form.verdict, **context)
    session = found(exam_session(network, int(form.exam_session.data)))
    return record_results(session, {advisor.id: form.verdict}, **context)


def _record_pix(network: Network, advisor: Advisor, form: PixForm) -> int:
    assert form.pix_day.data is not None, "the form requires a day"
    return record_result_on(
        network,
        advisor.id,
        PIX.code,
        PIX.blocks[0].code,
        form.pix_day.data,
        form.verdict,
        today=today(network),
        now=now(),
        by=signed_in_person(),
    )


def _page(
    network: Network,
    advisor: Advisor,
    *,
    block_form: BlockResultForm | None = None,
    pix_form: PixForm | None = None,
) -> Any:
    results = results_of(advisor)
    enrolment = advisor.latest_enrolment
    page = render_template(
        "certification/advisor_results.html",
        advisor=advisor,
        cohort=enrolment.cohort if enrolment is not None else None,
        is_late=enrolment is not None and enrolment.entry_status is EntryStatus.LATE,
        results=results,
        block_form=block_form or _block_form(network, advisor, is_posted=False),
        block_pass=_pass(results, enrolment.cohort.aim) if enrolment is not None else None,
        pix_form=pix_form or PixForm(formdata=None),
        pix_pass=_pass(results, (PIX.code, PIX.blocks[0].code)),
        certificates=certificates_of(network),
        title=_title_standing(results, title_of(network.id, enrolment.cohort.title_code))
        if enrolment is not None
        else None,
        tones=TONES,
    )
    return page, status_of(block_form or pix_form or HouseForm(formdata=None))


def _block_form(network: Network, advisor: Advisor, *, is_posted: bool = True) -> BlockResultForm:
    form = BlockResultForm() if is_posted else BlockResultForm(formdata=None)
    enrolment = advisor.latest_enrolment
    aim = enrolment.cohort.aim if enrolment is not None else None
    form.offer(
        [
            (session.id, session.name)
            for session in exam_sessions(network)
            if (session.title_code, session.block_code) == aim
        ]
    )
    return form


def _title_standing(results: list[Result], title: Title) -> dict[str, Any]:
    """Return which blocks of a title were obtained, which are missing, and whether the title is whole."""
    obtained = {
        each.block_code
        for each in results
        if each.outcome is Outcome.OBTAINED and each.title_code == title.code
    }
    return {
        "name": title.name,
        "obtained": [block for block in title.blocks if block.code in obtained],
        "missing": blocks_still_missing(title, obtained),
        "is_whole": holds_whole_title(title, obtained),
        "has_all_blocks": title.has_all_blocks,
    }


def _pass(results: list[Result], block: tuple[str, str]) -> Result | None:
    return next(
        (
            result
            for result in results
            if result.outcome is Outcome.OBTAINED and (result.title_code, result.block_code) == block
        ),
        None,
    )
