"""The training dates: who is enrolled, from when to when, who comes late and who is exempt."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Final

from app.core.language import N_
from app.exchange.importing.cohorts import NewCohort, cohort_for
from app.exchange.importing.directory import Directory
from app.exchange.importing.identity import has_other_address, other_address
from app.exchange.importing.plan import Author, Draft, Notice, Plan, Situation, Step
from app.exchange.kinds import Brought
from app.exchange.layouts.training_dates import TrainingDatesRow, TrainingNote
from app.training.models import Advisor, Cohort, Enrolment
from app.training.programmes import check_parcours, programme_by_code
from app.training.rules import EntryStatus, check_dates_in_order
from app.training.services import change_advisor, change_enrolment, check_period, enrol

_DECISIONS: Final = {
    TrainingNote.SEPTEMBER: (
        EntryStatus.LATE,
        "Fichier des dates de formation : « Formation en septembre ».",
    ),
    TrainingNote.EXEMPT: (EntryStatus.EXEMPT, "Fichier des dates de formation : « exempté »."),
}
"""What the State's two comments decide, with the reason that is kept beside: the words of the file."""


def plan_training_dates(rows: Sequence[TrainingDatesRow], situation: Situation) -> Plan:
    """Return who would be enrolled, and whose dates would change.

    :raises UnknownCohort, CohortNotChosen, NoDatesForCohort: when nobody can say into which cohort.
    """
    planner = _Planner(cohort_for(rows, situation), situation)
    planner.draft.go_through(rows, planner.decide)
    return planner.draft.finished()


@dataclass(frozen=True, slots=True)
class _Values:
    """What an enrolment would say after the import."""

    starts_on: date | None
    ends_on: date | None
    parcours_hours: int | None
    prescribed_minutes: int | None
    decided_status: EntryStatus | None
    decision_reason: str | None


class _Planner:
    def __init__(self, cohort: Cohort | NewCohort, situation: Situation) -> None:
        self.draft = Draft()
        self._network = situation.network
        self._cohort = cohort
        self._directory = Directory(situation.network)
        self._programme = programme_by_code(cohort.programme_code)
        is_new = isinstance(cohort, NewCohort)
        message = N_("Promotion à créer : %(cohort)s.") if is_new else N_("Promotion : %(cohort)s.")
        self.draft.notices.append(Notice(message, {"cohort": cohort.name}))

    def decide(self, row: TrainingDatesRow) -> Step | None:
        advisor = self._directory.known(row.state_identifier, row.email)
        self.draft.only_once(advisor.id, row.line)
        if has_other_address(advisor, row.email):
            # No name in this file could say whether the address is new or the identifier is wrong.
            self.draft.notices.append(other_address(advisor, row.line, row.email))
        if row.parcours_hours is not None:
            check_parcours(self._programme, row.parcours_hours)
        enrolment = self._enrolment_of(advisor)
        values = _values_after(row, enrolment)
        check_dates_in_order(values.starts_on, values.ends_on)
        if enrolment is not None:
            check_period(
                enrolment,
                hired_on=advisor.hired_on,
                starts_on=values.starts_on,
                exited_on=enrolment.exited_on,
            )
        changes = (*_differences(enrolment, values), *self._learn_identifier(row, advisor))
        if enrolment is not None and not changes:
            return None
        name = advisor.person.display_name
        if enrolment is None or enrolment.starts_on != values.starts_on:
            self.draft.doubt_dates(row.line, name, values.starts_on, advisor.hired_on)
        self.draft.later(row.line, lambda author: self._write(advisor, enrolment, values, author))
        return Step(row.line, enrolment is None, name, changes)

    def _enrolment_of(self, advisor: Advisor) -> Enrolment | None:
        if isinstance(self._cohort, NewCohort):
            return None
        return next((each for each in advisor.enrolments if each.cohort_id == self._cohort.id), None)

    def _learn_identifier(self, row: TrainingDatesRow, advisor: Advisor) -> tuple[str, ...]:
        # The State's export may leave the identifier out; this file is then the first that gives it.
        if advisor.state_id is not None:
            return ()
        self.draft.later(row.line, lambda author: give_identifier(advisor, row.state_identifier, author))
        return (N_("ID conseiller"),)

    def _write(self, advisor: Advisor, enrolment: Enrolment | None, values: _Values, author: Author) -> None:
        if enrolment is None:
            enrolled = enrol(
                advisor,
                self._cohort_row(author),
                **asdict(values),
                may_precede_hiring=True,
                now=author.now,
                by=author.by,
            )
            author.bring(Brought.ENROLMENT, enrolled.id)
            return
        change_enrolment(
            enrolment,
            **asdict(values),
            group=enrolment.group,
            placement_tested_on=enrolment.placement_tested_on,
            exited_on=enrolment.exited_on,
            exit_reason=enrolment.exit_reason,
            may_precede_hiring=True,
            now=author.now,
            by=author.by,
        )

    def _cohort_row(self, author: Author) -> Cohort:
        if isinstance(self._cohort, NewCohort):
            self._cohort = self._cohort.created(self._network, author)
        return self._cohort


def _values_after(row: TrainingDatesRow, enrolment: Enrolment | None) -> _Values:
    """Return the values of the file over those that are known: a blank cell takes nothing away."""
    status, reason = _DECISIONS.get(row.note, (None, None))
    given = _Values(
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        parcours_hours=row.parcours_hours,
        prescribed_minutes=None if row.parcours_hours is None else row.parcours_hours * 60,
        decided_status=status,
        decision_reason=reason,
    )
    if enrolment is None:
        return given
    is_same_parcours = row.parcours_hours in (None, enrolment.parcours_hours)
    is_decided = status in (None, enrolment.decided_status)
    return replace(
        given,
        starts_on=given.starts_on or enrolment.starts_on,
        ends_on=given.ends_on or enrolment.ends_on,
        parcours_hours=given.parcours_hours or enrolment.parcours_hours,
        prescribed_minutes=enrolment.prescribed_minutes if is_same_parcours else given.prescribed_minutes,
        decided_status=enrolment.decided_status if is_decided else status,
        decision_reason=enrolment.decision_reason if is_decided else reason,
    )


def _differences(enrolment: Enrolment | None, values: _Values) -> tuple[str, ...]:
    if enrolment is None:
        return ()
    fields = {
        "starts_on": N_("début de formation"),
        "ends_on": N_("fin de formation"),
        "parcours_hours": N_("parcours"),
        "prescribed_minutes": N_("heures prescrites"),
        "decided_status": N_("entrée"),
    }
    return tuple(
        name for field, name in fields.items() if getattr(enrolment, field) != getattr(values, field)
    )


def give_identifier(advisor: Advisor, state_id: int | None, author: Author) -> None:
    """Give an advisor the State's identifier, or None to take it back; the rest of their file stays as it is."""
    change_advisor(
        advisor,
        email=advisor.person.email,
        given_name=advisor.person.given_name,
        family_name=advisor.person.family_name,
        host=advisor.host,
        hired_on=advisor.hired_on,
        state_id=state_id,
        professional_email=advisor.professional_email,
        birth_date=advisor.birth_date,
        birth_place=advisor.birth_place,
        now=author.now,
        by=author.by,
    )
