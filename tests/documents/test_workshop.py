"""Long runs are typeset in several processes, with the same documents as in one."""

import os
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.documents.facts import CertificateFacts
from app.documents.pictures import printable_picture
from app.documents.queries import (
    document_problems,
    documents_in_force,
    facts_of,
    pdf_of,
    seal_problems,
    typesetting_refusals,
)
from app.documents.rendering import render_certificate
from app.documents.rules import CharacterNotDrawn
from app.documents.sealing import room_for
from app.documents.services import complete_run, issuing
from app.documents.typesetting.pictures import picture_name
from app.documents.workshop import Workshop, WorkshopClosed, cores
from tests.documents.ceremony import NOON, Ceremony, noon
from tests.documents.papers import text_of
from tests.documents.pictures import logo, scan
from tests.documents.seals import FACTS, the_authority

ROOM = room_for(FACTS, the_authority(), datetime(2022, 11, 15, tzinfo=UTC))


@pytest.fixture(scope="module")
def two() -> Iterator[Workshop]:
    """Two processes: what takes them long is to start, so that all tests here ask the same ones."""
    elsewhere = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland"}
    assert elsewhere.items() - os.environ.items() == elsewhere.items()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in elsewhere.items():
            patch.setenv(name, value)
        with Workshop(2) as two:
            yield two


def test_several_processes_of_another_seed_and_clock_typeset_what_one_does(two: Workshop) -> None:
    some = [
        CertificateFacts.from_json(FACTS.to_json().replace("Maïté", name)) for name in "Ané 漢 Zoé".split()
    ]

    typeset = dict(two.typeset((facts.given_name, facts, ROOM, {}) for facts in some))

    assert Workshop()._size == cores(), "as many as there are cores, unless it is told"
    assert list(typeset) == "Ané 漢 Zoé".split()
    refusal = typeset.pop("漢")
    assert isinstance(refusal, CharacterNotDrawn)
    assert str(refusal) == "漢 Dubernet-Lafitte : la police du certificat ne sait pas écrire « 漢 »."
    assert typeset == {
        facts.given_name: render_certificate(facts, ROOM, {}) for facts in some if facts.given_name != "漢"
    }


def test_pictures_are_sent_once_and_every_core_prints_the_same(two: Workshop) -> None:
    kept = [printable_picture(each.name, each.content) for each in (logo(), scan())]
    drawn, scanned = map(picture_name, kept)
    pictures = {drawn: kept[0], scanned: kept[1]}
    signatory = replace(FACTS.signatories[0], signature=scanned)
    facts = replace(FACTS, logo=drawn, colour="#7a1f5c", signatories=(signatory,))

    made = [content for _n, content in two.typeset((n, facts, ROOM, pictures) for n in range(3))]

    assert set(made) == {render_certificate(facts, ROOM, pictures)}


def test_a_long_run_issues_each_certificate_once(
    ceremony: Ceremony, two: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issuing, "WORTH_A_WORKSHOP", 3)
    monkeypatch.setattr(issuing, "cores", lambda: 2)
    monkeypatch.setattr(issuing, "Workshop", lambda: nullcontext(two))
    run, seen = ceremony.reserve(), []

    assert complete_run(run, now=noon, on_progress=lambda done, total: seen.append((done, total))) == 3

    assert seen == [(1, 3), (2, 3), (3, 3)]
    for document in documents_in_force(ceremony.network):
        assert facts_of(document).full_name in text_of(pdf_of(document.id) or b"")
        assert document.issued_at == NOON
    assert [*document_problems(), *seal_problems()] == []
    assert typesetting_refusals(run.documents) == {}
    assert complete_run(run, now=noon) == 0


def test_one_that_dies_is_told_and_no_process_is_left_behind(two: Workshop) -> None:
    """Comes last: it ends the processes of the others."""
    dead, other = two._all
    dead.kill()

    with pytest.raises(WorkshopClosed):
        list(two.typeset([(1, FACTS, ROOM, {}), (2, FACTS, ROOM, {})]))
    two.__exit__()

    assert None not in (dead.poll(), other.poll())
