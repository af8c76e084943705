"""Measures the pages of a trainer's day against an empty page of the same application, each asked for in turn.

The register of 15 people, a week of 40 half-days, and the page of a person with 60 and with 6,000 half-days;
« my account » is the empty page: it has the same head, menu and footer, and a single form.
"""

import tempfile
from collections.abc import Sequence
from datetime import date, time, timedelta
from pathlib import Path
from statistics import median
from time import process_time

import flask_migrate
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from app import create_app
from app.attendance.models import HoursEntry
from app.core.half_days import Half
from app.demonstration.people import STAFF
from app.demonstration.services import CODE, load_demonstration
from app.extensions import db
from app.people.models import Network, Person
from app.training.models import Advisor, Cohort, Enrolment
from app.training.rules import Modality
from app.training.services import create_group, plan_session
from app.web.clock import now
from benchmarks.crowd import add_crowd
from benchmarks.pages import signed_in
from config import TestingConfig

ROUNDS = 30
PEOPLE, FEW, MANY = 15, 60, 6_000
MONDAY = date(2022, 11, 21)
EMPTY_PAGE = "/mon-compte"


def main() -> None:
    """Print the milliseconds of each page and how they compare with the empty one."""
    with tempfile.TemporaryDirectory() as folder:
        config = TestingConfig(f"sqlite:///{Path(folder) / 'half_days.sqlite'}")
        config.WTF_CSRF_ENABLED = False  # type: ignore[attr-defined]
        app = create_app(config)
        with app.app_context():
            flask_migrate.upgrade()
            pages = _prepare(load_demonstration())
        _print_medians(app, [EMPTY_PAGE, *pages])


def _prepare(network: Network) -> list[str]:
    """Plan a week of 40 half-days, one of them for 15 people, and fill two people's ledgers; return the pages."""
    cohort = db.session.scalars(select(Cohort).where(Cohort.network_id == network.id)).one()
    by = db.session.scalars(select(Person).where(Person.email == STAFF[0][0])).one()
    first = db.session.scalar(select(Advisor.id).order_by(Advisor.id.desc()).limit(1)) or 0
    add_crowd(network, 2 * PEOPLE, half_days=FEW)
    groups = [create_group(cohort, f"Banc {letter}", now=now(), by=by) for letter in "WXYZ"]
    # Who is exempt is expected nowhere.
    expected = select(Enrolment).where(Enrolment.advisor_id > first, Enrolment.decided_status.is_(None))
    crowd = db.session.scalars(expected.order_by(Enrolment.id).limit(PEOPLE)).all()
    assert len(crowd) == PEOPLE, f"the register is to list {PEOPLE} people, not {len(crowd)}"
    for enrolment in crowd:
        enrolment.group_id = groups[0].id
    # A register is filled in on its day or after, not before.
    network.pinned_today = MONDAY
    db.session.commit()
    sessions = [
        plan_session(
            group,
            day=MONDAY + timedelta(days=offset),
            half=half,
            starts_at=time(9) if half is Half.MORNING else time(13, 30),
            ends_at=time(12, 30) if half is Half.MORNING else time(17),
            modality=Modality.IN_PERSON,
            module="Préparer et animer un atelier",
            place=f"Salle de {group.name}",
            trainers=[],
            now=now(),
            by=by,
        )[0]
        for group in groups
        for offset in range(5)
        for half in Half
    ]
    few, many = crowd[-1].advisor_id, crowd[-2].advisor_id
    _fill_ledger(many)
    return [
        f"/reseau/{CODE}/seances/{sessions[0].id}",
        f"/reseau/{CODE}/calendrier?jour={MONDAY}",
        *(f"/reseau/{CODE}/conseillers/{advisor_id}" for advisor_id in (few, many)),
    ]


def _fill_ledger(advisor_id: int) -> None:
    """Give somebody a long past: as many half-days again before the first one as make them many."""
    known = db.session.scalars(select(HoursEntry).where(HoursEntry.advisor_id == advisor_id).limit(1)).one()
    columns = {column.name for column in HoursEntry.__table__.columns} - {"id", "day", "half"}
    same = {name: getattr(known, name) for name in columns}
    days = [known.day - timedelta(days=1 + rank // 2) for rank in range(MANY - FEW)]
    rows = [same | {"day": day, "half": list(Half)[rank % 2]} for rank, day in enumerate(days)]
    db.session.execute(insert(HoursEntry), rows)
    db.session.commit()


def _print_medians(app: Flask, pages: Sequence[str]) -> None:
    client = signed_in(app, STAFF[0][0])
    durations: dict[str, list[float]] = {page: [] for page in pages}
    for _ in range(ROUNDS):
        for page in pages:
            durations[page].append(_milliseconds(client, page))
    empty = median(durations[EMPTY_PAGE])
    for page in pages:
        taken = median(durations[page])
        print(f"{page:<60}{taken:>8.1f} ms{taken / empty:>7.2f} times the empty page")


def _milliseconds(client: FlaskClient, page: str) -> float:
    # Of this process alone, the database with it: what else the machine does says nothing of a page.
    started = process_time()
    answer = client.get(page)
    assert answer.status_code == 200, f"{page} answered {answer.status_code}"
    return 1_000 * (process_time() - started)


if __name__ == "__main__":
    main()
