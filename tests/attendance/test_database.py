"""What the database itself refuses, whoever writes to it."""

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


@pytest.fixture
def values(database: Session, classroom: Classroom) -> dict[str, object]:
    """The columns of a line that the database would take: the afternoon after a recorded morning."""
    register = record_register(classroom.half_day(), {}, today=TODAY, now=NOON, by=classroom.ines)
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


def test_replacing_a_line_is_refused_too(database: Session, values: dict[str, object]) -> None:
    if database.get_bind().dialect.name != "sqlite":
        pytest.skip("Only SQLite has INSERT OR REPLACE.")
    row_id = database.scalars(select(HoursEntry.id)).first()
    with pytest.raises(IntegrityError, match="append-only"):
        database.execute(insert(HoursEntry).prefix_with("OR REPLACE").values(values | {"id": row_id}))
    database.rollback()


def test_no_entry_corrects_itself(database: Session, values: dict[str, object], classroom: Classroom) -> None:
    own = values | {"id": 987_654, "corrects_id": 987_654, "reason": "Boucle", "minutes": 0}
    with pytest.raises(IntegrityError):
        database.execute(insert(HoursEntry).values(own))
    database.rollback()
    entry = database.scalars(select(HoursEntry)).first()
    assert entry is not None
    correct_entry(
        entry,
        attendance=Attendance.PRESENT,
        minutes=60,
        reason="Départ avancé",
        today=TODAY,
        now=NOON,
        by=classroom.marc,
    )
