"""Loads the demonstration through the same services as everybody else, as one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Final

from app.attendance.queries import current_entries
from app.attendance.rules import Attendance
from app.attendance.services import correct_entry, record_register
from app.certification.rules import Outcome, Verdict
from app.certification.services import create_exam_session, record_results
from app.core.roles import Role
from app.database import transaction
from app.demonstration.absences import mark_of
from app.demonstration.activities import hand_activities_in
from app.demonstration.calendar import (
    FIRST_DAY,
    FORGOTTEN,
    GROUPS,
    LAST_DAY,
    LATE_AFTER,
    ROOM,
    TODAY,
    SampleGroup,
    SampleSession,
    sessions_of,
)
from app.demonstration.people import (
    ADVISOR_TO_SHOW,
    HOSTS,
    JURY,
    LATE_RECRUIT_TO_SHOW,
    PROVIDER,
    SIGNATORIES,
    STAFF,
    email_of,
    sample_advisors,
)
from app.documents.facts import DEFAULT_DISCLAIMERS, DEFAULT_HEADINGS
from app.documents.services import save_issuer
from app.people.models import Network, Person
from app.people.passwords import hash_password
from app.people.services import create_network, find_or_create_person, grant_role, open_roles
from app.training.models import Cohort, Enrolment, Group, Host, TrainingSession
from app.training.rules import USUAL_TIMES, HalfDayPlan, Modality, Spot
from app.training.services import (
    Wanted,
    create_advisor,
    create_cohort,
    create_group,
    create_host,
    create_provider,
    enrol,
    plan_half_days,
    try_half_days,
)
from app.web.clock import PARIS

CODE: Final = "landes"
NAME: Final = "Réseau d’inclusion numérique des Landes"
PASSWORD: Final = "les pins des Landes"  # noqa: S105  meant to be known: see below
"""Known to everybody; it exists only beside the demonstration, which production refuses."""

_OPENING: Final = datetime(2022, 2, 1, 8, 0, tzinfo=UTC)
_CORRECTIONS: Final = 9


@dataclass(slots=True)
class _Loading:
    """What the steps of the loading hand to each other."""

    network: Network
    administrator: Person
    trainers: list[Person]
    hosts: list[Host] = field(default_factory=list)
    enrolments: dict[str, list[Enrolment]] = field(default_factory=dict)


@transaction
def load_demonstration() -> Network:
    """Make the demonstration network, complete.

    :raises NetworkCodeTaken: when it is there already.
    """
    loading = _open_network()
    cohort = _open_cohort(loading)
    for sample in GROUPS:
        group = create_group(cohort, sample.name, now=_OPENING, by=loading.administrator)
        _enrol(loading, cohort, group, sample)
        _train(loading, group, sample)
    _correct(loading)
    hand_activities_in(loading.enrolments["E"])
    _examine(loading)
    _choose_issuer(loading)
    return loading.network


def _open_network() -> _Loading:
    network = create_network(CODE, NAME, now=_OPENING, pinned_today=TODAY)
    staff = [find_or_create_person(email, given, family, now=_OPENING) for email, given, family in STAFF]
    administrator, *trainers = staff
    grant_role(network, administrator, Role.ADMINISTRATOR, now=_OPENING, by=None)
    for trainer in trainers:
        grant_role(network, trainer, Role.TRAINER, now=_OPENING, by=administrator)
    for person in staff:
        _open_account(person)
    return _Loading(network, administrator, trainers)


def _open_cohort(loading: _Loading) -> Cohort:
    by, network = loading.administrator, loading.network
    provider = create_provider(
        network,
        PROVIDER,
        # An invented registration, of its département.
        activity_number="72400000040",
        municipality="Mont-de-Marsan",
        representative=SIGNATORIES[1][0],
        representative_quality=SIGNATORIES[1][1],
        now=_OPENING,
        by=by,
    )
    loading.hosts = [
        create_host(
            network,
            host.name,
            postal_code=host.postal_code,
            municipality=host.municipality,
            state_id=host.state_id,
            now=_OPENING,
            by=by,
        )
        for host in HOSTS
    ]
    return create_cohort(
        network,
        name="Formation initiale 2022",
        provider=provider,
        title_code="REMN",
        block_code="CCP1",
        programme_code="2021-2023",
        starts_on=FIRST_DAY,
        ends_on=LAST_DAY,
        late_after=LATE_AFTER,
        now=_OPENING,
        by=by,
    )


def _enrol(loading: _Loading, cohort: Cohort, group: Group, sample: SampleGroup) -> None:
    by = loading.administrator
    for rank, person in enumerate(sample_advisors(), start=1):
        if person.group != sample.letter:
            continue
        email = email_of(person.given_name, person.family_name)
        arrival = _moment(person.hired_on, time(9))
        advisor = create_advisor(
            loading.network,
            email=email,
            given_name=person.given_name,
            family_name=person.family_name,
            host=loading.hosts[person.host],
            hired_on=person.hired_on,
            state_id=4000 + rank,
            professional_email=f"{email.split('@')[0]}@conseiller.exemple.fr",
            birth_date=person.birth_date,
            birth_place=person.birth_place,
            now=arrival,
            by=by,
        )
        enrolment = enrol(
            advisor,
            cohort,
            group=group,
            parcours_hours=sample.parcours_hours,
            placement_tested_on=person.hired_on,
            starts_on=max(sample.starts_on, person.hired_on),
            now=arrival,
            by=by,
        )
        loading.enrolments.setdefault(sample.letter, []).append(enrolment)
        if email in (ADVISOR_TO_SHOW, LATE_RECRUIT_TO_SHOW):
            _open_account(advisor.person)


def _open_account(person: Person) -> None:
    person.password_hash = hash_password(PASSWORD)
    open_roles(person, None, now=_OPENING)


def _train(loading: _Loading, group: Group, sample: SampleGroup) -> None:
    trainer = loading.trainers[sample.trainer]
    half_days = sessions_of(sample)
    for session, half_day in zip(_plan(group, half_days, trainer), half_days, strict=True):
        if half_day.day < TODAY:
            _record(loading, session, sample.letter, half_day, trainer)
    if sample.letter == "B":
        _plan(group, [FORGOTTEN], loading.trainers[0])


def _plan(group: Group, half_days: Sequence[SampleSession], trainer: Person) -> list[TrainingSession]:
    wanted = [Wanted(group, _plan_of(half_day, trainer)) for half_day in half_days]
    seen = try_half_days(group.network_id, wanted, [trainer]).digest
    return plan_half_days(group.network_id, wanted, [trainer], seen=seen, now=_OPENING, by=trainer)[0]


def _plan_of(half_day: SampleSession, trainer: Person) -> HalfDayPlan:
    place = ROOM if half_day.modality is Modality.IN_PERSON else None
    spot = Spot(half_day.day, half_day.half, *USUAL_TIMES[half_day.half], place)
    return HalfDayPlan(spot, half_day.modality, half_day.module, trainer_ids=(trainer.id,))


def _record(
    loading: _Loading, session: TrainingSession, letter: str, half_day: SampleSession, trainer: Person
) -> None:
    marks = {
        enrolment.id: mark_of(enrolment.advisor.person.email, letter, half_day)
        for enrolment in loading.enrolments[letter]
    }
    saved_at = _moment(half_day.day, session.ends_at)
    record_register(session, marks, today=half_day.day, now=saved_at, by=trainer)


def _correct(loading: _Loading) -> None:
    """Correct some absences as it happens: the proof of presence arrives after the register."""
    absences = [
        entry
        for letter in ("A", "B", "C")
        for enrolment in loading.enrolments[letter][:3]
        for entry in current_entries(enrolment)
        if entry.attendance is Attendance.EXCUSED
    ]
    for entry in absences[:_CORRECTIONS]:
        correct_entry(
            entry,
            attendance=Attendance.PRESENT,
            minutes=210,
            reason="Attestation reçue : présence dans un autre groupe",
            today=TODAY,
            now=_moment(entry.day, time(18)),
            by=loading.trainers[0],
        )


def _examine(loading: _Loading) -> None:
    by, network = loading.administrator, loading.network
    candidates = [enrolment for letter in "ABCD" for enrolment in loading.enrolments[letter]]
    decided_on = date(2022, 10, 6)
    for title_code, block_code, name, not_presented in (
        ("REMN", "CCP1", "Session CCP1 d’octobre 2022", 0),
        ("PIX", "PIX", "Certification Pix d’octobre 2022", 2),
    ):
        exam = create_exam_session(
            network,
            title_code=title_code,
            block_code=block_code,
            name=name,
            held_on=date(2022, 10, 4),
            decided_on=decided_on,
            place="Mont-de-Marsan",
            centre=PROVIDER,
            jurors=JURY,
            # Its steps are told together: no earlier than the last of them.
            now=_moment(decided_on, time(18)),
            by=by,
        )
        verdicts = {enrolment.advisor_id: Verdict(Outcome.OBTAINED) for enrolment in candidates}
        for enrolment in candidates[len(candidates) - not_presented :]:
            verdicts[enrolment.advisor_id] = Verdict(Outcome.NOT_PRESENTED, "Arrêt maladie")
        record_results(exam, verdicts, today=TODAY, now=_moment(date(2022, 10, 7), time(10)), by=by)
    create_exam_session(
        network,
        title_code="REMN",
        block_code="CCP1",
        name="Session CCP1 d’avril 2023",
        held_on=date(2023, 4, 4),
        place="Mont-de-Marsan",
        centre=PROVIDER,
        now=_OPENING,
        by=by,
    )


def _choose_issuer(loading: _Loading) -> None:
    save_issuer(
        loading.network,
        name=NAME,
        place="Mont-de-Marsan",
        heading=DEFAULT_HEADINGS["fr"],
        disclaimer=DEFAULT_DISCLAIMERS["fr"],
        signatories=SIGNATORIES,
        now=_OPENING,
        by=loading.administrator,
    )


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=PARIS).astimezone(UTC)
