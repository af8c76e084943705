"""An import is taken back as a whole while nothing rests on it: the network then counts what it counted before."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from app.attendance.models import Activity, Recording
from app.attendance.queries import activities_in_state, histories_of, ledger_problems, total_minutes
from app.attendance.rules import ActivityState, AlreadyUndone, Attendance, CorrectedMeanwhile
from app.attendance.services import (
    add_guest,
    correct_entry,
    record_register,
    reopen_activities,
    undo_hours,
    validate_activities,
)
from app.audit.queries import chain_problems
from app.core.half_days import Half
from app.core.identifiers import folded
from app.exchange.kinds import FileKind
from app.exchange.models import FileImport
from app.exchange.services import Source, import_file
from app.exchange.undoing.refusals import (
    ActivityValidatedSince,
    ChangedOthers,
    HoursCorrected,
    RegisterTakenSince,
    SessionChangedSince,
    SessionRecorded,
)
from app.exchange.undoing.resting import what_rests
from app.exchange.undoing.services import ImportInUse, undo_import
from app.extensions import db
from app.people.models import Network, Person
from app.progress.queries import contracts_of, follower_of
from app.training.models import Cohort, Enrolment, TrainingSession
from app.training.queries import advisors
from app.training.rules import AdvisorInUse
from app.training.services import (
    accept_catch_up,
    change_enrolment,
    change_session,
    create_cohort,
    create_group,
    enrol,
)
from tests.attendance.classroom import NAMES, NOON, TODAY, YESTERDAY, Classroom
from tests.browser_client import Browser
from tests.installation import Installation

ACTIVITIES = "Email;Activité;Terminée le;Minutes\n"
HOURS = "Email;Date;Demi-journée;Heures\n"
SESSIONS = "Groupe;Date;Demi-journée;Début;Fin;Modalité;Module\n"
ADVISORS = "Prénom;Nom;Email;Nom de la structure;Code Postal\n"
AUBERT = "aubert@landes.example.org"


@pytest.fixture
def classroom(begin_with: Callable[..., Classroom]) -> Classroom:
    return begin_with(Classroom)


def take(network: Network, kind: FileKind, text: str, by: Person | None = None) -> FileImport:
    import_file(network, Source(kind, "fichier.csv", text.encode()), today=TODAY, now=NOON, by=by)
    return db.session.scalars(select(FileImport).order_by(FileImport.id.desc()).limit(1)).one()


def told(classroom: Classroom) -> object:
    """What every page of hours tells of everybody."""
    contracts = contracts_of([follower_of(each) for each in classroom.enrolments], TODAY)
    waiting = [each.title for each in activities_in_state(classroom.network, ActivityState.WAITING, limit=99)]
    return contracts, waiting, [len(histories_of(each.advisor)) for each in classroom.enrolments]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (FileKind.HOURS, HOURS + f"{AUBERT};14/11/2022;matin;3,5\n{AUBERT};14/11/2022;après-midi;2\n"),
        (FileKind.ACTIVITIES, ACTIVITIES + f"{AUBERT};Module 3;14/11/2022;90\n"),
        (FileKind.SESSIONS, SESSIONS + "Groupe 1;17/11/2022;matin;9h;12:30;présentiel;Accueillir\n"),
        (FileKind.ADVISORS, ADVISORS + "Zoé;Yon;zoe@landes.example.org;Mairie de Dax;40100\n"),
    ],
)
def test_an_import_taken_back_leaves_every_total_as_it_was_and_can_be_done_again(
    classroom: Classroom, kind: FileKind, text: str
) -> None:
    before = (
        told(classroom),
        len(advisors(classroom.network)),
        db.session.scalar(select(func.count(Person.id))),
    )
    for _round in range(2):
        done = take(classroom.network, kind, text, classroom.odile)
        assert told(classroom) != before[0] or len(advisors(classroom.network)) != before[1]
        assert undo_import(done, now=NOON, by=classroom.odile)
        # Once more: nothing is left to take back.
        assert not undo_import(done, now=NOON, by=classroom.odile)
        people = db.session.scalar(select(func.count(Person.id)))
        assert (told(classroom), len(advisors(classroom.network)), people) == before
    assert list(ledger_problems()) == []
    assert list(chain_problems()) == []


def test_hours_that_were_corrected_keep_their_import(classroom: Classroom) -> None:
    done = take(classroom.network, FileKind.HOURS, HOURS + f"{AUBERT};14/11/2022;matin;3,5\n")
    (history,) = histories_of(classroom.enrolments[0].advisor)
    when = {"today": TODAY, "now": NOON, "by": classroom.ines, "reason": "Départ"}
    correct_entry(history[0], attendance=Attendance.PRESENT, minutes=60, **when)  # type: ignore[arg-type]
    refused(done, classroom, HoursCorrected)
    assert total_minutes([classroom.enrolments[0].id])[classroom.enrolments[0].id] == 60


def test_the_ledger_itself_takes_no_corrected_half_day_back_and_none_twice(classroom: Classroom) -> None:
    lines = f"{AUBERT};14/11/2022;matin;3,5\n{AUBERT};14/11/2022;après-midi;3,5\n"
    for text in lines.splitlines(keepends=True):
        take(classroom.network, FileKind.HOURS, HOURS + text)
    corrected, kept = db.session.scalars(select(Recording).order_by(Recording.id))
    when = {"today": TODAY, "now": NOON, "by": classroom.ines, "reason": "Départ"}
    correct_entry(corrected.entries[0], attendance=Attendance.PRESENT, minutes=60, **when)  # type: ignore[arg-type]
    with pytest.raises(CorrectedMeanwhile):
        undo_hours(corrected, now=NOON, by=classroom.odile)
    undo_hours(kept, now=NOON, by=classroom.odile)
    with pytest.raises(AlreadyUndone):
        undo_hours(kept, now=NOON, by=classroom.odile)
    assert total_minutes([classroom.enrolments[0].id])[classroom.enrolments[0].id] == 60
    assert list(ledger_problems()) == []


def test_a_register_that_left_out_who_had_hours_keeps_the_import(classroom: Classroom) -> None:
    done = take(classroom.network, FileKind.HOURS, HOURS + f"{AUBERT};14/11/2022;matin;3,5\n")
    session = classroom.half_day(YESTERDAY)
    assert what_rests(done) == []
    record_register(session, {}, today=TODAY, now=NOON, by=classroom.ines)
    refused(done, classroom, RegisterTakenSince)


def of_another_group(
    classroom: Classroom, name: str = "Groupe 2", *, cohort: Cohort | None = None
) -> TrainingSession:
    """A half-day at the time of the file, of a group in which nobody is."""
    own = classroom.group
    classroom.group = create_group(cohort or classroom.cohort, name, now=NOON, by=None)
    session = classroom.half_day(YESTERDAY, trainers=[])
    classroom.group = own
    return session


def caught_up(classroom: Classroom) -> TrainingSession:
    session = of_another_group(classroom)
    accept_catch_up(session, classroom.enrolments[0], today=YESTERDAY, now=NOON, by=None)
    return session


def with_a_guest(classroom: Classroom) -> TrainingSession:
    session = of_another_group(classroom)
    add_guest(session, classroom.enrolments[0], today=TODAY, now=NOON, by=None)
    return session


def of_another_training(classroom: Classroom) -> TrainingSession:
    """One that has ended, and that they have not left: its group still expects them, a file counts elsewhere."""
    session = of_another_group(classroom, cohort=another_cohort(classroom))
    ended: dict[str, Any] = {"starts_on": TODAY - timedelta(days=200), "ends_on": TODAY - timedelta(days=2)}
    advisor = classroom.enrolments[0].advisor
    enrol(advisor, session.group.cohort, group=session.group, **ended, now=NOON, by=None)
    return session


def another_cohort(classroom: Classroom) -> Cohort:
    return create_cohort(
        classroom.network,
        name="CCP2 2022",
        title_code="REMN",
        block_code="CCP2",
        programme_code="2021-2023",
        starts_on=TODAY - timedelta(days=300),
        ends_on=TODAY,
        late_after=TODAY,
        now=NOON,
        by=None,
    )


@pytest.mark.parametrize("expect", [caught_up, with_a_guest, of_another_training])
def test_a_register_of_another_group_that_left_out_who_had_hours_keeps_the_import(
    classroom: Classroom, expect: Callable[[Classroom], TrainingSession]
) -> None:
    session = expect(classroom)
    done = take(classroom.network, FileKind.HOURS, HOURS + f"{AUBERT};14/11/2022;matin;3,5\n")
    assert what_rests(done) == []
    record_register(session, {}, today=TODAY, now=NOON, by=classroom.ines)
    refused(done, classroom, RegisterTakenSince)
    assert total_minutes([classroom.enrolments[0].id])[classroom.enrolments[0].id] == 210


def test_a_register_that_left_out_who_has_changed_groups_since_keeps_the_import(classroom: Classroom) -> None:
    aubert, own, other = classroom.enrolments[0], classroom.half_day(YESTERDAY), of_another_group(classroom)
    done = take(classroom.network, FileKind.HOURS, HOURS + f"{AUBERT};14/11/2022;matin;3,5\n")
    record_register(own, {}, today=TODAY, now=NOON, by=classroom.ines)
    change_enrolment(aubert, group=other.group, now=NOON, by=None)
    refused(done, classroom, RegisterTakenSince)


def test_a_register_on_which_nobody_of_the_file_was_expected_keeps_no_import(classroom: Classroom) -> None:
    """Neither of a group in which nobody of them is or was then, nor of a training that they have left."""
    early = of_another_group(classroom)
    record_register(early, {}, today=TODAY, now=NOON, by=classroom.ines)
    left = of_another_training(classroom)
    former = min(classroom.enrolments[0].advisor.enrolments, key=lambda each: each.age)
    change_enrolment(former, group=left.group, exited_on=TODAY - timedelta(days=7), now=NOON, by=None)
    done = take(classroom.network, FileKind.HOURS, HOURS + f"{AUBERT};14/11/2022;matin;3,5\n")
    for session in (left, of_another_group(classroom, "Groupe 3")):
        record_register(session, {}, today=TODAY, now=NOON, by=classroom.ines)
    change_enrolment(classroom.enrolments[0], group=early.group, now=NOON, by=None)
    assert what_rests(done) == []


def test_sessions_that_were_recorded_or_changed_keep_their_import(classroom: Classroom) -> None:
    lines = (
        "Groupe 1;15/11/2022;matin;9h;12:30;présentiel;A\nGroupe 1;17/11/2022;matin;9h;12:30;présentiel;B\n"
    )
    done = take(classroom.network, FileKind.SESSIONS, SESSIONS + lines)
    first, second = db.session.scalars(select(TrainingSession).order_by(TrainingSession.day))
    record_register(first, {}, today=TODAY, now=NOON, by=classroom.ines)
    change_session(
        second,
        day=second.day,
        half=second.half,
        starts_at=second.starts_at,
        ends_at=second.ends_at,
        modality=second.modality,
        module="Autre",
        place=None,
        trainers=[],
        now=NOON,
        by=None,
    )
    refused(done, classroom, SessionRecorded, SessionChangedSince)
    assert not any(each.is_cancelled for each in (first, second))


def test_activities_that_were_validated_keep_their_import(classroom: Classroom) -> None:
    done = take(classroom.network, FileKind.ACTIVITIES, ACTIVITIES + f"{AUBERT};Module 3;14/11/2022;90\n")
    (activity,) = db.session.scalars(select(Activity))
    validate_activities(classroom.network, [activity.id], today=TODAY, now=NOON, by=classroom.ines)
    refused(done, classroom, ActivityValidatedSince)


def test_an_advisor_on_whom_something_rests_keeps_the_import_and_is_named(classroom: Classroom) -> None:
    lines = "Zoé;Yon;zoe@landes.example.org;Mairie;40100\nLéo;Sem;leo@landes.example.org;Mairie;40100\n"
    done = take(classroom.network, FileKind.ADVISORS, ADVISORS + lines)
    zoe = next(each for each in advisors(classroom.network) if each.person.given_name == "Zoé")
    enrol(zoe, classroom.cohort, group=classroom.group, parcours_hours=105, now=NOON, by=None)
    refused(done, classroom, AdvisorInUse)
    assert "Zoé Yon" in str(what_rests(done)[0])
    assert len(advisors(classroom.network)) == 5


def test_an_import_that_changed_others_is_not_taken_back(classroom: Classroom) -> None:
    line = f"Camille;Aubert;{AUBERT};Mairie de Dax;40100\n"
    refused(take(classroom.network, FileKind.ADVISORS, ADVISORS + line), classroom, ChangedOthers)


def refused(done: FileImport, classroom: Classroom, *kinds: type) -> None:
    before = told(classroom)
    with pytest.raises(ImportInUse) as refusal:
        undo_import(done, now=NOON, by=classroom.odile)
    assert [type(each) for each in refusal.value.resting] == list(kinds)
    assert (told(classroom), done.undone_at) == (before, None)


class ImportMachine(RuleBasedStateMachine):
    """Files come in, registers are taken, lines corrected; ``minutes`` is what each half-day and work has to count."""

    def __init__(self, installation: Installation) -> None:
        super().__init__()
        installation.database.restore("a classroom of imports")
        self.context = installation.app.app_context()
        self.context.push()
        self.network = db.session.scalars(select(Network)).one()
        self.enrolments = list(db.session.scalars(select(Enrolment).order_by(Enrolment.id)))
        everybody = {each.given_name: each for each in db.session.scalars(select(Person))}
        self.trainer, self.odile = everybody["Ines"], everybody["Odile"]
        self.minutes: dict[tuple[int, object, object], int] = {}
        self.imports: list[tuple[FileImport, dict[tuple[int, object, object], int]]] = []
        self.touched: set[tuple[int, object, object]] = set()

    def teardown(self) -> None:
        """Let go of the database, whose ledger proves itself, as it did after each import that was taken back."""
        try:
            assert list(ledger_problems()) == []
        finally:
            self.context.pop()

    @rule(
        lines=st.sets(
            st.tuples(st.integers(0, 2), st.integers(1, 3), st.sampled_from(Half)), min_size=1, max_size=4
        )
    )
    def import_hours(self, lines: set[tuple[int, int, Half]]) -> None:
        """A file of half-days that nobody has recorded yet."""
        new = {(who, TODAY - timedelta(days=ago), half) for who, ago, half in lines} - set(self.minutes)
        words = {Half.MORNING: "matin", Half.AFTERNOON: "après-midi"}
        text = HOURS + "".join(
            f"{folded(NAMES[who])}@landes.example.org;{day:%d/%m/%Y};{words[half]};3,5\n"
            for who, day, half in new
        )
        if new:
            self._keep(FileKind.HOURS, text, dict.fromkeys(new, 210))

    @rule(who=st.integers(0, 2), number=st.integers(0, 3))
    def import_activity(self, who: int, number: int) -> None:
        """A file of a platform, which a trainer validates at once or later."""
        key = who, YESTERDAY, f"Module {number}"
        if key not in self.minutes:
            text = (
                ACTIVITIES
                + f"{folded(NAMES[who])}@landes.example.org;Module {number};{YESTERDAY:%d/%m/%Y};90\n"
            )
            self._keep(FileKind.ACTIVITIES, text, {key: 0})

    @rule(which=st.integers(0, 5))
    def validate(self, which: int) -> None:
        """A trainer validates one of what waits."""
        waiting = activities_in_state(self.network, ActivityState.WAITING, limit=10)
        if waiting:
            activity = waiting[which % len(waiting)]
            validate_activities(self.network, [activity.id], today=TODAY, now=NOON, by=self.trainer)
            who = [each.id for each in self.enrolments].index(activity.enrolment_id)
            key = who, activity.day, activity.title
            self.minutes[key] = 90
            self.touched.add(key)

    @rule(which=st.integers(0, 5))
    def reopen(self, which: int) -> None:
        """A trainer takes a validation back, with every correction since."""
        counted = activities_in_state(self.network, ActivityState.VALIDATED, limit=10)
        if counted:
            activity = counted[which % len(counted)]
            reopen_activities(self.network, [activity.id], now=NOON, by=self.trainer)
            who = [each.id for each in self.enrolments].index(activity.enrolment_id)
            key = who, activity.day, activity.title
            self.minutes[key] = 0
            self.touched.discard(key)

    @rule(which=st.integers(0, 9))
    def correct(self, which: int) -> None:
        """Somebody corrects a line."""
        entries = [
            (who, history[-1])
            for who, each in enumerate(self.enrolments)
            for history in histories_of(each.advisor)
        ]
        if entries:
            who, entry = entries[which % len(entries)]
            key = who, entry.day, entry.half or (entry.activity.title if entry.activity else None)
            minutes = 60 if self.minutes[key] != 60 else 120
            when = {"today": TODAY, "now": NOON, "by": self.trainer, "reason": "Relevé"}
            correct_entry(entry, attendance=Attendance.PRESENT, minutes=minutes, **when)  # type: ignore[arg-type]
            self.minutes[key] = minutes
            self.touched.add(key)

    @rule(which=st.integers(0, 9), is_sent_twice=st.booleans())
    def undo(self, which: int, is_sent_twice: bool) -> None:
        """The administrator takes an import back, or learns what rests on it."""
        if not self.imports:
            return
        done, brought = self.imports[which % len(self.imports)]
        if done.undone_at is not None:
            assert not undo_import(done, now=NOON, by=self.odile)
            return
        if brought.keys() & self.touched:
            with pytest.raises(ImportInUse):
                undo_import(done, now=NOON, by=self.odile)
            return
        assert undo_import(done, now=NOON, by=self.odile)
        assert list(ledger_problems()) == []
        for key in brought:
            del self.minutes[key]
        if is_sent_twice:
            assert not undo_import(done, now=NOON, by=self.odile)

    def _keep(self, kind: FileKind, text: str, brought: dict[tuple[int, object, object], int]) -> None:
        self.imports.append((take(self.network, kind, text, self.odile), brought))
        self.minutes |= brought

    @invariant()
    def every_total_is_what_was_not_taken_back(self) -> None:
        """Each person has the sum of what counts."""
        totals = total_minutes([each.id for each in self.enrolments])
        for who, each in enumerate(self.enrolments):
            assert totals[each.id] == sum(minutes for key, minutes in self.minutes.items() if key[0] == who)


def test_imports_come_and_go_and_the_totals_are_always_what_was_not_taken_back(
    app: Flask, installation: Installation
) -> None:
    with app.app_context():
        Classroom()
    installation.database.remember("a classroom of imports")

    class Machine(ImportMachine):
        def __init__(self) -> None:
            super().__init__(installation)

    run_state_machine_as_test(
        Machine,
        settings=settings(max_examples=12, stateful_step_count=14, deadline=None, derandomize=True),
    )


def test_an_administrator_takes_an_import_back_with_one_press_and_reads_what_rests(
    classroom: Classroom, new_browser: Callable[[], Browser]
) -> None:
    text = HOURS + f"{AUBERT};14/11/2022;matin;3,5\n"
    done = take(classroom.network, FileKind.HOURS, text, classroom.odile)
    browser = new_browser()
    browser.enter(classroom.odile.email)
    browser.get("/reseau/landes/fichiers")
    browser.follow("Fichiers importés : les revoir, en annuler un")
    page = browser.follow("fichier.csv")
    assert done.sha256 in page.text
    page = browser.submit("Annuler cet import")
    assert "le réseau compte ce qu’il comptait avant" in page.text
    assert "Cet import est annulé" in page.text
    page = browser.post(f"/reseau/landes/fichiers/imports/{done.id}/annuler", {})
    assert "déjà annulé" in page.text
    other = take(classroom.network, FileKind.HOURS, text, classroom.odile)
    record_register(classroom.half_day(YESTERDAY), {}, today=TODAY, now=NOON, by=classroom.ines)
    page = browser.get(f"/reseau/landes/fichiers/imports/{other.id}")
    assert "sans Camille Aubert" in page.text
    browser.post(f"/reseau/landes/fichiers/imports/{other.id}/annuler", {}, status=409)


def test_an_import_of_another_network_is_not_there(
    classroom: Classroom, new_browser: Callable[[], Browser]
) -> None:
    gers = Classroom("gers", 1)
    text = HOURS + "aubert@gers.example.org;14/11/2022;matin;3,5\n"
    done = take(gers.network, FileKind.HOURS, text)
    browser = new_browser()
    browser.enter(classroom.odile.email)
    browser.get("/reseau/landes/fichiers")
    browser.get(f"/reseau/landes/fichiers/imports/{done.id}", status=404)
    browser.post(f"/reseau/landes/fichiers/imports/{done.id}/annuler", {}, status=404)
    assert done.undone_at is None
