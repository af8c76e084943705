"""Activities outside of half-days, as they are handed in: by advisors, or for them by those who train them."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Response, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from app.attendance.forms import ActivityForm
from app.attendance.models import Activity
from app.attendance.queries import activities_of, count_of_activities_of, proof_of, waiting_minutes
from app.attendance.queries import activity as find_activity
from app.attendance.rules import (
    ActivityTooLong,
    ActivityWithoutDuration,
    ActivityWithoutProof,
    AfterExit,
    BeforeArrival,
    InTheFuture,
    NotALink,
    NotAScan,
    ProofsTooHeavy,
    ScanIsAProgram,
    ScanIsCutShort,
    ScanKind,
    ScanTooLarge,
    TooManyProofs,
)
from app.attendance.services import Done, ProofFile, hand_in, remove_refused_proofs, withdraw_activity
from app.attendance.views.blueprint import blueprint
from app.core.errors import NotFound, RuleBroken
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.training.models import Advisor, Enrolment
from app.training.queries import advisor as find_advisor
from app.training.queries import advisor_of_person
from app.training.rules import Modality
from app.web.access import allow
from app.web.clock import now, today
from app.web.fields import given
from app.web.forms import show_refusal, status_of
from app.web.messages import explain
from app.web.paging import page_asked_for
from app.web.records import found
from app.web.responses import PDF_TYPE, download

TYPES: Final = {ScanKind.PDF: PDF_TYPE, ScanKind.JPEG: "image/jpeg", ScanKind.PNG: "image/png"}
EXTENSIONS: Final = {ScanKind.PDF: "pdf", ScanKind.JPEG: "jpg", ScanKind.PNG: "png"}

_FIELD_TO_BLAME: Final[Mapping[type[RuleBroken], str]] = {
    **dict.fromkeys((ActivityWithoutDuration, ActivityTooLong), "hours"),
    **dict.fromkeys((InTheFuture, BeforeArrival, AfterExit), "day"),
    **dict.fromkeys((ActivityWithoutProof, TooManyProofs, NotAScan, ProofsTooHeavy), "files"),
    **dict.fromkeys((ScanIsAProgram, ScanIsCutShort, ScanTooLarge), "files"),
    NotALink: "link",
}


@blueprint.get("/mes-activites")
@allow(Role.ADVISOR)
def my_activities(network: Network) -> Any:
    """Show advisors what they have handed in, and let them hand in more; it takes no identifier."""
    advisor = found(advisor_of_person(network, signed_in_person()))
    return _page("attendance/my_activities.html", advisor, ActivityForm(data={"day": today(network)}))


@blueprint.post("/mes-activites")
@allow(Role.ADVISOR)
def hand_in_mine(network: Network) -> Any:
    """Keep what an advisor hands in until a trainer validates it; who presses twice hands it in once."""
    advisor = found(advisor_of_person(network, signed_in_person()))
    form = ActivityForm()
    if _is_handed_in(network, advisor, form):
        flash(_("L’activité est remise. Elle comptera dès qu’un formateur l’aura validée."), "success")
        return redirect(url_for(".my_activities"))
    return _page("attendance/my_activities.html", advisor, form)


@blueprint.post("/mes-activites/<int:activity_id>/retirer")
@allow(Role.ADVISOR)
def withdraw(network: Network, activity_id: int) -> Any:
    """Take an own activity back that waits."""
    activity = _own(network, activity_id)
    try:
        withdraw_activity(activity, now=now(), by=signed_in_person())
    except RuleBroken as refusal:
        flash(explain(refusal), "warning")
    else:
        flash(_("L’activité est retirée."), "success")
    return redirect(url_for(".my_activities"))


@blueprint.post("/mes-activites/<int:activity_id>/preuves/supprimer")
@allow(Role.ADVISOR)
def remove_proofs(network: Network, activity_id: int) -> Any:
    """Remove the proofs of an own activity that was refused."""
    activity = _own(network, activity_id)
    try:
        is_new = remove_refused_proofs(activity, now=now(), by=signed_in_person())
    except RuleBroken as refusal:
        flash(explain(refusal), "warning")
    else:
        flash(_("Les preuves sont supprimées.") if is_new else _("Rien n’a changé."), "success")
    return redirect(url_for(".my_activities"))


@blueprint.get("/conseillers/<int:advisor_id>/activites")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def activities_of_advisor(network: Network, advisor_id: int) -> Any:
    """Show what was handed in of an advisor, and let more be handed in for them."""
    advisor = found(find_advisor(network, advisor_id))
    return _page("attendance/advisor_activities.html", advisor, ActivityForm(data={"day": today(network)}))


@blueprint.post("/conseillers/<int:advisor_id>/activites")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def hand_in_for(network: Network, advisor_id: int) -> Any:
    """Keep what is handed in for an advisor until a trainer validates it."""
    advisor = found(find_advisor(network, advisor_id))
    form = ActivityForm()
    if _is_handed_in(network, advisor, form):
        flash(_("L’activité est remise. Elle comptera dès qu’un formateur l’aura validée."), "success")
        return redirect(url_for(".activities_of_advisor", advisor_id=advisor_id))
    return _page("attendance/advisor_activities.html", advisor, form)


@blueprint.get("/activites/<int:activity_id>/pieces/<int:proof_id>")
@allow(Role.ADVISOR, Role.TRAINER, Role.ADMINISTRATOR)
def proof_file(network: Network, activity_id: int, proof_id: int) -> Response:
    """Hand out a proof as it was received, to staff and to whose it is: to keep, never to open inside of Livret."""
    is_staff = not g.roles.isdisjoint({Role.TRAINER, Role.ADMINISTRATOR})
    activity = found(find_activity(network, activity_id)) if is_staff else _own(network, activity_id)
    proof = found(proof_of(activity, proof_id))
    name = f"activite_{activity.day:%Y-%m-%d}_piece-{proof.id}.{EXTENSIONS[proof.kind]}"
    response = download(proof.content, name, TYPES[proof.kind])
    # Whatever a stranger's file holds, it runs nothing and reads nothing here.
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _own(network: Network, activity_id: int) -> Activity:
    activity = found(find_activity(network, activity_id))
    if activity.enrolment.advisor.person_id != signed_in_person().id:
        raise NotFound
    return activity


def _is_handed_in(network: Network, advisor: Advisor, form: ActivityForm) -> bool:
    if not form.validate():
        return False
    proofs = [ProofFile(name, content) for name, content in form.take_files()]
    try:
        hand_in(_done(advisor, form), proofs, today=today(network), now=now(), by=signed_in_person())
    except RuleBroken as refusal:
        show_refusal(form, refusal, _FIELD_TO_BLAME.get(type(refusal)))
        return False
    return True


def _done(advisor: Advisor, form: ActivityForm) -> Done:
    return Done(
        enrolment=_enrolment_on(advisor, form),
        day=given(form.day),
        modality=Modality(form.modality.data),
        title=form.title.data or "",
        minutes=form.hours.data or 0,
        link=form.link.data,
    )


def _enrolment_on(advisor: Advisor, form: ActivityForm) -> Enrolment:
    """Return the training in whose dates the day lies, the latest of them, or else the latest that somebody follows."""
    day = given(form.day)
    holding = [each for each in advisor.enrolments if each.cohort.starts_on <= day <= each.cohort.ends_on]
    return found(max(holding, key=lambda each: each.age, default=advisor.latest_enrolment))


def _page(template: str, advisor: Advisor, form: ActivityForm) -> Any:
    enrolment_ids = [each.id for each in advisor.enrolments]
    page = page_asked_for(count_of_activities_of(advisor))
    answer = render_template(
        template,
        advisor=advisor,
        form=form,
        can_hand_in=bool(enrolment_ids),
        activities=activities_of(advisor, limit=page.size, offset=page.offset),
        page=page,
        waiting=sum(waiting_minutes(enrolment_ids).values()),
    )
    return answer, status_of(form)
