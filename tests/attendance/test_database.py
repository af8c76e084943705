"""What the database itself refuses, whoever writes to it."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.attendance.models import HoursEntry, Recording
from app.attendance.rules import Attendance
from app.attendance.services import correct_entry, record_register
from app.core.half_days import Half
from app.training.rules import Modality
from tests.attendance.classroom import NOON, TODAY, YESTERDAY, Classroom

DEPARTURE: Final[dict[str, Any]] = {
    "attendance": Attendance.PRESENT,
    "minutes": 60,
    "reason": "Départ avancé",
    "today": TODAY,
    "now": NOON,
}
"""A correction."""


@pytest.fixture
def classroom(begin_with: Callable[..., Classroom]) -> Classroom:
    return begin_with(with_a_recorded_morning)


def with_a_recorded_morning() -> Classroom:
    classroom = Classroom()
    record_register(classroom.half_day(), {}, today=TODAY, now=NOON, by=classroom.ines)
    return classroom


@pytest.fixture
def values(database: Session, classroom: Classroom) -> dict[str, object]:
    """The columns of a line that the database would take: the afternoon after a recorded morning."""
    register = database.scalars(select(Recording)).one()
    aubert = classroom.enrolments[0]
    return {
        "network_id": classroom.network.id,
        "recording_id": register.id,
        "enrolment_id": aubert.id,
        "advisor_id": aubert.advisor_id,
        "day": TODAY,
        "half": Half.AFTERNOON,
        "modality": Modality.IN_PERSON,
        "attendance": Attendance.PRESENT,
        "minutes": 210,
        "half_day_minutes": 210,
    }


def test_a_sound_line_is_taken(database: Session, values: dict[str, object]) -> None:
    database.execute(insert(HoursEntry).values(values))


@pytest.mark.parametrize(
    "changes",
    [
        {"minutes": 241, "half_day_minutes": 241},
        {"minutes": -1, "half_day_minutes": -1},
        {"minutes": 200},
        {"attendance": Attendance.EXCUSED},
        {"half": Half.MORNING},
        {"network_id": 987_654},
        {"advisor_id": 987_654},
        {"recording_id": 987_654},
        {"day": None},
        {"advisor_id": None},
    ],
    ids=str,
)
def test_a_line_that_cannot_be_is_refused(
    database: Session, values: dict[str, object], changes: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError):
        database.execute(insert(HoursEntry).values(values | changes))
    database.rollback()


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"reason": None},
        {"minutes": 60},
        {"half": Half.AFTERNOON},
        {"day": YESTERDAY},
        {"modality": Modality.REMOTE},
        {"enrolment_id": 1, "advisor_id": 1},
    ],
    ids=str,
)
def test_a_correction_continues_its_half_day(
    database: Session, values: dict[str, object], classroom: Classroom, changes: dict[str, object]
) -> None:
    barrere = classroom.enrolments[1]
    own = {"enrolment_id": barrere.id, "advisor_id": barrere.advisor_id}
    original = database.scalars(select(HoursEntry.id).where(HoursEntry.enrolment_id == barrere.id)).one()
    correction = (
        values
        | own
        | {
            "half": Half.MORNING,
            "minutes": -150,
            "half_day_minutes": 60,
            "corrects_id": original,
            "reason": "Erreur de saisie",
        }
    )
    if changes == {"enrolment_id": 1, "advisor_id": 1}:
        castets = classroom.enrolments[2]
        changes = {"enrolment_id": castets.id, "advisor_id": castets.advisor_id}
    if not changes:
        database.execute(insert(HoursEntry).values(correction))
        return
    with pytest.raises(IntegrityError):
        database.execute(insert(HoursEntry).values(correction | changes))
    database.rollback()


@pytest.mark.parametrize("minutes", [0.5, 30.25, "demi"])
def test_a_minute_is_whole(database: Session, values: dict[str, object], minutes: object) -> None:
    """SQLite keeps whatever it is given, in a column of whole numbers too."""
    _skip_unless_sqlite(database)
    columns = {name: value for name, value in values.items() if name not in {"minutes", "half_day_minutes"}}
    statement = insert(HoursEntry).values(columns | {"minutes": text(":m"), "half_day_minutes": text(":m")})
    with pytest.raises(IntegrityError, match="whole minutes"):
        database.execute(statement, {"m": minutes})
    database.rollback()


@pytest.mark.parametrize("table", [HoursEntry, Recording])
def test_what_is_written_stays_as_it_is(
    database: Session, values: dict[str, object], table: type[HoursEntry | Recording]
) -> None:
    assert values
    row_id = database.scalars(select(table.id)).first()
    with pytest.raises(IntegrityError):
        database.execute(update(table).where(table.id == row_id).values(network_id=table.network_id))
    database.rollback()
    with pytest.raises(IntegrityError):
        database.execute(text(f"DELETE FROM {table.__tablename__} WHERE id = :id"), {"id": row_id})
    database.rollback()


@pytest.mark.parametrize("by", ["id", "half-day", "corrected line"])
def test_replacing_a_line_is_refused_too(
    database: Session, values: dict[str, object], classroom: Classroom, by: str
) -> None:
    """``INSERT OR REPLACE`` deletes what a unique index would not let in, without asking the guard of ``DELETE``."""
    _skip_unless_sqlite(database)
    original = database.scalars(select(HoursEntry)).first()
    assert original is not None
    half_day: dict[str, object] = {"day": original.day, "half": original.half}
    if by == "corrected line":
        correct_entry(original, **DEPARTURE, by=classroom.marc)
        half_day |= {
            "corrects_id": original.id,
            "reason": "Autre motif",
            "minutes": -90,
            "half_day_minutes": 120,
        }
    replacing: dict[str, object] = {"id": original.id} if by == "id" else half_day
    before = _lines(database)
    with pytest.raises(IntegrityError, match="append-only"):
        database.execute(insert(HoursEntry).prefix_with("OR REPLACE").values(values | replacing))
    database.rollback()
    assert _lines(database) == before


@pytest.mark.parametrize("by", ["id", "session_id"])
def test_replacing_a_register_is_refused_too(database: Session, classroom: Classroom, by: str) -> None:
    _skip_unless_sqlite(database)
    empty = classroom.half_day(day=date(2022, 3, 1))
    register = record_register(empty, {}, today=TODAY, now=NOON, by=classroom.ines)
    columns = ("id", "network_id", "kind", "session_id", "recorded_at")
    another = {name: getattr(register, name) for name in columns} | {"digest": "0" * 64}
    if by != "id":
        del another["id"]
    with pytest.raises(IntegrityError, match="append-only"):
        database.execute(insert(Recording).prefix_with("OR REPLACE").values(another))
    database.rollback()


@pytest.mark.parametrize("table", ["hours_entries", "recordings"])
def test_the_ledger_cannot_be_emptied_at_once(
    database: Session, values: dict[str, object], table: str
) -> None:
    assert values
    if database.get_bind().dialect.name != "postgresql":
        pytest.skip("Only PostgreSQL has TRUNCATE.")
    with pytest.raises(IntegrityError, match="append-only"):
        database.execute(text(f"TRUNCATE {table} CASCADE"))
    database.rollback()


def test_no_entry_corrects_itself(database: Session, values: dict[str, object], classroom: Classroom) -> None:
    own = values | {"id": 987_654, "corrects_id": 987_654, "reason": "Boucle", "minutes": 0}
    with pytest.raises(IntegrityError):
        database.execute(insert(HoursEntry).values(own))
    database.rollback()
    entry = database.scalars(select(HoursEntry)).first()
    assert entry is not None
    correct_entry(entry, **DEPARTURE, by=classroom.marc)


def _skip_unless_sqlite(database: Session) -> None:
    if database.get_bind().dialect.name != "sqlite":
        pytest.skip("Only SQLite has INSERT OR REPLACE.")


def _lines(database: Session) -> list[int]:
    return list(database.scalars(select(HoursEntry.id).order_by(HoursEntry.id)))
