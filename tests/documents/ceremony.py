"""A small network whose advisors have passed before a jury, so that certificates can be issued to them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.attendance.services import HoursLine, record_hours
from app.certification.models import ExamSession, Result
from app.certification.queries import results_of
from app.certification.rules import Outcome, Verdict
from app.certification.services import create_exam_session, record_results
from app.core.half_days import Half
from app.core.identifiers import folded
from app.core.roles import Role
from app.documents.models import FailedCheck, IssuedDocument, PrintRun
from app.documents.queries import documents_in_force, due_results
from app.documents.services import complete_run, issuing, reserve_certificates
from app.extensions import db
from app.people.models import Network, Person
from app.people.services import create_network, invite
from app.training.models import Advisor, Cohort
from app.training.rules import Modality
from app.training.services import create_advisor, create_cohort, create_provider, enrol

TODAY = date(2022, 11, 15)
NOON = datetime(2022, 11, 15, 11, 0, tzinfo=UTC)
BASE_URL = "http://127.0.0.1:8000"
NAMES = "Aubert Barrère Castets Dubos Etcheverry Fabre Garat Hourcade Irigoyen Junca Labat Noguès".split()
_JURY = (("Colette Pébarthe", "jurée"), ("Mathieu Soubaigné", "juré"))


def noon() -> datetime:
    """The clock of these tests stands still."""
    return NOON


@dataclass
class Ceremony:
    """What a test of certificates needs; three people have passed unless it asks for another number."""

    code: str = "landes"
    size: int = 3
    pinned_today: date | None = TODAY
    network: Network = field(init=False)
    cohort: Cohort = field(init=False)
    exam: ExamSession = field(init=False)
    odile: Person = field(init=False)
    advisors: list[Advisor] = field(init=False)

    def __post_init__(self) -> None:
        self.network = create_network(self.code, "Réseau d’essai", pinned_today=self.pinned_today, now=NOON)
        self.odile = invite(
            self.network, f"odile@{self.code}.example.org", "Odile", "Lafitte", [Role.ADMINISTRATOR], now=NOON
        ).person
        self.cohort = create_cohort(
            self.network,
            name="CCP1 2022",
            provider=create_provider(
                self.network, "Afpa", siret=None, activity_number=None, now=NOON, by=None
            ),
            title_code="REMN",
            block_code="CCP1",
            programme_code="2021-2023",
            starts_on=date(2022, 3, 1),
            ends_on=date(2022, 12, 16),
            late_after=date(2022, 6, 30),
            now=NOON,
            by=None,
        )
        self.exam = self.session("Session d’octobre")
        self.advisors = [self.newcomer(name) for name in NAMES[: self.size]]
        self.judge(*self.advisors)

    def session(
        self,
        name: str,
        held_on: date | None = date(2022, 10, 4),
        decided_on: date | None = date(2022, 10, 6),
    ) -> ExamSession:
        """An exam whose jury has decided."""
        return create_exam_session(
            self.network,
            title_code="REMN",
            block_code="CCP1",
            name=name,
            held_on=held_on,
            decided_on=decided_on,
            jurors=_JURY,
            now=NOON,
            by=None,
        )

    def newcomer(
        self,
        family_name: str,
        given_name: str = "Camille",
        hired_on: date = date(2022, 2, 1),
        minutes: int = 210,
    ) -> Advisor:
        """One more advisor of the cohort, with three and a half hours unless the test asks for none."""
        advisor = create_advisor(
            self.network,
            email=f"{folded(family_name).replace(' ', '-')}@{self.code}.example.org",
            given_name=given_name,
            family_name=family_name,
            hired_on=hired_on,
            birth_date=date(1990, 1, 2),
            birth_place="Dax",
            now=NOON,
            by=None,
        )
        enrolment = enrol(advisor, self.cohort, parcours_hours=105, now=NOON, by=None)
        if minutes:
            line = HoursLine(enrolment, date(2022, 9, 5), Half.MORNING, minutes, Modality.IN_PERSON)
            record_hours(self.network, [line], today=TODAY, now=NOON, by=None)
        return advisor

    def judge(
        self, *advisors: Advisor, outcome: Outcome = Outcome.OBTAINED, remark: str | None = None
    ) -> None:
        """Record what the jury decided."""
        verdicts = {advisor.id: Verdict(outcome, remark) for advisor in advisors}
        record_results(self.exam, verdicts, today=TODAY, now=NOON, by=self.odile)

    def result_of(self, advisor: Advisor) -> Result:
        """The latest result of somebody."""
        return results_of(advisor)[0]

    def reserve(self, *results: Result) -> PrintRun:
        """Take numbers for these results, or for every one that is due."""
        return reserve_certificates(
            self.network,
            results or due_results(self.network),
            today=TODAY,
            now=NOON,
            by=self.odile,
            base_url=BASE_URL,
        )

    def issue(self, *results: Result) -> list[IssuedDocument]:
        """Issue certificates, and return all that are valid."""
        complete_run(self.reserve(*results), now=noon)
        return documents_in_force(self.network)


@dataclass
class Issued(Ceremony):
    """A ceremony after which the certificates of all three were issued, on quick paper."""

    documents: list[IssuedDocument] = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        with pytest.MonkeyPatch.context() as patch:
            take_quick_paper(patch)
            self.documents = self.issue(*self.to_issue())

    def to_issue(self) -> list[Result]:
        """The results that are certified, in their order."""
        return due_results(self.network)


@dataclass
class FirstIssued(Issued):
    """A ceremony after which the first of three has a certificate, on quick paper."""

    def to_issue(self) -> list[Result]:
        return [self.result_of(self.advisors[0])]


@dataclass
class Sealed(Ceremony):
    """A ceremony after which the certificates of all three were issued, typeset and sealed."""

    documents: list[IssuedDocument] = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.documents = self.issue()


def take_quick_paper(patch: pytest.MonkeyPatch) -> None:
    """Store the bytes of the facts instead of a typeset page, where it is not about the paper."""
    patch.setattr(issuing, "sealed_certificate", lambda facts, *_: b"%PDF-1.7 " + facts.to_json().encode())


def guess_wrong(count: int, address: str, at: datetime) -> None:
    """Record what an address leaves behind that has tried so many wrong codes."""
    db.session.add_all([FailedCheck(address=address, at=at) for _guess in range(count)])
    db.session.commit()


@contextmanager
def behind_the_guards(database: Session) -> Iterator[Session]:
    """Somebody with the rights of the database itself, whom no trigger stops."""
    database.rollback()
    if database.get_bind().dialect.name == "postgresql":
        database.execute(text("SET LOCAL session_replication_role = replica"))
    else:
        database.execute(text("PRAGMA foreign_keys = OFF"))
        for name in database.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            database.execute(text(f"DROP TRIGGER {name}"))
    yield database
    database.commit()


def hired_late() -> date:
    """A day on which a recruit comes late to the cohort."""
    return date(2022, 6, 30) + timedelta(days=40)
