"""A small network before its jury: people on time, one late recruit, one exempt person, one exam that was held."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.certification.models import ExamSession, Result
from app.certification.queries import results_in
from app.certification.rules import Outcome, Verdict
from app.certification.services import admit, create_exam_session, record_results
from app.core.roles import Role
from app.database import transaction
from app.people.models import Network, Person
from app.people.services import create_network, invite
from app.training.models import Advisor, Cohort, Enrolment
from app.training.rules import EntryStatus
from app.training.services import create_advisor, create_cohort, enrol

TODAY = date(2022, 11, 15)
NOON = datetime(2022, 11, 15, 11, 0, tzinfo=UTC)
HELD_ON, DECIDED_ON = date(2022, 10, 4), date(2022, 10, 6)
JURY = (("Colette Pébarthe", "jurée"), ("Mathieu Soubaigné", "juré"))
ON_TIME, LATE = date(2022, 2, 1), date(2022, 9, 1)


@dataclass
class Examination:
    """What a test of exams needs; two candidates on time unless it asks for another number."""

    code: str = "landes"
    size: int = 2
    network: Network = field(init=False)
    cohort: Cohort = field(init=False)
    exam: ExamSession = field(init=False)
    odile: Person = field(init=False)
    candidates: list[Advisor] = field(init=False)
    late: Advisor = field(init=False)
    exempt: Advisor = field(init=False)

    def __post_init__(self) -> None:
        self.network = create_network(self.code, "Réseau d’essai", pinned_today=TODAY, now=NOON)
        invited = invite(
            self.network, f"odile@{self.code}.example.org", "Odile", "Lafitte", [Role.ADMINISTRATOR], now=NOON
        )
        self.odile = invited.person
        self.cohort = create_cohort(
            self.network,
            name="CCP1 2022",
            title_code="REMN",
            block_code="CCP1",
            programme_code="2021-2023",
            starts_on=date(2022, 3, 1),
            ends_on=date(2022, 12, 16),
            late_after=date(2022, 6, 30),
            now=NOON,
            by=None,
        )
        self.exam = self.announce("Session d’octobre")
        self.candidates = [self.newcomer(f"Candidat {letter}") for letter in "ABCDEFGH"[: self.size]]
        self.late = self.newcomer("Tardive", hired_on=LATE)
        self.exempt = self.newcomer(
            "Dispensée", decided_status=EntryStatus.EXEMPT, decision_reason="CCP1 acquis"
        )

    def announce(self, name: str, **facts: Any) -> ExamSession:
        """An exam whose jury has decided, unless the facts say otherwise."""
        usual: dict[str, Any] = {
            "title_code": "REMN",
            "block_code": "CCP1",
            "held_on": HELD_ON,
            "decided_on": DECIDED_ON,
            "jurors": JURY,
        }
        return create_exam_session(self.network, **{**usual, "name": name, **facts}, now=NOON, by=self.odile)

    def newcomer(
        self, family_name: str, hired_on: date = ON_TIME, *, is_enrolled: bool = True, **entry: Any
    ) -> Advisor:
        """One more advisor, enrolled in the cohort."""
        address = f"{family_name.lower().replace(' ', '-')}@{self.code}.example.org"
        advisor = create_advisor(
            self.network,
            email=address.replace("é", "e"),
            given_name="Camille",
            family_name=family_name,
            hired_on=hired_on,
            now=NOON,
            by=None,
        )
        if is_enrolled:
            enrol(advisor, self.cohort, parcours_hours=105, now=NOON, by=None, **entry)
        return advisor

    def record(
        self,
        advisor: Advisor,
        outcome: Outcome,
        remark: str | None = None,
        *,
        exam: ExamSession | None = None,
        today: date = TODAY,
    ) -> int:
        """Record one outcome, as Odile does."""
        return record_results(
            exam or self.exam, {advisor.id: Verdict(outcome, remark)}, today=today, now=NOON, by=self.odile
        )

    def outcome_of(self, advisor: Advisor) -> Outcome | None:
        """What the exam says of somebody."""
        result = results_in(self.exam).get(advisor.id)
        return result.outcome if result is not None else None

    def result_of(self, advisor: Advisor) -> Result:
        """The result of somebody in the exam."""
        return results_in(self.exam)[advisor.id]


ACCREDITED = (
    ("Colette Pébarthe", "jurée", date(2020, 1, 1), date(2024, 12, 31)),
    ("Mathieu Soubaigné", "juré", None, date(2024, 12, 31)),
)


def plan(examination: Examination, name: str = "Session de Dax", **facts: Any) -> ExamSession:
    """A session that is planned, with everything that its declaration asks for and both candidates on its list."""
    usual: dict[str, Any] = {"decided_on": None, "place": "Dax", "centre": "Afpa", "jurors": ACCREDITED}
    exam = examination.announce(name, **{**usual, **facts})
    reasons = {candidate.id: "Décision du réseau" for candidate in examination.candidates}
    admit(exam, reasons, today=TODAY, now=NOON, by=examination.odile)
    return exam


@dataclass
class Planning:
    """The examination, and a session beside it that is planned."""

    examination: Examination = field(default_factory=Examination)
    exam: ExamSession = field(init=False)

    def __post_init__(self) -> None:
        self.exam = plan(self.examination)


@dataclass
class Neighbours:
    """The examination, and the one of another network."""

    examination: Examination = field(default_factory=Examination)
    stranger: Examination = field(default_factory=lambda: Examination(code="gers"))


def add_crowd(database: Session, examination: Examination, size: int, first: int = 0) -> None:
    """Fill the cohort with ``size`` more people, without the acts that would be recorded one by one."""
    for number in range(first, first + size):
        person = Person(
            email=f"foule{number}@example.org",
            given_name="Foule",
            family_name=f"N{number:04d}",
            created_at=NOON,
        )
        advisor = Advisor(network_id=examination.network.id, person=person, hired_on=ON_TIME, created_at=NOON)
        database.add(advisor)
        database.flush()
        database.add(
            Enrolment(network_id=advisor.network_id, advisor_id=advisor.id, cohort_id=examination.cohort.id)
        )
    database.commit()


@transaction
def certify(database: Session, result: Result, state: str = "valid") -> None:
    """Store a certificate for a result, straight into its table: what issues certificates stands above the exams."""
    number = f"{result.id:04d}"
    is_revoked = state == "revoked"
    database.execute(
        text(
            "INSERT INTO issued_documents (network_id, advisor_id, result_id, year, serial, number, code, "
            "template_version, facts, issued_on, reserved_at, issued_at, pdf, sha256, state, revoked_at, "
            "revocation_reason) VALUES (:network, :advisor, :result, 2022, :serial, :number, :code, '1', '{}', "
            "'2022-11-15', '2022-11-15 12:00', '2022-11-15 12:00', :pdf, 'x', :state, :revoked_at, :reason)"
        ),
        {
            "network": result.network_id,
            "advisor": result.advisor_id,
            "result": result.id,
            "serial": result.id,
            "number": f"LANDES-2022-{number}",
            "code": number,
            "pdf": b"%PDF",
            "state": state,
            "revoked_at": "2022-11-15 12:00" if is_revoked else None,
            "reason": "erreur" if is_revoked else None,
        },
    )
