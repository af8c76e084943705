"""Exports by person, group, employer and period: what is left out is left out everywhere, and sums stay sums."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from pypdf import PdfReader

from app.attendance.rules import AbsenceKind, Attendance, Mark, Origin
from app.attendance.services import (
    Done,
    ProofFile,
    close_register,
    hand_in,
    record_register,
    sign_from_phone,
    validate_activities,
)
from app.exchange.exporting.formats import FileFormat
from app.exchange.exporting.registry import ASKED, EXPORTS, ExportKind, export_file
from app.exchange.selection import EVERYTHING, Selection
from app.training.models import Host
from app.training.rules import Modality
from app.training.services import change_advisor, create_group, create_host
from tests.attendance.classroom import NOON, TODAY, YESTERDAY, Classroom
from tests.browser_client import Browser

LONG_AGO = TODAY - timedelta(days=30)


class Employed(Classroom):
    """``dax`` employs the first of three people, with two registers, and one validated activity of theirs."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.dax = create_host(
            self.network,
            "Mairie de Dax",
            postal_code="40100",
            municipality=None,
            state_id=None,
            now=NOON,
            by=None,
        )
        first = self.enrolments[0]
        person = first.advisor.person
        change_advisor(
            first.advisor,
            email=person.email,
            given_name=person.given_name,
            family_name=person.family_name,
            host=self.dax,
            hired_on=first.advisor.hired_on,
            now=NOON,
            by=None,
        )
        absent = {self.enrolments[1].id: Mark(Attendance.EXCUSED, absence_kind=AbsenceKind.SICK)}
        for day in (LONG_AGO, YESTERDAY):
            session = self.half_day(day)
            record_register(session, absent, today=TODAY, now=NOON, by=self.ines)
            sign_from_phone(session, person, Origin("salle"), today=TODAY, now=NOON)
            close_register(session, {}, origin=Origin(), today=TODAY, now=NOON, by=self.ines)
        done = Done(first, YESTERDAY, Modality.E_LEARNING, "Module 3", 90)
        work = hand_in(done, [ProofFile("a.pdf", b"%PDF-1.7 %%EOF")], today=TODAY, now=NOON, by=None)
        validate_activities(self.network, [work.id], today=TODAY, now=NOON, by=self.ines)


@pytest.fixture
def classroom(begin_with: Callable[..., Employed]) -> Employed:
    return begin_with(Employed)


@pytest.fixture
def dax(classroom: Employed) -> Host:
    return classroom.dax


def rows(classroom: Employed, kind: ExportKind, selection: Selection = EVERYTHING) -> list[dict[str, str]]:
    content = export_file(classroom.network, kind, FileFormat.CSV, selection).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content), delimiter=";"))


def hours(found: list[dict[str, str]]) -> float:
    return sum(float(row["Heures"].replace(",", ".")) for row in found if row["Heures"])


def test_hours_are_narrowed_down_by_person_employer_group_and_period(classroom: Employed, dax: Host) -> None:
    first, second, _third = classroom.enrolments
    other = create_group(classroom.cohort, "Groupe 2", now=NOON, by=None)
    assert hours(rows(classroom, ExportKind.HOURS)) == 4 * 3.5 + 1.5
    for selection, told in (
        (Selection(advisor_id=first.advisor_id), 8.5),
        (Selection(advisor_id=second.advisor_id), 0),
        (Selection(host_id=dax.id), 8.5),
        (Selection(host_id=dax.id, first=YESTERDAY), 5),
        (Selection(last=LONG_AGO), 7),
        (Selection(group_id=classroom.group.id), 15.5),
        (Selection(group_id=other.id), 0),
    ):
        assert hours(rows(classroom, ExportKind.HOURS, selection)) == told


def test_registers_tell_who_signed_and_closed_and_never_an_illness(classroom: Employed, dax: Host) -> None:
    everything = rows(classroom, ExportKind.REGISTERS)
    assert len(everything) == 6
    (of_dax,) = rows(classroom, ExportKind.REGISTERS, Selection(host_id=dax.id, first=YESTERDAY))
    assert (of_dax["Nom"], of_dax["Présence"], of_dax["Signature"]) == ("Aubert", "présent", "téléphone")
    assert of_dax["Signée le"] == "15/11/2022 12:00"
    assert of_dax["Contresignée par"] == "Ines Lafitte"
    assert "aladie" not in repr(everything)


def test_sessions_are_narrowed_down_by_group_and_period(classroom: Employed, dax: Host) -> None:
    assert len(rows(classroom, ExportKind.SESSIONS)) == 2
    assert len(rows(classroom, ExportKind.SESSIONS, Selection(first=YESTERDAY))) == 1
    other = create_group(classroom.cohort, "Groupe 2", now=NOON, by=None)
    assert rows(classroom, ExportKind.SESSIONS, Selection(group_id=other.id)) == []


def test_every_export_is_narrowed_down_by_what_it_asks_for_alone(classroom: Employed, dax: Host) -> None:
    first = classroom.enrolments[0].advisor
    for kind in ExportKind:
        for field, selection in (
            ("structure", Selection(host_id=dax.id)),
            ("personne", Selection(advisor_id=first.id)),
        ):
            everything = EXPORTS[kind](classroom.network, EVERYTHING).rows
            narrowed = EXPORTS[kind](classroom.network, selection).rows
            if field not in ASKED[kind]:
                assert narrowed == everything, kind
            else:
                assert "Castets" not in repr(narrowed), kind


def test_an_administrator_gets_the_hours_of_an_employer_on_paper_and_as_a_table(
    classroom: Employed, dax: Host, new_browser: Callable[[], Browser]
) -> None:
    browser = new_browser()
    browser.enter(classroom.odile.email)
    browser.get(f"/reseau/landes/structures/{dax.id}/modifier")
    page = browser.follow("Heures de cette structure")
    assert "Mairie de Dax" in page.text
    asked = f"du={LONG_AGO}&au={TODAY}&structure={dax.id}"
    paper = browser.send("GET", f"/reseau/landes/export/hours.pdf?{asked}")
    text = "".join(each.extract_text() for each in PdfReader(io.BytesIO(paper.data)).pages)
    assert "Mairie de Dax" in text
    assert "Total : 8 h 30" in " ".join(text.replace("\xa0", " ").replace("\u202f", " ").split())
    table = browser.send("GET", f"/reseau/landes/export/hours.csv?{asked}")
    assert table.data.decode("utf-8-sig").count("Aubert") == 3


def test_what_cannot_be_meant_is_told_beside_its_field(
    classroom: Employed, new_browser: Callable[[], Browser]
) -> None:
    browser = new_browser()
    browser.enter(classroom.odile.email)
    for asked in ("du=2022-12-01&au=2022-01-01", "structure=999999", "groupe=x", "personne=-1", "du=demain"):
        page = browser.get(f"/reseau/landes/export/hours.csv?{asked}", status=422)
        assert "Il reste quelque chose à corriger" in page.text, asked


def test_nobody_of_another_network_can_be_asked_for(
    classroom: Employed, new_browser: Callable[[], Browser]
) -> None:
    gers = Classroom("gers", 1)
    browser = new_browser()
    browser.enter(classroom.odile.email)
    for asked in (f"personne={gers.enrolments[0].advisor_id}", f"groupe={gers.group.id}"):
        browser.get(f"/reseau/landes/export/hours.csv?{asked}", status=422)
    browser.get("/reseau/landes/export/results.pdf", status=404)


@pytest.mark.parametrize(("what", "told"), [("sessions", "Accueillir un public"), ("registers", "téléphone")])
def test_sessions_and_registers_go_to_paper_too(
    classroom: Employed, dax: Host, new_browser: Callable[[], Browser], what: str, told: str
) -> None:
    browser = new_browser()
    browser.enter(classroom.odile.email)
    asked = f"groupe={classroom.group.id}&du={LONG_AGO}" + (
        f"&structure={dax.id}" if what == "registers" else ""
    )
    answer = browser.send("GET", f"/reseau/landes/export/{what}.pdf?{asked}")
    text = "".join(each.extract_text() for each in PdfReader(io.BytesIO(answer.data)).pages)
    assert told in text
    assert "Groupe 1" in text


def test_more_rows_than_anybody_prints_are_refused_with_what_to_do(
    classroom: Employed, dax: Host, new_browser: Callable[[], Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.documents.lists.facts.LONGEST_LIST", 1)
    browser = new_browser()
    browser.enter(classroom.odile.email)
    page = browser.get("/reseau/landes/export/sessions.pdf", status=422)
    assert "Choisissez une période plus courte" in page.text


def test_the_command_names_people_groups_and_employers(
    classroom: Employed, dax: Host, command: Callable[..., Result], tmp_path: Path
) -> None:
    out = tmp_path / "heures.csv"
    common = ("exchange", "export", "hours", "--network", classroom.code, "--out", out)
    done = command(*common, "--employer", "mairie de dax", "--from", f"{YESTERDAY}", "--to", f"{date.max}")
    assert done.exit_code == 0, done.output
    assert out.read_text("utf-8-sig").count("Aubert") == 2
    refused = command(*common, "--group", "Nulle part")
    assert refused.exit_code == 1
    assert "Nulle part" in refused.output


@pytest.mark.parametrize(
    ("kind", "option", "value"),
    [
        ("certificates", "--person", "somebody@example.org"),
        ("certificates", "--employer", "Mairie de Dax"),
        ("certificates", "--group", "Groupe 1"),
        ("sessions", "--person", "somebody@example.org"),
        ("sessions", "--employer", "Mairie de Dax"),
        ("advisors", "--from", "2022-11-14"),
        ("results", "--to", "2022-11-14"),
    ],
)
def test_the_command_refuses_an_option_that_the_export_would_not_heed(
    classroom: Employed,
    command: Callable[..., Result],
    tmp_path: Path,
    kind: str,
    option: str,
    value: str,
) -> None:
    out = tmp_path / "all.csv"
    refused = command("exchange", "export", kind, "--network", classroom.code, "--out", out, option, value)
    assert refused.exit_code == 1
    assert f"{option} ne restreint pas l’export « {kind} »" in refused.output
    assert not out.exists()


def test_a_name_that_means_two_groups_is_refused(
    classroom: Employed, command: Callable[..., Result], tmp_path: Path
) -> None:
    out = tmp_path / "heures.csv"
    for name in ("Soir - Dax", "Soir – Dax"):
        create_group(classroom.cohort, name, now=NOON, by=None)
    common = ("exchange", "export", "hours", "--network", classroom.code, "--out", out, "--group")
    refused = command(*common, "soir \u2014 dax")
    assert (refused.exit_code, "désigne plusieurs groupes" in refused.output) == (1, True)
    assert command(*common, "soir - dax").exit_code == 0
