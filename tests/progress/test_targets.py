"""Hours expected of who comes late, and hours as they were known on an evening of the past."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.attendance.models import HoursEntry
from app.attendance.queries import total_minutes
from app.progress.queries import minutes_known_at, recordings_since
from app.training.models import Enrolment
from app.training.queries import target_decisions
from app.training.rules import EntryStatus, ReasonMissing, TargetKind
from app.training.services import decide_target
from app.web.clock import PARIS, now
from app.web.filters import hours
from tests.browser_client import Browser


def decide(enrolment: Enrolment, kind: TargetKind, credited: int | None = None) -> None:
    decide_target(enrolment, kind, "Recrutement tardif", credited_minutes=credited, now=now(), by=None)


def entry_status_of(enrolment: Enrolment) -> EntryStatus:
    return enrolment.entry_status


def test_every_decision_stays_in_the_history_and_the_last_one_counts(recruit: Enrolment) -> None:
    full = (recruit.parcours_hours or 0) * 60
    decide(recruit, TargetKind.EQUIVALENCE, 35 * 60)
    assert recruit.prescribed_minutes == full - 35 * 60
    decide(recruit, TargetKind.EQUIVALENCE, 70 * 60)
    assert recruit.prescribed_minutes == full - 70 * 60
    decide(recruit, TargetKind.DISPENSED)
    assert recruit.decided_status == EntryStatus.EXEMPT
    decide(recruit, TargetKind.FULL)
    assert entry_status_of(recruit) is EntryStatus.LATE
    assert recruit.prescribed_minutes == full
    kinds = [each.kind for each in target_decisions(recruit)]
    assert kinds == [
        TargetKind.FULL,
        TargetKind.DISPENSED,
        TargetKind.EQUIVALENCE,
        TargetKind.EQUIVALENCE,
    ]


def test_nothing_is_decided_without_a_reason(recruit: Enrolment) -> None:
    with pytest.raises(ReasonMissing):
        decide_target(recruit, TargetKind.FULL, "  ", now=now(), by=None)


def test_the_hours_known_at_any_instant_are_the_lines_recorded_until_then(
    recruit: Enrolment, database: Session
) -> None:
    lines = list(database.scalars(select(HoursEntry).where(HoursEntry.enrolment_id == recruit.id)))
    instants = sorted({line.recording.recorded_at for line in lines})
    for instant in [instants[0] - timedelta(seconds=1), *instants, datetime(2099, 1, 1, tzinfo=UTC)]:
        known = sum(line.minutes for line in lines if line.recording.recorded_at <= instant)
        assert minutes_known_at(recruit, instant) == known
        since = recordings_since(recruit, instant, 9999)
        assert known + sum(line.minutes for line in since) == total_minutes([recruit.id])[recruit.id]


def test_an_administrator_decides_and_the_advisor_reads_why(
    recruit: Enrolment, administrator: Browser, late_recruit: Browser
) -> None:
    administrator.get(f"/reseau/landes/conseillers/{recruit.advisor_id}/contrat")
    administrator.follow("Décider des heures attendues")
    page = administrator.submit(
        "Enregistrer", kind="equivalence", credited_minutes="9999", reason="VAE", status=422
    )
    assert "Les heures acquises ailleurs" in page.text
    administrator.submit("Enregistrer", kind="equivalence", credited_minutes="35", reason="VAE partielle")
    assert "VAE partielle" in late_recruit.get("/reseau/landes/mon-contrat").text
    page = late_recruit.get("/reseau/landes/mon-contrat?connues=2021-01-01")
    assert "0 h étaient connues" in page.text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_hours_known_at_a_time_of_a_day_are_told_to_the_minute(
    recruit: Enrolment, late_recruit: Browser, database: Session
) -> None:
    line = database.scalars(
        select(HoursEntry).where(HoursEntry.enrolment_id == recruit.id).order_by(HoursEntry.id).limit(1)
    ).one()
    recorded = line.recording.recorded_at.astimezone(PARIS)
    before = recorded - timedelta(minutes=1)
    page = "/reseau/landes/mon-contrat?connues={:%Y-%m-%d}&heure={:%H:%M}"
    known = minutes_known_at(recruit, recorded)
    assert known > minutes_known_at(recruit, before)
    for at in (before, recorded):
        text = late_recruit.get(page.format(at, at)).text
        told = f"à {at:%H:%M}, {hours(minutes_known_at(recruit, at))} étaient connues"
        assert " ".join(told.split()) in " ".join(text.split())
    assert "Écrivez une heure" in late_recruit.get(page.format(recorded, recorded) + "x").text
