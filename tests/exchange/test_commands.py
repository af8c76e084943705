"""``flask exchange …``: the contract of the command line, on files as they come."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app.attendance.queries import total_minutes
from app.certification.queries import results_by_advisor
from app.certification.rules import Outcome
from app.people.queries import network_by_code
from app.training.queries import advisors, cohorts, hosts
from app.training.rules import EntryStatus
from tests.exchange.conftest import Content
from tests.exchange.network_files import EXEMPT, LATE, RECRUITS
from tests.installation import run


def test_a_network_of_34_comes_from_five_files(app: Flask, full_network: dict[str, Path]) -> None:
    with app.app_context():
        network = network_by_code("landes")
        assert network is not None
        people = advisors(network)
        by_id = {each.state_id: each for each in people}
        (cohort,) = cohorts(network)
        assert len(people) == 34
        assert set(by_id) == {recruit.state_id for recruit in RECRUITS}
        assert len(hosts(network)) == 4
        assert (cohort.name, cohort.late_after.isoformat()) == ("Formation initiale 2022", "2022-03-28")

        statuses = {each.state_id: each.enrolments[0].entry_status for each in people}
        late = {identifier for identifier, status in statuses.items() if status is EntryStatus.LATE}
        assert late == {1042 + number for number in LATE}
        assert statuses[1042 + EXEMPT] is EntryStatus.EXEMPT
        assert by_id[1043].enrolments[0].prescribed_minutes == 280 * 60

        results = results_by_advisor(network, "REMN", "CCP1")
        assert [each.outcome for each in results.values()] == [Outcome.OBTAINED] * 32
        assert len(results_by_advisor(network, "PIX", "PIX")) == 32
        totals = total_minutes([each.enrolments[0].id for each in people])
        assert set(totals.values()) == {0, 3 * 210 + 2 * 200}


def test_the_same_files_again_change_nothing_and_say_so(
    run_import: Callable[..., Result], full_network: dict[str, Path], content: Callable[[], Content]
) -> None:
    before = content()
    for kind, path in full_network.items():
        again = run_import(kind, path)
        assert again.exit_code == 0, again.output
        assert " 0 ligne ajoutée, 0 modifiée, " in again.stdout
        assert "Rien ne change" in again.stdout
    assert content() == before


def test_a_dry_run_tells_what_would_be_and_writes_nothing(
    run_import: Callable[..., Result], files: dict[str, Path], content: Callable[[], Content], landes: str
) -> None:
    before = content()
    tried = run_import("advisors", files["advisors"], apply=False)
    assert tried.exit_code == 0, tried.output
    assert "34 lignes à ajouter, 0 à modifier, 0 inchangée" in tried.stdout
    assert "--apply" in tried.stdout
    assert "line 2: Ajout – Amaïa ETCHEVERRY A – MAIRIE DE DAX" in tried.stdout
    assert "Et 24 autres." in tried.stdout
    assert content() == before


def test_one_bad_line_at_the_end_and_nothing_is_imported(
    run_import: Callable[..., Result],
    few_files: dict[str, Path],
    tmp_path: Path,
    content: Callable[[], Content],
) -> None:
    for kind, good in few_files.items():
        bad, before = with_bad_last_line(kind, good, tmp_path), content()
        for apply in (False, True):
            refused = run_import(kind, bad, apply=apply)
            assert refused.exit_code == 1
            lines = [line for line in refused.stderr.splitlines() if line.startswith("line ")]
            assert len(lines) == 1, refused.stderr
            assert lines[0].startswith(f"line {len(bad.read_text().splitlines())}: ")
        assert content() == before
        assert run_import(kind, good).exit_code == 0


BAD = {
    "advisors": "Léa;Martin;pas une adresse;;MAIRIE;40100;;;Non;Oui;0",
    "training-dates": "99999;310;inconnue@exemple.fr;14/03/2022;29/07/2022;;105h",
    "ccp1-results": "99999;Martin;Léa;inconnue@exemple.fr;oui",
    "pix-results": "Léa,Martin,inconnue@exemple.fr,99999,oui",
    "hours": "1042;07/09/2022;matin;3;présentiel;présent;",
}


def with_bad_last_line(kind: str, path: Path, folder: Path) -> Path:
    if kind == "ccp1-results":
        lines = ["idPG;nom;prénom;email;certifié"]
        lines += [f"{each.state_id};{each.family_name};{each.given_name};;oui" for each in RECRUITS[:6]]
        text = "\n".join(lines)
    else:
        data = path.read_bytes()
        text = data.decode("cp1252" if kind == "training-dates" else "utf-8-sig").rstrip("\r\n;")
    bad = folder / f"bad-{kind}.csv"
    # The hours repeat a half-day with other minutes, which the file itself already gives.
    bad.write_text(f"{text}\n{BAD[kind]}\n", encoding="utf-8")
    return bad


def test_a_half_day_given_by_address_and_by_identifier_is_one(
    run_import: Callable[..., Result], full_network: dict[str, Path], tmp_path: Path
) -> None:
    path = tmp_path / "deux fois.csv"
    path.write_text(
        "Email;ID conseiller;Date;Demi-journée;Heures\n"
        "recrue0@exemple.fr;;12/09/2022;matin;3,5\n"
        ";1042;12/09/2022;matin;3,5\n"
    )
    refused = run_import("hours", path)
    assert refused.exit_code == 1
    assert "line 3: Cette ligne répète la ligne 2" in refused.stderr


def test_hours_that_cannot_be_are_refused_by_name(
    run_import: Callable[..., Result],
    full_network: dict[str, Path],
    tmp_path: Path,
    content: Callable[[], Content],
) -> None:
    refusals = {
        "1042;12/09/2022;matin;4,5": "dépassent la demi-journée",
        "1043;12/09/2022;matin;-3": "négative",
        "1042;16/11/2022;matin;3": "dans le futur",
        "1042;11/03/2022;matin;3": "précède l’arrivée",
        "9999;12/09/2022;matin;3": "aucun conseiller",
        f"{1042 + EXEMPT};12/09/2022;matin;3": "exempté",
        "1042;05/09/2022;matin;3": "5 septembre 2022 (matin) de Amaïa ETCHEVERRY A est déjà enregistrée",
        "1042;31/02/2022;matin;3": "n’est pas une date",
    }
    path = tmp_path / "heures fautives.csv"
    path.write_text("\n".join(["ID conseiller;Date;Demi-journée;Heures", *refusals]))
    before = content()
    refused = run_import("hours", path)
    assert refused.exit_code == 1
    lines = refused.stderr.splitlines()[: len(refusals)]
    for number, (said, reason) in enumerate(zip(lines, refusals.values(), strict=True), 2):
        assert said.startswith(f"line {number}: ")
        assert reason in said
    assert content() == before


@pytest.mark.usefixtures("recruits")
def test_a_parcours_that_the_programme_does_not_give_is_refused(
    run_import: Callable[..., Result], tmp_path: Path
) -> None:
    wrong = {"104h": "va de 105 à 420 heures", "421h": "va de 105 à 420 heures", "200h": "200 h"}
    path = tmp_path / "dates.csv"
    path.write_text(
        "ID conseiller;ID structure;Mail CNFS;Date de départ en formation;Date de fin de formation;Commentaires;"
        "Parcours\n"
        + "".join(
            f"{1042 + number};310;recrue{number}@exemple.fr;14/03/2022;29/07/2022;;{hours}\n"
            for number, hours in enumerate(wrong)
        )
    )
    refused = run_import("training-dates", path)
    assert refused.exit_code == 1
    for number, (said, reason) in enumerate(
        zip(refused.stderr.splitlines(), wrong.values(), strict=False), 2
    ):
        assert said.startswith(f"line {number}: ")
        assert reason in said


def test_a_block_that_was_obtained_is_not_taken_back(
    run_import: Callable[..., Result], full_network: dict[str, Path], tmp_path: Path
) -> None:
    path = tmp_path / "ccp1.csv"
    path.write_text("idPG;prenom;nom;email;certifie\n1042;Etcheverry A;Amaïa;;non\n")
    refused = run_import("ccp1-results", path)
    assert refused.exit_code == 1
    assert "line 2: " in refused.stderr
    assert "un bloc obtenu reste acquis" in refused.stderr


UNREADABLE = {
    "vide.csv": b"",
    "blancs.csv": b" \r\n\r\n",
    "image.csv": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "coupé.xlsx": b"PK\x03\x04" + bytes(40),
    "titres.csv": "Email;Date;Demi-journée;Heures\n".encode(),
    "autre.csv": b"a;b\n1;2\n",
    "encodage.csv": b"Email;Date;Demi-journ\x81e;Heures\n\x00\x01\x02;;\n",
    "énorme.csv": b"Email;Date\n" + b"x" * (10 * 1024 * 1024),
}


def test_a_file_that_cannot_be_read_is_named_without_a_traceback(
    run_import: Callable[..., Result], tmp_path: Path, content: Callable[[], Content]
) -> None:
    before = content()
    for name, data in UNREADABLE.items():
        path = tmp_path / name
        path.write_bytes(data)
        refused = run_import("hours", path)
        assert (name, refused.exit_code) == (name, 1)
        assert refused.stderr.startswith("Erreur : "), name
        assert "Traceback" not in refused.output, name
    assert content() == before


def test_what_is_not_there_is_named(command: Callable[..., Result], landes: str, tmp_path: Path) -> None:
    path = tmp_path / "conseillers.csv"
    missing = command("exchange", "import", "advisors", path, "--network", landes)
    assert (missing.exit_code, "ne peut pas être lu" in missing.stderr) == (1, True)
    path.write_bytes(b"")
    nowhere = command("exchange", "import", "advisors", path, "--network", "nulle-part")
    assert (nowhere.exit_code, "pas de réseau « nulle-part »" in nowhere.stderr) == (1, True)
    out = command("exchange", "export", "hours", "--network", landes, "--out", tmp_path / "x" / "y.csv")
    assert (out.exit_code, "ne peut pas être écrit" in out.stderr) == (1, True)


HOURS_OF_NOBODY = "Email;Date;Demi-journée;Heures\nnul@exemple.fr;05/09/2022;matin;3\n"


@pytest.mark.parametrize(
    ("locale", "reason", "result"),
    [
        ("fr_FR.UTF-8", "ne désigne aucun conseiller de ce réseau", "Rien n’a été importé."),
        ("en_GB.UTF-8", "Import the list of advisors first", "Nothing was imported."),
        ("C", "ne désigne aucun conseiller de ce réseau", "Rien n’a été importé."),
    ],
)
def test_a_command_speaks_one_language_and_numbers_its_lines_alike_in_all(
    app: Flask, landes: str, tmp_path: Path, locale: str, reason: str, result: str
) -> None:
    path = tmp_path / "heures.csv"
    path.write_text(HOURS_OF_NOBODY, encoding="utf-8")
    refused = run(app, "exchange", "import", "hours", str(path), "--network", landes, locale=locale)
    first, last = refused.stderr.splitlines()
    assert refused.exit_code == 1
    assert first.startswith("line 2: ")
    assert reason in first
    assert last.startswith(result)


def test_what_is_to_check_is_told_without_refusing_the_file(
    run_import: Callable[..., Result], tmp_path: Path, recruits: dict[str, Path]
) -> None:
    path = tmp_path / "dates.csv"
    headings = "ID conseiller;ID structure;Mail CNFS;Date de départ en formation;Date de fin de formation;Commentaires"
    path.write_text(
        f"{headings}\n1042;310;{RECRUITS[0].official_email};01/01/2022;29/07/2022;\n", encoding="utf-8"
    )
    done = run_import("training-dates", path)
    assert done.exit_code == 0
    assert done.stderr.startswith("À vérifier – line 2: La formation de ")
    assert "1 ligne ajoutée" in done.stdout


@pytest.mark.parametrize("is_applied", [False, True])
def test_what_is_to_check_is_told_beside_the_lines_that_are_refused(
    run_import: Callable[..., Result], tmp_path: Path, in_training: dict[str, Path], is_applied: bool
) -> None:
    path = tmp_path / "heures.csv"
    other = f"{RECRUITS[0].email};Xylophone;Zoltan;05/09/2022;matin;3"
    path.write_text(
        f"Email;Nom;Prénom;Date;Demi-journée;Heures\n{other}\n;;;05/09/2022;matin;3\n", encoding="utf-8"
    )
    refused = run_import("hours", path, apply=is_applied)
    assert refused.exit_code == 1
    assert "À vérifier – line 2: La ligne désigne " in refused.stderr
    assert "line 3: " in refused.stderr


@pytest.mark.parametrize("kind", ["hours", "training-dates"])
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_a_template_has_the_headings_and_nothing_to_import(
    kind: str,
    file_format: str,
    command: Callable[..., Result],
    run_import: Callable[..., Result],
    tmp_path: Path,
) -> None:
    path = tmp_path / f"modèle.{file_format}"
    assert command("exchange", "template", kind, "--format", file_format, "--out", path).exit_code == 0
    refused = run_import(kind, path)
    assert refused.exit_code == 1
    assert "aucune ligne sous ses titres" in refused.stderr
