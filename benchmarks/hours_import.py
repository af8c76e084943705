"""Measures the import of 100,000 half-days from a CSV file, against a bare bulk insert of the same rows.

Both write to the same tables with all their indexes and guards, each to its own copy of one database, in one
transaction. The file is read, matched, judged and recorded by the same service as on the administrators' page.
"""

import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import flask_migrate
from flask import Flask
from sqlalchemy import insert, select

from app import create_app
from app.attendance.models import HoursEntry, Recording, RecordingKind
from app.attendance.rules import Attendance
from app.core.half_days import Half
from app.demonstration.services import CODE, load_demonstration
from app.exchange.kinds import FileKind
from app.exchange.services import Source, import_file
from app.extensions import db
from app.people.models import Network, Person
from app.training.models import Advisor, Enrolment
from app.training.rules import EntryStatus, Modality
from app.web.clock import now, today
from benchmarks._memory import peak_mib
from benchmarks.crowd import FIRST_DAY, KINDS, MOMENT, add_crowd
from config import TestingConfig

ROWS = 100_000
CROWD = 1_000
_NOT_TRAINED = {"none", "exempt", "late"}


def main() -> None:
    """Print the seconds of both, their ratio and what memory the import took."""
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.sqlite"
        app = _app_on(prepared)
        with app.app_context():
            flask_migrate.upgrade()
            add_crowd(load_demonstration(), CROWD, half_days=0)
            rows = _rows()
            file = _file(rows)
            db.session.remove()
            db.engine.dispose()
        bare = _measured(prepared, lambda: _insert(rows))
        before = peak_mib()
        imported = _measured(prepared, lambda: _import(file))
    print(
        f"{len(rows):,} half-days ({len(file) // 1024:,} KiB): bare insert {bare:.2f} s, import {imported:.2f} s, "
        f"{imported / bare:.1f} times; peak memory {before:.0f} MiB before the import, {peak_mib():.0f} MiB after"
    )


def _app_on(path: Path) -> Flask:
    return create_app(TestingConfig(f"sqlite:///{path}"))


def _measured(prepared: Path, write: Callable[[], None]) -> float:
    copy = prepared.with_name("copy.sqlite")
    shutil.copy(prepared, copy)
    app = _app_on(copy)
    with app.app_context():
        started = time.perf_counter()
        write()
        seconds = time.perf_counter() - started
        db.engine.dispose()
    return seconds


def _rows() -> list[dict[str, object]]:
    """Return the half-days as the ledger keeps them: everybody who is in training, day by day."""
    trained = [
        f"conseil{rank}@crowd.exemple.fr" for rank in range(CROWD) if KINDS[rank % 10] not in _NOT_TRAINED
    ]
    found = db.session.execute(
        select(Enrolment.id, Enrolment.advisor_id, Enrolment.network_id, Person.email)
        .join(Enrolment.advisor)
        .join(Advisor.person)
        .where(Person.email.in_(trained), Enrolment.decided_status.is_distinct_from(EntryStatus.EXEMPT))
    ).all()
    return [
        {
            "network_id": network_id,
            "enrolment_id": enrolment_id,
            "advisor_id": advisor_id,
            "email": email,
            "day": FIRST_DAY + timedelta(days=rank // 2),
            "half": list(Half)[rank % 2],
            "modality": Modality.IN_PERSON,
            "attendance": Attendance.PRESENT,
            "minutes": 210,
            "half_day_minutes": 210,
        }
        for rank in range(ROWS // len(found) + 1)
        for enrolment_id, advisor_id, network_id, email in found
    ][:ROWS]


def _file(rows: list[dict[str, object]]) -> bytes:
    words = {Half.MORNING: "matin", Half.AFTERNOON: "après-midi"}
    lines = [f"{row['email']};{row['day']:%d/%m/%Y};{words[row['half']]};3,5" for row in rows]  # type: ignore[index]
    return "\r\n".join(["Email;Date;Demi-journée;Heures", *lines]).encode()


def _insert(rows: list[dict[str, object]]) -> None:
    network_id = rows[0]["network_id"]
    recording = Recording(
        network_id=network_id, kind=RecordingKind.IMPORT, recorded_at=MOMENT, digest="0" * 64
    )
    db.session.add(recording)
    db.session.flush()
    db.session.execute(
        insert(HoursEntry),
        [
            {name: value for name, value in row.items() if name != "email"} | {"recording_id": recording.id}
            for row in rows
        ],
    )
    db.session.commit()


def _import(file: bytes) -> None:
    network = db.session.scalars(select(Network).where(Network.code == CODE)).one()
    plan = import_file(
        network, Source(FileKind.HOURS, "hours.csv", file), today=today(network), now=now(), by=None
    )
    assert plan.created == ROWS, f"{plan.created} half-days were imported"


if __name__ == "__main__":
    main()
