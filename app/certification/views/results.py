"""The results of a whole list: one exam session, one block."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.certification.forms import ResultsForm, StepForm, results_form
from app.certification.labels import STAGE_TONES, TONES
from app.certification.models import ExamSession
from app.certification.queries import (
    Candidate,
    candidates,
    decisions_in,
    passed_elsewhere,
    rows_of,
    state_authority_of,
    state_of,
)
from app.certification.queries import exam_session as find_exam_session
from app.certification.rules import DAY_OF_THE_EXAM, ExamStage, Tally, obstacles, step_after, tally
from app.certification.services import record_results
from app.certification.services import take_step as keep_step
from app.certification.views.blueprint import blueprint, certificates_of
from app.core.errors import ChangedMeanwhile, RuleBroken
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.training.queries import title_of
from app.training.rules import EntryStatus
from app.web.access import allow
from app.web.clock import now, today
from app.web.filters import named
from app.web.forms import show_refusal, status_of
from app.web.messages import explain
from app.web.records import found


@dataclass(frozen=True, slots=True)
class ResultSheet:
    """The rows of a list, parted by what can be done with them."""

    tally: Tally
    fixed: list[Candidate]
    passed_elsewhere: list[Candidate]
    expected: list[Candidate]
    late: list[Candidate]
    exempt: list[Candidate]

    @property
    def open(self) -> list[Candidate]:
        """Return the rows that can be filled in."""
        return [*self.expected, *self.late, *self.exempt]


@blueprint.route("/examens/<int:exam_session_id>", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def exam_session(network: Network, exam_session_id: int) -> Any:
    """Show an exam session and record the results of its list."""
    session = found(find_exam_session(network, exam_session_id))
    sheet = _sheet(network, session)
    form = _form(sheet)
    if form.validate_on_submit():
        try:
            changed = record_results(
                session,
                form.verdicts(),
                shown=form.shown(),
                today=today(network),
                now=now(),
                by=signed_in_person(),
            )
        except RuleBroken as refusal:
            # With the transaction went what had been read: read the list again at once, and not row by row.
            sheet = _sheet(network, session)
            form = _form(sheet)
            form.catch_up(with_touched_rows=isinstance(refusal, ChangedMeanwhile))
            show_refusal(form, refusal)
        else:
            flash(_said(changed), "success" if changed else "info")
            return redirect(url_for("certification.exam_session", exam_session_id=session.id))
    return _page(network, session, sheet, form, next_step_form(session, network)), status_of(form)


@blueprint.post("/examens/<int:exam_session_id>/etapes")
@allow(Role.ADMINISTRATOR)
def take_step(network: Network, exam_session_id: int) -> Any:
    """Take the next step of an exam session, or say on its page why it cannot be taken."""
    session = found(find_exam_session(network, exam_session_id))
    form = StepForm()
    if form.validate_on_submit():
        try:
            is_new = keep_step(
                session, form.step, form.day.data, today=today(network), now=now(), by=signed_in_person()
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            said = _("Étape de la session : « %(stage)s ».") if is_new else _("Déjà noté : « %(stage)s ».")
            flash(said % {"stage": named(form.step)}, "success" if is_new else "info")
            return redirect(url_for("certification.exam_session", exam_session_id=session.id))
    sheet = _sheet(network, session)
    return _page(network, session, sheet, _form(sheet, is_posted=False), form), status_of(form)


def next_step_form(session: ExamSession, network: Network) -> StepForm | None:
    """Return the form of the step that follows, with the day on which it is most likely taken."""
    step = step_after(session.stage)
    if step is None:
        return None
    day = session.held_on if step in DAY_OF_THE_EXAM else today(network)
    return StepForm(formdata=None, stage=step.value, day=day)


def _page(
    network: Network, session: ExamSession, sheet: ResultSheet, form: ResultsForm, step_form: StepForm | None
) -> str:
    step = step_after(session.stage)
    this_day = today(network)
    return render_template(
        "certification/exam_session.html",
        session=session,
        sheet=sheet,
        form=form,
        step=step,
        step_form=step_form,
        has_own_day=step not in DAY_OF_THE_EXAM,
        obstacles=[explain(each) for each in obstacles(state_of(session), step, this_day)] if step else [],
        certificates=certificates_of(network),
        decisions=decisions_in(session),
        authority=state_authority_of(network),
        has_met=session.day is None or session.day <= this_day,
        tones=TONES,
        stages=ExamStage,
        stage_tones=STAGE_TONES,
    )


@blueprint.get("/examens/blocs/<title_code>/<block_code>")
@allow(Role.ADMINISTRATOR)
def block_results(network: Network, title_code: str, block_code: str) -> Any:
    """Show where everybody stands for one block."""
    title = title_of(network.id, title_code)
    block = title.block(block_code)
    rows, this_day = candidates(network, title_code, block_code), today(network)
    return render_template(
        "certification/block_results.html",
        title=title,
        block=block,
        rows=rows,
        tally=tally([row.candidacy(this_day) for row in rows]),
        tones=TONES,
    )


def _sheet(network: Network, session: ExamSession) -> ResultSheet:
    certified, passed = certificates_of(network), passed_elsewhere(session)
    rows, this_day = rows_of(session), today(network)
    with_result = [row.candidacy(this_day) for row in rows if row.result is not None]
    sheet = ResultSheet(tally(with_result), [], [], [], [], [])
    for row in rows:
        is_fixed = session.has_reached(ExamStage.CLOSED) or (
            row.result is not None and row.result.id in certified
        )
        if row.result is not None and is_fixed:
            sheet.fixed.append(row)
        elif row.result is None and row.enrolment.advisor_id in passed:
            sheet.passed_elsewhere.append(row)
        elif row.enrolment.entry_status is EntryStatus.LATE:
            sheet.late.append(row)
        elif row.enrolment.entry_status is EntryStatus.EXEMPT:
            sheet.exempt.append(row)
        else:
            sheet.expected.append(row)
    return sheet


def _form(sheet: ResultSheet, *, is_posted: bool = True) -> ResultsForm:
    people = (
        (
            row.enrolment.advisor_id,
            row.enrolment.advisor.person.display_name,
            row.result.verdict if row.result is not None else None,
        )
        for row in sheet.open
    )
    return results_form(people, is_posted=is_posted)


def _said(changed: int) -> str:
    if not changed:
        return str(_("Rien n’a changé : tout était déjà enregistré ainsi."))
    return str(ngettext("%(num)d résultat enregistré.", "%(num)d résultats enregistrés.", changed))
