"""``flask documents issue``: what a person at a shell sees and finds."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import Result
from pypdf import PdfReader
from sqlalchemy.orm import Session

from app.certification.rules import Outcome
from app.documents.queries import document_problems, documents_in_force, due_results
from tests.documents.ceremony import Ceremony, hired_late

Command = Callable[..., Result]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_it_issues_what_is_due_and_writes_the_same_bytes_again(
    ceremony: Ceremony, command: Command, tmp_path: Path
) -> None:
    late = ceremony.newcomer("Xaintrailles", hired_on=hired_late())
    ceremony.judge(late, outcome=Outcome.NOT_PRESENTED)
    folder, merged = tmp_path / "new" / "folder", tmp_path / "merged.pdf"

    done = command("documents", "issue", "--network", "landes", "--out", folder, "--merged", merged)

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-3:] == [
        "Certificats émis : 3.",
        f"Certificats écrits dans {folder} : 3.",
        f"Réunis dans {merged}.",
    ]
    first, first_merged = contents(folder), merged.read_bytes()
    assert list(first) == [
        "LANDES-2022-0001_Aubert_Camille.pdf",
        "LANDES-2022-0002_Barrère_Camille.pdf",
        "LANDES-2022-0003_Castets_Camille.pdf",
    ]
    assert len(PdfReader(BytesIO(first_merged)).pages) == 3

    again = command("documents", "issue", "--network", "landes", "--out", folder, "--merged", merged)

    assert again.exit_code == 0
    assert again.stdout.splitlines()[-3] == "Rien de nouveau à émettre."
    assert (contents(folder), merged.read_bytes()) == (first, first_merged)
    assert list(document_problems()) == []


@pytest.mark.usefixtures("quick_paper")
def test_it_goes_on_with_what_was_interrupted(ceremony: Ceremony, command: Command, tmp_path: Path) -> None:
    ceremony.reserve(ceremony.result_of(ceremony.advisors[0]))

    done = command("documents", "issue", "--network", "landes", "--out", tmp_path / "out")

    assert done.exit_code == 0
    assert "Certificats émis : 3." in done.stdout
    assert len(contents(tmp_path / "out")) == 3


@pytest.mark.usefixtures("quick_paper")
def test_it_warns_of_a_pass_without_an_hour_and_issues_it(
    ceremony: Ceremony, command: Command, tmp_path: Path
) -> None:
    ceremony.judge(ceremony.newcomer("Dubos", minutes=0))

    done = command("documents", "issue", "--network", "landes", "--out", tmp_path / "out")

    assert done.exit_code == 0
    assert done.stderr == "Attention : 0 h suivie pour Camille Dubos. À vérifier.\n"
    assert "Certificats émis : 4." in done.stdout


@pytest.mark.usefixtures("quick_paper")
def test_it_names_who_cannot_be_printed_and_issues_nothing(
    ceremony: Ceremony, command: Command, database: Session, tmp_path: Path
) -> None:
    ceremony.judge(ceremony.newcomer("漢字"))

    refused = command("documents", "issue", "--network", "landes", "--out", tmp_path / "out")

    assert refused.exit_code == 1
    assert "Camille 漢字 : la police du certificat ne sait pas écrire « 漢 字 »." in refused.stderr
    database.rollback()
    assert documents_in_force(ceremony.network) == []
    assert contents(tmp_path / "out") == {}

    others = command("documents", "issue", "--network", "landes", "--out", tmp_path / "out", "--skip-refused")

    assert others.exit_code == 0
    assert "Camille 漢字" in others.stderr
    assert len(contents(tmp_path / "out")) == 3
    database.rollback()
    assert len(due_results(ceremony.network)) == 1


def test_an_unknown_network_or_an_impossible_folder_is_told(
    ceremony: Ceremony, command: Command, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")

    unknown = command("documents", "issue", "--network", "gers", "--out", tmp_path)
    in_a_file = command("documents", "issue", "--network", "landes", "--out", tmp_path / "file" / "inside")

    assert unknown.exit_code == 1
    assert unknown.stderr.startswith("Erreur : Il n’y a pas de réseau « gers ».")
    assert in_a_file.exit_code == 1
    assert "Not a directory" in in_a_file.stderr
    assert len(due_results(ceremony.network)) == 3
