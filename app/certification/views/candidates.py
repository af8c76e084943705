"""Who sits an exam: the proposals with their reasons, the list, and what each needs on the day."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.certification.forms import (
    AdmitForm,
    AdmitTogetherForm,
    ArrangementForm,
    FilesForm,
    SentenceForm,
    admit_form,
    arrangement_form,
)
from app.certification.models import ExamSession
from app.certification.queries import Proposal, proposals
from app.certification.queries import exam_session as find_exam_session
from app.certification.rules import (
    CAN_BE_CANCELLED,
    Criterion,
    ExamStage,
    is_interrupted,
    is_to_be_called,
)
from app.certification.services import admit, admit_ready, arrange, receive_files, withdraw
from app.certification.views.blueprint import blueprint
from app.core.errors import RuleBroken
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.mail import mailer
from app.people.models import Network
from app.web.access import allow
from app.web.clock import now, today
from app.web.fields import given
from app.web.forms import REFUSED, HouseForm, show_refusal, status_of
from app.web.messages import explain
from app.web.records import found

_LIST = "/examens/<int:exam_session_id>/candidats"


@blueprint.get(_LIST)
@allow(Role.ADMINISTRATOR)
def exam_candidates(network: Network, exam_session_id: int) -> Any:
    """Show who is ready for an exam, who is not and exactly why, and who is on its list."""
    return _page(network, _session(network, exam_session_id))


@blueprint.post(f"{_LIST}/prets")
@allow(Role.ADMINISTRATOR)
def admit_all_ready(network: Network, exam_session_id: int) -> Any:
    """Put everybody on the list who is ready."""
    session = _session(network, exam_session_id)
    return _done(
        network, session, lambda: admit_ready(session, today=today(network), now=now(), by=signed_in_person())
    )


@blueprint.post(f"{_LIST}/ensemble")
@allow(Role.ADMINISTRATOR)
def admit_together(network: Network, exam_session_id: int) -> Any:
    """Put several people on the list for one reason although something is missing."""
    session = _session(network, exam_session_id)
    form = _together_form(_others(proposals(session, today(network))))
    if not form.validate_on_submit():
        return _page(network, session, form)
    reasons = dict.fromkeys(form.admitted_ids.data or [], form.reason.data or "")
    return _done(
        network,
        session,
        lambda: admit(session, reasons, today=today(network), now=now(), by=signed_in_person()),
        form,
    )


@blueprint.post(f"{_LIST}/<int:advisor_id>")
@allow(Role.ADMINISTRATOR)
def admit_candidate(network: Network, exam_session_id: int, advisor_id: int) -> Any:
    """Put somebody on the list, with a reason when something is missing."""
    session = _session(network, exam_session_id)
    form = admit_form(advisor_id, is_posted=True)
    reason = (form.sentence.data or "") if form.validate_on_submit() else ""
    return _done(
        network,
        session,
        lambda: admit(session, {advisor_id: reason}, today=today(network), now=now(), by=signed_in_person()),
        form,
    )


@blueprint.post(f"{_LIST}/<int:advisor_id>/retirer")
@allow(Role.ADMINISTRATOR)
def withdraw_candidate(network: Network, exam_session_id: int, advisor_id: int) -> Any:
    """Take somebody off the list."""
    session = _session(network, exam_session_id)
    return _done(network, session, lambda: withdraw(session, advisor_id, now=now(), by=signed_in_person()))


@blueprint.post(f"{_LIST}/<int:advisor_id>/amenagement")
@allow(Role.ADMINISTRATOR)
def arrange_candidate(network: Network, exam_session_id: int, advisor_id: int) -> Any:
    """Note what somebody is given on the day."""
    session = _session(network, exam_session_id)
    form = arrangement_form(advisor_id, None, is_posted=True)
    if not form.validate_on_submit():
        return _page(network, session, form)
    said = form.sentence.data or ""
    return _done(
        network, session, lambda: arrange(session, advisor_id, said, now=now(), by=signed_in_person()), form
    )


@blueprint.post("/examens/<int:exam_session_id>/dossiers")
@allow(Role.ADMINISTRATOR)
def receive_exam_files(network: Network, exam_session_id: int) -> Any:
    """Note that several people have handed in everything that they bring to the exam."""
    session = _session(network, exam_session_id)
    form = _files_form(proposals(session, today(network)))
    if not form.validate_on_submit():
        return _page(network, session, form)
    people, day = form.advisor_ids.data or [], given(form.received_on)
    return _done(
        network, session, lambda: receive_files(session, people, day, now=now(), by=signed_in_person()), form
    )


def _session(network: Network, exam_session_id: int) -> ExamSession:
    return found(find_exam_session(network, exam_session_id))


def _done(
    network: Network, session: ExamSession, change: Callable[[], int], form: HouseForm | None = None
) -> Any:
    try:
        count = int(change())
    except RuleBroken as refusal:
        if form is None:
            return _page(network, session, refusal=refusal)
        if not form.errors:
            show_refusal(form, refusal)
        return _page(network, session, form)
    said = ngettext("%(num)d changement noté.", "%(num)d changements notés.", count)
    flash(said if count else _("Rien n’a changé."), "success" if count else "info")
    return redirect(url_for("certification.exam_candidates", exam_session_id=session.id))


def _page(
    network: Network,
    session: ExamSession,
    posted: HouseForm | None = None,
    refusal: RuleBroken | None = None,
) -> Any:
    rows = proposals(session, today(network))
    page = render_template(
        "certification/exam_candidates.html",
        session=session,
        listed=[row for row in rows if row.candidate is not None],
        ready=[row for row in rows if row.candidate is None and row.readiness.is_ready],
        others=_others(rows),
        together_form=posted
        if isinstance(posted, AdmitTogetherForm)
        else _together_form(_others(rows), is_posted=False),
        admit_form=lambda row: _own(AdmitForm, row, posted) or admit_form(_id(row), is_posted=False),
        arrangement_form=lambda row: (
            _own(ArrangementForm, row, posted)
            or arrangement_form(_id(row), row.candidate.arrangement, is_posted=False)
        ),
        files_form=posted if isinstance(posted, FilesForm) else _files_form(rows, is_posted=False),
        can_convoke=session.stage is ExamStage.DECLARED and any(_is_to_be_called(row) for row in rows),
        is_interrupted=lambda row: is_interrupted(row.candidate.letter_awaited_since, now()),
        can_send=mailer().can_send,
        posted=posted,
        refusal=explain(refusal) if refusal is not None else "",
        is_open=session.stage in CAN_BE_CANCELLED,
    )
    return page, REFUSED if refusal is not None else status_of(posted or HouseForm(formdata=None))


def _own(kind: type[SentenceForm], row: Proposal, posted: HouseForm | None) -> HouseForm | None:
    """Return what was typed about one person, when it is their form that was posted."""
    return posted if isinstance(posted, kind) and posted.advisor_id == _id(row) else None


def _is_to_be_called(row: Proposal) -> bool:
    listed = row.candidate
    return listed is not None and is_to_be_called(listed.convoked_at, listed.letter_awaited_since, now())


def _id(row: Proposal) -> int:
    return row.enrolment.advisor_id


def _others(rows: list[Proposal]) -> list[Proposal]:
    return [row for row in rows if row.candidate is None and not row.readiness.is_ready]


def _together_form(rows: list[Proposal], *, is_posted: bool = True) -> AdmitTogetherForm:
    form = AdmitTogetherForm() if is_posted else AdmitTogetherForm(formdata=None)
    form.offer([(_id(row), row.enrolment.advisor.person.display_name) for row in rows])
    return form


def _files_form(rows: list[Proposal], *, is_posted: bool = True) -> FilesForm:
    form = FilesForm() if is_posted else FilesForm(formdata=None)
    form.offer(
        [
            (_id(row), row.enrolment.advisor.person.display_name)
            for row in rows
            if any(point.criterion is Criterion.PORTFOLIO for point in row.readiness.missing)
        ]
    )
    return form
