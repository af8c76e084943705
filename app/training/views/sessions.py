"""Pages about half-days that are planned."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core.errors import RuleBroken
from app.core.half_days import Half
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network, Person
from app.training import queries, services
from app.training.forms import CancellationForm, ChangedSessionForm, SessionForm
from app.training.letters import (
    write_about_cancellation,
    write_about_move,
    write_to_who_is_taken_off,
)
from app.training.models import CatchUp, Group, TrainingSession
from app.training.rules import (
    AdvisorIsBusy,
    Clash,
    GroupIsBusy,
    GroupIsElsewhere,
    HalfDayTooLong,
    HalfDayWithoutDuration,
    SessionOutsideCohort,
    Spot,
    TrainerIsBusy,
    WrongHalf,
)
from app.training.telling import tell_of_freed
from app.training.views.blueprint import Answer, blueprint
from app.training.views.content import chosen_trainers, halves, offer_content
from app.web.access import allow
from app.web.clock import now, today
from app.web.fields import given
from app.web.filters import short_date
from app.web.forms import show_refusal, status_of
from app.web.messages import explain
from app.web.records import found


@blueprint.route("/groupes/<int:group_id>/seances/nouvelle", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def plan_session(network: Network, group_id: int) -> Answer:
    """Plan a half-day for a group."""
    group = found(queries.group(network, group_id))
    form = SessionForm(data={"half": Half.MORNING})
    form.offer(halves())
    offer_content(form, network, group.cohort)
    clashes: list[Clash] = []
    if form.validate_on_submit():
        facts = _facts(form, network)
        try:
            session, freed = services.plan_session(
                group,
                **facts,
                clashes_accepted=form.clashes_accepted.data,
                now=now(),
                by=signed_in_person(),
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, _field_of(refusal))
            clashes = _clashes_behind(refusal, group, facts)
        else:
            flash(_("La séance du %(day)s est planifiée.", day=short_date(session.day)), "success")
            _tell_of_freed(network, freed)
            _tell_shared_place(session)
            return redirect(url_for("training.cohort", cohort_id=session.cohort_id))
    page = render_template("training/plan_session.html", form=form, group=group, clashes=clashes)
    return page, status_of(form)


@blueprint.route("/seances/<int:session_id>/modifier", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def change_session(network: Network, session_id: int) -> Answer:
    """Change a half-day whose register is not recorded yet; one that is fixed or was cancelled says so instead."""
    session = found(queries.training_session(network, session_id))
    if session.is_cancelled:
        return redirect(url_for("attendance.register", session_id=session.id))
    if services.is_fixed(session):
        return _fixed_page(session)
    form = ChangedSessionForm(obj=session, data={"trainer_ids": [trainer.id for trainer in session.trainers]})
    form.offer(halves())
    offer_content(form, network, session.group.cohort, session)
    clashes, before, gave = services.clashes_of_session(session), session.spot, list(session.trainers)
    if form.validate_on_submit():
        facts = _facts(form, network)
        try:
            freed = services.change_session(
                session,
                **facts,
                clashes_accepted=form.clashes_accepted.data,
                reason=form.reason.data or None,
                now=now(),
                by=signed_in_person(),
            )
        except RuleBroken as refusal:
            show_refusal(form, refusal, _field_of(refusal))
            clashes = _clashes_behind(refusal, session.group, facts, session)
        else:
            flash(_("La séance du %(day)s est enregistrée.", day=short_date(session.day)), "success")
            _tell_whom_it_concerns(network, session, before, gave, freed)
            _tell_shared_place(session)
            return redirect(url_for("training.cohort", cohort_id=session.cohort_id))
    page = render_template("training/change_session.html", form=form, session=session, clashes=clashes)
    return page, status_of(form)


@blueprint.route("/seances/<int:session_id>/annuler", methods=["GET", "POST"])
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def cancel_session(network: Network, session_id: int) -> Answer:
    """Ask why a half-day was planned by error, and take it back; one whose register is recorded is fixed."""
    session = found(queries.training_session(network, session_id))
    if session.is_cancelled:
        return redirect(url_for("attendance.register", session_id=session.id))
    if services.is_fixed(session):
        return _fixed_page(session)
    form = CancellationForm()
    if form.validate_on_submit():
        try:
            services.cancel_session(session, form.reason.data, now=now(), by=signed_in_person())
        except RuleBroken as refusal:
            show_refusal(form, refusal)
        else:
            flash(_("La séance du %(day)s est annulée.", day=short_date(session.day)), "success")
            if session.day >= today(network):
                people = queries.people_of(session)
                write_about_cancellation(session, people, network, signed_in_person())
            return redirect(url_for("attendance.sessions", jour=session.day))
    return render_template("training/cancel_session.html", form=form, session=session), status_of(form)


def _tell_whom_it_concerns(
    network: Network, session: TrainingSession, before: Spot, gave: list[Person], freed: list[CatchUp]
) -> None:
    """Write to who gives or follows a half-day that moved, to who no longer gives it, to who cannot catch it up now."""
    by = signed_in_person()
    if session.day >= today(network):
        if session.spot != before:
            write_about_move(session, before, queries.people_of(session), network, by)
        still = {trainer.id for trainer in session.trainers}
        write_to_who_is_taken_off(session, [each for each in gave if each.id not in still], network, by)
    _tell_of_freed(network, freed)


def _tell_of_freed(network: Network, freed: list[CatchUp]) -> None:
    if said := tell_of_freed(freed, network, signed_in_person()):
        flash(said, "warning")


def _fixed_page(session: TrainingSession) -> Answer:
    # Whoever had the form open when the register was recorded is told as much, and nothing was changed.
    status = 409 if request.method == "POST" else 200
    return render_template("training/fixed_session.html", session=session), status


def _facts(form: SessionForm, network: Network) -> services.SessionFacts:
    starts_at, ends_at = form.times
    return {
        "day": given(form.day),
        "half": form.half.data,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "modality": form.modality.data,
        "module": form.module.data or "",
        "place": form.place.data or None,
        "trainers": chosen_trainers(form, network),
        "competences": form.competences.data or [],
    }


def _clashes_behind(
    refusal: RuleBroken,
    group: Group,
    facts: services.SessionFacts,
    session: TrainingSession | None = None,
) -> list[Clash]:
    """Return every clash where one was refused, so that whoever accepts them has seen all."""
    if not isinstance(refusal, TrainerIsBusy | AdvisorIsBusy):
        return []
    return services.clashes_of_half_day(group, session, **facts)


def _tell_shared_place(session: TrainingSession) -> None:
    for clash in services.clashes_of_session(session):
        if not clash.must_be_accepted:
            flash(explain(clash.refusal), "warning")


def _field_of(refusal: RuleBroken) -> str | None:
    """Return the field beside which a refusal is shown."""
    match refusal:
        case GroupIsBusy() | GroupIsElsewhere() | SessionOutsideCohort():
            return "day"
        case TrainerIsBusy() | AdvisorIsBusy():
            return "clashes_accepted"
        case WrongHalf():
            return "starts_at"
        case HalfDayTooLong() | HalfDayWithoutDuration():
            return "ends_at"
    return None
