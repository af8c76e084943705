"""Makes a network larger than life: thousands of invented advisors beside those of the demonstration.

Rows are inserted in bulk, below the services: what is measured is how pages read them.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from app.attendance.models import HoursEntry, Recording, RecordingKind
from app.attendance.rules import Attendance
from app.certification.models import ExamSession, Result
from app.certification.rules import Outcome
from app.core.half_days import Half
from app.core.identifiers import folded
from app.core.roles import Role
from app.documents.models import DocumentState, IssuedDocument
from app.extensions import db
from app.people.models import Membership, Network, Person
from app.training.models import Advisor, Enrolment, Group, Host
from app.training.rules import EntryStatus, Modality

MOMENT = datetime(2022, 10, 7, 10, 0, tzinfo=UTC)
FIRST_DAY = date(2022, 3, 14)
KINDS = ("none", "exempt", "late", "unknown", "failed", "absent", "awaited", "passed", "passed", "certified")
"""What becomes of each tenth advisor."""


def add_crowd(network: Network, size: int, half_days: int) -> None:
    """Add ``size`` advisors to a network, most of whom have followed ``half_days`` half-days of 3 h 30.

    Every tenth of them is of another kind: without a training, exempt, late, with a certificate …
    """
    if not size:
        return
    crowd = [_Member(rank) for rank in range(size)]
    ids = {table: _next_id(table) for table in (Person, Advisor, Enrolment, Result, IssuedDocument)}
    hosts = list(db.session.scalars(select(Host.id).where(Host.network_id == network.id)))
    groups = list(db.session.scalars(select(Group).where(Group.network_id == network.id)))
    exam = db.session.scalars(select(ExamSession).where(ExamSession.title_code == "REMN")).first()
    assert exam is not None, "the crowd needs the demonstration's exam"
    for member in crowd:
        member.take_ids(ids, groups[member.rank % len(groups)], hosts[member.rank % len(hosts)])
    trained = [member for member in crowd if member.kind != "none"]
    _add(Person, [member.person() for member in crowd])
    _add(Membership, [member.membership(network) for member in crowd])
    _add(Advisor, [member.advisor(network) for member in crowd])
    _add(Enrolment, [member.enrolment(network) for member in trained])
    _add(HoursEntry, list(_entries(network, trained, half_days)))
    _add(Result, [member.result(network, exam) for member in trained if member.outcome])
    _add(IssuedDocument, [member.document(network) for member in trained if member.kind == "certified"])
    _move_counters(ids)
    db.session.commit()


class _Member:
    """One invented advisor, in the rows of each table."""

    def __init__(self, rank: int) -> None:
        self.rank, self.kind = rank, KINDS[rank % len(KINDS)]
        self.names = f"Prénom {rank}", f"Étienne-{rank:05d}"
        decided = {"passed": Outcome.OBTAINED, "certified": Outcome.OBTAINED, "failed": Outcome.NOT_OBTAINED}
        self.outcome = Outcome.NOT_PRESENTED if self.kind == "absent" else decided.get(self.kind)

    def take_ids(self, first: dict[Any, int], group: Group, host_id: int) -> None:
        self.id, self.group, self.host_id = (
            {table: start + self.rank for table, start in first.items()},
            group,
            host_id,
        )

    def person(self) -> dict[str, Any]:
        given, family = self.names
        return {
            "id": self.id[Person],
            "email": f"conseil{self.rank}@crowd.exemple.fr",
            "given_name": given,
            "family_name": family,
            "sort_name": folded(f"{family} {given}"),
            "created_at": MOMENT,
        }

    def membership(self, network: Network) -> dict[str, Any]:
        return {"network_id": network.id, "person_id": self.id[Person], "role": Role.ADVISOR}

    def advisor(self, network: Network) -> dict[str, Any]:
        return {
            "id": self.id[Advisor],
            "network_id": network.id,
            "person_id": self.id[Person],
            "host_id": self.host_id,
            "hired_on": date(2022, 9, 12) if self.kind == "late" else date(2022, 2, 14),
            "created_at": MOMENT,
        }

    def enrolment(self, network: Network) -> dict[str, Any]:
        is_exempt = self.kind == "exempt"
        return {
            "id": self.id[Enrolment],
            "network_id": network.id,
            "cohort_id": self.group.cohort_id,
            "group_id": self.group.id,
            "advisor_id": self.id[Advisor],
            "parcours_hours": None if self.kind == "unknown" else 280,
            "prescribed_minutes": None if self.kind == "unknown" else 280 * 60,
            "decided_status": EntryStatus.EXEMPT if is_exempt else None,
            "decision_reason": "Titulaire du CCP1" if is_exempt else None,
        }

    def result(self, network: Network, exam: ExamSession) -> dict[str, Any]:
        return {
            "id": self.id[Result],
            "network_id": network.id,
            "exam_session_id": exam.id,
            "advisor_id": self.id[Advisor],
            "title_code": exam.title_code,
            "block_code": exam.block_code,
            "outcome": self.outcome,
            "recorded_at": MOMENT,
        }

    def document(self, network: Network) -> dict[str, Any]:
        return {
            "id": self.id[IssuedDocument],
            "network_id": network.id,
            "advisor_id": self.id[Advisor],
            "result_id": self.id[Result],
            "year": 2021,
            "serial": self.rank + 1,
            "number": f"CROWD-2021-{self.rank:05d}",
            "code": f"{self.rank:026d}",
            "template_version": "1",
            "facts": {},
            "issued_on": date(2021, 12, 1),
            "reserved_at": MOMENT,
            "issued_at": MOMENT,
            "pdf": b"%PDF-",
            "sha256": "0" * 64,
            "state": DocumentState.VALID,
        }


def _entries(network: Network, members: list[_Member], half_days: int) -> Iterator[dict[str, Any]]:
    recording = Recording(
        network_id=network.id, kind=RecordingKind.IMPORT, recorded_at=MOMENT, digest="0" * 64
    )
    db.session.add(recording)
    db.session.flush()
    for member in members:
        if member.kind == "exempt":
            continue
        for rank in range(half_days):
            yield {
                "network_id": network.id,
                "recording_id": recording.id,
                "enrolment_id": member.id[Enrolment],
                "advisor_id": member.id[Advisor],
                "day": FIRST_DAY + timedelta(days=rank // 2),
                "half": list(Half)[rank % 2],
                "modality": Modality.REMOTE if rank % 5 == 4 else Modality.IN_PERSON,
                "attendance": Attendance.PRESENT,
                "minutes": 210,
                "half_day_minutes": 210,
            }


def _next_id(table: Any) -> int:
    return (db.session.scalar(select(func.max(table.id))) or 0) + 1


def _move_counters(tables: Iterable[Any]) -> None:
    # PostgreSQL does not notice ids that were given: its next one would be taken.
    if db.session.get_bind().dialect.name != "postgresql":
        return
    for table in tables:
        sequence = func.pg_get_serial_sequence(table.__tablename__, "id")
        highest = db.session.scalar(select(func.max(table.id)))
        db.session.execute(select(func.setval(sequence, highest or 1, highest is not None)))


def _add(table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(table), rows)
