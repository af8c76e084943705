"""A certificate that the paper cannot say holds up nobody else: it is named, keeps its number, and can be tried again.

It cannot happen to facts that were just checked; it can to facts frozen before the fonts or the layout changed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.documents import assembly, rendering
from app.documents.background import go_on_with_interrupted_runs, wait_for_background
from app.documents.facts import CertificateFacts
from app.documents.models import PrintRun
from app.documents.queries import document_problems, documents_in_force, typesetting_refusals, unfinished_runs
from app.documents.rules import NOT_TYPESET, CharacterNotDrawn, NothingToIssue, TextTooLong
from app.documents.sealing import sealed_certificate
from app.documents.services import complete_document, complete_run, issuing
from app.documents.typesetting.glyphs import refuse_undrawn
from app.people.models import Person
from tests.browser_client import Browser
from tests.documents.ceremony import NOON, Ceremony, noon

REASON = "Camille Amada 漢 : la police du certificat ne sait pas écrire « 漢 »."


def pages_of_today(facts: CertificateFacts, *_sealing: object) -> bytes:
    """Quick bytes, and the refusal of what today's fonts lack."""
    refuse_undrawn(facts)
    return b"%PDF-1.7 " + facts.to_json().encode()


@dataclass
class Unsaid(Ceremony):
    """Four certificates, reserved when the fonts still had every letter; the first has one that they lost since."""

    run: PrintRun = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.judge(self.newcomer("Amada 漢"))
        with pytest.MonkeyPatch.context() as before:
            before.setattr(assembly, "refuse_undrawn", lambda _facts: None)
            self.run = self.reserve()


@pytest.fixture
def ceremony(begin_with: Callable[..., Unsaid]) -> Unsaid:
    return begin_with(Unsaid)


@pytest.fixture
def run(ceremony: Unsaid, monkeypatch: pytest.MonkeyPatch) -> PrintRun:
    monkeypatch.setattr(issuing, "sealed_certificate", pages_of_today)
    return ceremony.run


def serials_in_force(ceremony: Ceremony) -> list[int]:
    return sorted(each.serial for each in documents_in_force(ceremony.network))


def test_the_others_are_issued(ceremony: Ceremony, run: PrintRun) -> None:
    refused = next(each for each in run.documents if each.facts["family_name"] == "Amada 漢")
    seen: list[tuple[int, int]] = []

    assert complete_run(run, now=noon, on_progress=lambda done, total: seen.append((done, total))) == 3

    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert refused.serial == 1
    assert serials_in_force(ceremony) == [2, 3, 4]
    refusals = typesetting_refusals(run.documents)
    assert {document_id: str(refusal) for document_id, refusal in refusals.items()} == {refused.id: REASON}
    assert list(document_problems()) == []


def test_a_server_that_starts_goes_on_with_what_a_restart_interrupted_and_asks_the_paper_once(
    ceremony: Ceremony, run: PrintRun, database: Session
) -> None:
    for _start in ("first", "second"):
        go_on_with_interrupted_runs()
        wait_for_background()
        database.rollback()

    assert serials_in_force(ceremony) == [2, 3, 4]
    acts = select(func.count()).where(AuditEntry.action == NOT_TYPESET)
    assert database.scalar(acts) == 1


def test_the_number_is_kept_for_a_later_attempt(
    ceremony: Ceremony, run: PrintRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    complete_run(run, now=noon)
    promised = {each.number: (each.code, each.facts) for each in run.documents}

    with pytest.raises(NothingToIssue):
        ceremony.reserve(*(ceremony.result_of(advisor) for advisor in ceremony.advisors))
    assert complete_run(run, now=noon) == 0
    assert unfinished_runs(ceremony.network) == [run]
    monkeypatch.setattr(issuing, "sealed_certificate", lambda facts, *_: facts.to_json().encode())
    assert complete_run(run, now=noon) == 1

    assert {each.number: (each.code, each.facts) for each in documents_in_force(ceremony.network)} == promised
    assert typesetting_refusals(run.documents) == {}
    assert list(document_problems()) == []


def test_a_letter_or_a_text_too_long_is_told_by_the_real_paper(
    run: PrintRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issuing, "sealed_certificate", sealed_certificate)
    monkeypatch.setattr(rendering, "_STORY_BOTTOM", 0)

    with pytest.raises(CharacterNotDrawn):
        complete_document(run.documents[0].id, now=NOON)
    with pytest.raises(TextTooLong):
        complete_document(run.documents[1].id, now=NOON)

    assert [str(refusal) for refusal in typesetting_refusals(run.documents).values()] == [
        REASON,
        "Camille Aubert : le texte du certificat ne tient pas sur la page.",
    ]


def test_the_page_of_the_run_names_the_person_and_the_reason(
    ceremony: Ceremony,
    run: PrintRun,
    browser_of: Callable[[Person], Browser],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    odile = browser_of(ceremony.odile)
    complete_run(run, now=noon)

    page = odile.get(f"/reseau/landes/impressions/{run.id}")

    assert "Les certificats sont prêts" in page.text
    assert "1 certificat n’a pas pu être composé" in page.text
    assert REASON in page.text
    assert [row[-2:] for row in page.rows()] == [["En cours d’émission", "–"]] + [
        ["Valide", f"PDF LANDES-2022-000{serial}"] for serial in (2, 3, 4)
    ]

    monkeypatch.setattr(issuing, "sealed_certificate", lambda facts, *_: facts.to_json().encode())
    odile.submit("Reprendre")
    wait_for_background()
    page = odile.get(page.path)
    assert "n’a pas pu être composé" not in page.text
    assert {row[-2] for row in page.rows()} == {"Valide"}


@pytest.mark.parametrize(("option", "status"), [([], 1), (["--skip-refused"], 0)])
def test_the_command_names_the_person_and_writes_the_others(
    run: PrintRun,
    command: Callable[..., Result],
    database: Session,
    tmp_path: Path,
    option: list[str],
    status: int,
) -> None:
    assert len(run.documents) == 4
    database.rollback()

    done = command("documents", "issue", "--network", "landes", "--out", tmp_path, *option)

    assert done.exit_code == status
    assert REASON in done.stderr
    assert ("garde son numéro et attend son PDF" in done.stderr) is (status == 1)
    assert len(list(tmp_path.iterdir())) == 3
