"""The half-days: those that are not planned yet. An import adds half-days and never changes one."""

from calendar import SUNDAY
from collections.abc import Sequence
from dataclasses import replace

from app.core.errors import RuleBroken
from app.core.language import N_
from app.core.roles import Role
from app.exchange.importing.plan import Author, Draft, Notice, Plan, Situation, Step
from app.exchange.kinds import Brought
from app.exchange.layouts.sessions import SessionRow
from app.exchange.names import called, name_key
from app.exchange.rules import AmbiguousGroup, AmbiguousTrainer, UnknownGroup, UnknownTrainer
from app.exchange.words import HALVES
from app.people.models import Network, Person
from app.people.queries import members
from app.training import queries as training
from app.training.models import CatchUp, Group
from app.training.rules import GroupIsBusy, HalfDayPlan, Spot, public_holiday
from app.training.services import TriedHalfDay, Wanted, plan_half_days, try_half_days
from app.training.titles import UnknownCompetence


def plan_sessions(rows: Sequence[SessionRow], situation: Situation) -> Plan:
    """Return the half-days that would be planned.

    One that is planned exactly so is left alone; with other values its line is refused. Whoever would be in two
    places is named, for somebody to look at, as are public holidays and Sundays; nothing is refused for it.
    """
    draft, network = Draft(), situation.network
    place = _Place(network)
    wanted = _wanted_by_line(rows, place, draft)
    trial = try_half_days(network.id, list(wanted.values()), place.trainers)
    tried = dict(zip(wanted, trial.half_days, strict=True))

    def decide(row: SessionRow) -> Step | None:
        step = _step(row, tried[row.line], draft)
        if step is not None:
            _doubt_day(row, network, draft)
        return step

    draft.go_through([row for row in rows if row.line in tried], decide)
    draft.problems.sort(key=lambda problem: problem.line)

    freed: list[CatchUp] = []

    def record(author: Author) -> None:
        made, withdrawn = plan_half_days(
            network.id,
            list(wanted.values()),
            place.trainers,
            seen=trial.digest,
            clashes_accepted=True,
            now=author.now,
            by=author.by,
        )
        for session in made:
            author.bring(Brought.SESSION, session.id)
        freed.extend(withdrawn)

    return replace(draft.finished(record), freed=freed)


def _wanted_by_line(rows: Sequence[SessionRow], place: "_Place", draft: Draft) -> dict[int, Wanted]:
    wanted: dict[int, Wanted] = {}
    for row in rows:
        try:
            found = place.wanted(row)
            draft.only_once((found.group.id, row.day, row.half), row.line)
        except RuleBroken as refusal:
            draft.refuse(row.line, refusal)
        else:
            wanted[row.line] = found
    return wanted


class _Place:
    """The groups and trainers of a network, as files name them."""

    def __init__(self, network: Network) -> None:
        self.trainers = members(network, Role.TRAINER)
        self._groups = [group for cohort in training.cohorts(network) for group in cohort.groups]

    def wanted(self, row: SessionRow) -> Wanted:
        """Return the half-day of a line.

        :raises UnknownGroup: and AmbiguousGroup, UnknownTrainer, AmbiguousTrainer, UnknownCompetence.
        """
        group = self._group(row)
        spot = Spot(row.day, row.half, row.starts_at, row.ends_at, row.place)
        trainer_ids = tuple(sorted({self._trainer(name).id for name in row.trainers}))
        competences = tuple(_competence(group, number) for number in row.competences)
        return Wanted(group, HalfDayPlan(spot, row.modality, row.module, trainer_ids, competences))

    def _group(self, row: SessionRow) -> Group:
        groups = self._groups
        if row.cohort is not None:
            groups = called(row.cohort, groups, lambda group: group.cohort.name)
        found = called(row.group, groups, lambda group: group.name)
        if not found:
            raise UnknownGroup(name=row.group, found=_listed(self._groups))
        if len(found) > 1:
            raise AmbiguousGroup(name=row.group, found=_listed(found))
        return found[0]

    def _trainer(self, name: str) -> Person:
        sought = name_key(name)
        found = [trainer for trainer in self.trainers if sought in _names_of(trainer)]
        if not found:
            known = ", ".join(trainer.display_name for trainer in self.trainers) or "–"
            raise UnknownTrainer(name=name, found=known)
        if len(found) > 1:
            raise AmbiguousTrainer(name=name)
        return found[0]


def _step(row: SessionRow, tried: TriedHalfDay, draft: Draft) -> Step | None:
    group = tried.wanted.group
    if tried.refusal is not None:
        raise tried.refusal
    if tried.known is not None:
        if tried.known != tried.plan:
            raise GroupIsBusy(group=group.name, day=row.day)
        return None
    for clash in tried.clashes:
        message, facts = clash.refusal.message, clash.refusal.facts
        draft.notices.append(Notice(message, facts, row.line, is_to_check=True))
    values = (f"{row.day:%d/%m/%Y}", HALVES[row.half], row.module)
    return Step(row.line, is_new=True, person=group.name, values=values)


def _doubt_day(row: SessionRow, network: Network, draft: Draft) -> None:
    """Tell of a day on which few people train, which a file is not asked to leave out as a series is."""
    holiday = public_holiday(row.day, network.territory)
    if holiday is not None:
        message = N_(
            "Le %(day)s est un jour férié (%(holiday)s) : la demi-journée du groupe est-elle voulue ?"
        )
        words = {"holiday": holiday}
    elif row.day.weekday() == SUNDAY:
        message, words = N_("Le %(day)s est un dimanche : la demi-journée du groupe est-elle voulue ?"), {}
    else:
        return
    draft.notices.append(Notice(message, {"day": row.day}, row.line, is_to_check=True, words=words))


def _competence(group: Group, number: int) -> str:
    codes = training.competence_codes_of(group.network_id, *group.cohort.aim)
    if not 1 <= number <= len(codes):
        raise UnknownCompetence(competence=number, block=group.cohort.block_code)
    return codes[number - 1]


def _names_of(trainer: Person) -> set[str]:
    """Return how a file may name somebody: by address, or by name in either order."""
    given_name, family_name = trainer.given_name, trainer.family_name
    return {
        name_key(trainer.email),
        name_key(f"{given_name} {family_name}"),
        name_key(f"{family_name} {given_name}"),
    }


def _listed(groups: Sequence[Group]) -> str:
    return ", ".join(f"« {group.name} » ({group.cohort.name})" for group in groups) or "–"
