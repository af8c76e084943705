"""Pages that plan many half-days at once: what would be planned is shown first, and then planned whole."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.errors import RuleBroken
from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.people.queries import members
from app.training import queries, services
from app.training.forms import CopyForm, SeriesForm, SeveralForm
from app.training.forms.series import EDIT, PLAN, TRY
from app.training.models import Group, TrainingSession
from app.training.rules import (
    AdvisorIsBusy,
    HalfDayPlan,
    HalfDayTooLong,
    HalfDayWithoutDuration,
    LeftOutDay,
    NoHalf,
    NotAPeriod,
    NoWeekday,
    SeriesBackwards,
    SeriesTooLong,
    TrainerIsBusy,
    WrongHalf,
    check_half_day_times,
    left_out_days,
    shifted,
    spots_of,
)
from app.training.telling import tell_of_freed
from app.training.views.blueprint import Answer, blueprint
from app.training.views.content import chosen_trainers, halves, offer_content
from app.web.access import allow
from app.web.clock import now
from app.web.forms import show_refusal, status_of
from app.web.records import found

_FIELD_TO_BLAME = {
    NoWeekday: "weekdays",
    NoHalf: "halves",
    NotAPeriod: "left_out",
    SeriesBackwards: "last",
    SeriesTooLong: "last",
    WrongHalf: "halves",
    HalfDayTooLong: "halves",
    HalfDayWithoutDuration: "halves",
    TrainerIsBusy: "clashes_accepted",
    AdvisorIsBusy: "clashes_accepted",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The half-days that somebody asks for, the days that they leave out, and what a copy does not keep, in words."""

    plans: Sequence[HalfDayPlan]
    left_out: Sequence[LeftOutDay]
    dropped: Sequence[str] = ()


@blueprint.route("/groupes/<int:group_id>/seances/serie", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def plan_series(network: Network, group_id: int) -> Answer:
    """Plan half-days that come again."""
    group = found(queries.group(network, group_id))
    form = SeriesForm(data={"first": group.cohort.starts_on, "last": group.cohort.ends_on})
    form.offer(halves())
    offer_content(form, network, group.cohort)
    return _plan_several(network, group, form, "training/plan_series.html", lambda: _series(form, network))


@blueprint.route("/groupes/<int:group_id>/seances/copier", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def copy_sessions(network: Network, group_id: int) -> Answer:
    """Plan for a group what was planned for another one, some weeks before or after."""
    group = found(queries.group(network, group_id))
    form = CopyForm(data={"first": group.cohort.starts_on})
    groups = [each for each in queries.groups(network) if each.id != group.id]
    form.offer([(each.id, f"{each.name} · {each.cohort.name}") for each in groups])
    return _plan_several(
        network, group, form, "training/copy_sessions.html", lambda: _copy(form, network, group)
    )


def _plan_several(
    network: Network, group: Group, form: SeveralForm, template: str, read: Callable[[], Asked]
) -> Answer:
    step, form.step.data = form.step.data, TRY
    asked = None
    if step != EDIT and form.validate_on_submit():
        try:
            asked = read()
            if step == PLAN:
                return _planned(network, group, form, asked)
        except RuleBroken as refusal:
            show_refusal(form, refusal, _field_of(form, refusal))
    if asked is None:
        return render_template(template, form=form, group=group), status_of(form)
    return _trial_page(network, group, form, asked)


def _planned(network: Network, group: Group, form: SeveralForm, asked: Asked) -> Answer:
    planned, freed = services.plan_half_days(
        network.id,
        [services.Wanted(group, plan) for plan in asked.plans],
        members(network, Role.TRAINER),
        seen=form.seen.data or "",
        clashes_accepted=form.clashes_accepted.data,
        now=now(),
        by=signed_in_person(),
    )
    if planned:
        message = ngettext("%(num)s séance est planifiée.", "%(num)s séances sont planifiées.", len(planned))
        flash(message, "success")
        if said := tell_of_freed(freed, network, signed_in_person()):
            flash(said, "warning")
    else:
        flash(_("Toutes ces séances étaient déjà planifiées."), "info")
    return redirect(url_for("training.cohort", cohort_id=group.cohort_id))


def _trial_page(network: Network, group: Group, form: SeveralForm, asked: Asked) -> Answer:
    wanted = [services.Wanted(group, plan) for plan in asked.plans]
    trial = services.try_half_days(network.id, wanted, members(network, Role.TRAINER))
    form.seen.data = trial.digest
    page = render_template(
        "training/trial.html",
        form=form,
        group=group,
        trial=trial,
        left_out=asked.left_out,
        dropped=asked.dropped,
    )
    return page, status_of(form)


def _series(form: SeriesForm, network: Network) -> Asked:
    for slot in form.slots:
        check_half_day_times(slot.half, slot.starts_at, slot.ends_at)
    content: dict[str, Any] = {
        "modality": form.modality.data,
        "module": form.module.data,
        "trainer_ids": tuple(sorted(trainer.id for trainer in chosen_trainers(form, network))),
        "competences": tuple(form.competences.data or ()),
    }
    series = form.series_in(network.territory)
    spots = spots_of(series, form.slots, form.place.data or None)
    return Asked([HalfDayPlan(spot, **content) for spot in spots], left_out_days(series))


def _copy(form: CopyForm, network: Network, group: Group) -> Asked:
    source = found(queries.group(network, form.source_id.data))
    has_same_aim = source.cohort.aim == group.cohort.aim
    sessions = queries.sessions_of_group(source)
    plans = [_copied(form, each, has_same_aim) for each in sessions]
    moved = shifted(plans, form.monday)
    gaps = form.gaps_in(network.territory)
    out = {plan.spot.day: gaps.at(plan.spot.day) for plan in moved}
    kept = [plan for plan in moved if out[plan.spot.day] is None]
    left_out = [each for each in out.values() if each is not None]
    drops_competences = not has_same_aim and any(each.competences for each in sessions)
    return Asked(kept, left_out, _dropped(network, plans, drops_competences=drops_competences))


def _dropped(network: Network, plans: Sequence[HalfDayPlan], *, drops_competences: bool) -> tuple[str, ...]:
    """Return what the copies do not keep though it was to be kept: told before anything is planned."""
    chosen = {trainer_id for plan in plans for trainer_id in plan.trainer_ids}
    known = {trainer.id for trainer in members(network, Role.TRAINER)}
    gone = sum(trainer_id not in known for trainer_id in chosen)
    said = []
    if gone:
        said.append(
            ngettext(
                "%(num)s formateur de ces séances n’est plus formateur du réseau : il n’est pas repris.",
                "%(num)s formateurs de ces séances ne sont plus formateurs du réseau : ils ne sont pas repris.",
                gone,
            )
        )
    if drops_competences:
        said.append(_("Les compétences ne sont pas reprises : l’autre promotion prépare un autre bloc."))
    return tuple(said)


def _copied(form: CopyForm, session: TrainingSession, has_same_aim: bool) -> HalfDayPlan:
    plan = session.plan
    spot = plan.spot if form.keeps_place.data else replace(plan.spot, place=None)
    return replace(
        plan,
        spot=spot,
        trainer_ids=plan.trainer_ids if form.keeps_trainers.data else (),
        competences=plan.competences if has_same_aim else (),
    )


def _field_of(form: SeveralForm, refusal: RuleBroken) -> str | None:
    field = _FIELD_TO_BLAME.get(type(refusal))
    return field if field in form else None
