"""Proofs of what counts nowhere give their space back: with the withdrawal, or when an advisor removes refused ones."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.attendance.models import Activity, ActivityProof
from app.attendance.queries import ledger_problems, proof_of, waiting_of
from app.attendance.rules import ActivityState, DecidedMeanwhile, ProofsTooHeavy
from app.attendance.services import (
    Done,
    ProofFile,
    activities,
    hand_in,
    refuse_activity,
    remove_refused_proofs,
    validate_activities,
    withdraw_activity,
)
from app.audit.models import AuditEntry
from app.audit.queries import chain_problems
from app.people.models import Person
from app.training.rules import Modality
from tests.attendance.classroom import NOON, TODAY, YESTERDAY, Classroom
from tests.browser_client import Browser

PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
REMOVAL = "UPDATE activity_proofs SET content = :none, removed_at = '2022-11-15'"


def handed_in(classroom: Classroom, title: str = "Module 3") -> Activity:
    done = Done(classroom.enrolments[0], YESTERDAY, Modality.REMOTE, title, 90)
    return hand_in(done, [ProofFile("capture.pdf", PDF)], today=TODAY, now=NOON, by=classroom.odile)


def refused(classroom: Classroom) -> Activity:
    activity = handed_in(classroom)
    refuse_activity(activity, "Illisible", now=NOON, by=classroom.ines)
    return activity


def test_a_withdrawal_takes_the_bytes_along_and_leaves_what_they_were_called(
    classroom: Classroom, database: Session
) -> None:
    activity = handed_in(classroom)
    (proof,) = activity.proofs
    digest = proof.sha256

    withdraw_activity(activity, now=NOON, by=classroom.odile)

    (left,) = activity.proofs
    assert (left.name, left.size, left.sha256, left.removed_at) == ("capture.pdf", len(PDF), digest, NOON)
    assert database.scalar(select(ActivityProof.content)) == b""
    assert proof_of(activity, left.id) is None
    act = database.scalars(select(AuditEntry).where(AuditEntry.action == "activity.proofs_removed")).one()
    assert act.after == {"proofs": {str(left.id): digest}}
    assert [*ledger_problems(), *chain_problems()] == []


def test_refused_proofs_stay_and_weigh_until_their_advisor_removes_them(
    classroom: Classroom, database: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    activity = refused(classroom)
    monkeypatch.setattr(activities, "MOST_WAITING_BYTES", len(PDF) + 1)
    assert waiting_of(activity.advisor_id) == (0, len(PDF))
    with pytest.raises(ProofsTooHeavy):
        handed_in(classroom, "Module 4")

    assert remove_refused_proofs(activity, now=NOON, by=classroom.odile)
    assert not remove_refused_proofs(activity, now=NOON, by=classroom.odile)

    assert activity.state is ActivityState.REFUSED
    assert waiting_of(activity.advisor_id) == (0, 0)
    assert handed_in(classroom, "Module 4").proofs
    assert [*ledger_problems(), *chain_problems()] == []


def test_proofs_of_what_waits_or_counts_stay(classroom: Classroom, database: Session) -> None:
    activity = handed_in(classroom)
    with pytest.raises(DecidedMeanwhile):
        remove_refused_proofs(activity, now=NOON, by=classroom.odile)
    with pytest.raises(IntegrityError, match="append-only"):
        database.execute(text(REMOVAL), {"none": b""})
    database.rollback()
    validate_activities(classroom.network, [activity.id], today=TODAY, now=NOON, by=classroom.ines)
    with pytest.raises(IntegrityError, match="append-only"):
        database.execute(text(REMOVAL), {"none": b""})


@pytest.mark.parametrize(
    "change", ["content = :none", "name = 'x', content = :none, removed_at = '2022-11-15'", "sha256 = ''"]
)
def test_the_database_lets_nothing_but_the_bytes_go(
    classroom: Classroom, database: Session, change: str
) -> None:
    refused(classroom)
    with pytest.raises(IntegrityError, match="append-only"):
        database.execute(text(f"UPDATE activity_proofs SET {change}"), {"none": b""} if ":" in change else {})


def test_an_advisor_removes_the_proofs_of_what_was_refused_and_of_nobody_else(
    classroom: Classroom, browser_of: Callable[[Person], Browser]
) -> None:
    activity = refused(classroom)
    mine, other = (browser_of(each.advisor.person) for each in classroom.enrolments[:2])
    path = f"/reseau/landes/mes-activites/{activity.id}/preuves/supprimer"
    other.get("/reseau/landes/mes-activites")
    other.post(path, {}, status=404)

    mine.get("/reseau/landes/mes-activites")
    page = mine.submit("Supprimer les preuves de Module 3")

    assert "Les preuves sont supprimées." in page.text
    assert "capture.pdf (supprimée)" in page.text
    assert "Supprimer les preuves" not in page.text
    mine.get(f"/reseau/landes/activites/{activity.id}/pieces/{activity.proofs[0].id}", status=404)
