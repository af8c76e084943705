"""What is typed into CERES: each candidate once, in the order of the minutes, with modality and result."""

import csv
import io
from collections.abc import Callable

import pytest

from app.certification.rules import Outcome
from app.documents.exams import exam_facts
from app.exchange.exporting.ceres import export_for_ceres
from app.exchange.exporting.formats import FileFormat
from tests.browser_client import Browser
from tests.certification.examination import TODAY, Examination


@pytest.fixture
def examination(begin_with: Callable[..., Examination]) -> Examination:
    return begin_with(Examination)


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_every_candidate_has_one_line_in_the_order_of_the_minutes(examination: Examination) -> None:
    first, second = examination.candidates
    examination.record(second, Outcome.OBTAINED)
    examination.record(first, Outcome.NOT_OBTAINED, "Une fiche manque")
    examination.record(examination.late, Outcome.NOT_PRESENTED, "Arrêt de travail")

    told = lines(export_for_ceres(examination.exam).written_as(FileFormat.CSV))

    minutes = exam_facts(examination.network, examination.exam, today=TODAY)
    assert [f"{row['Prénom']} {row['Nom']}" for row in told] == [each.name for each in minutes.candidates]
    assert [row["Rang"] for row in told] == ["1", "2", "3"]
    assert [row["Résultat"] for row in told] == ["non obtenu", "obtenu", "non présenté"]
    assert {row["Modalité"] for row in told} == {"en présence"}
    assert {row["Code du titre"] for row in told} == {"RNCP 34137, TP-01336"}
    assert [row["À représenter jusqu’au"] for row in told] == ["06/10/2023", "", ""]
    assert told[0]["Remarque"] == "Une fiche manque"


def test_an_administrator_takes_the_list_from_the_page_of_the_exam(
    examination: Examination, browser: Browser
) -> None:
    examination.record(examination.candidates[0], Outcome.OBTAINED)
    browser.enter(examination.odile.email)
    browser.get(f"/reseau/landes/examens/{examination.exam.id}")

    assert len(lines(browser.follow("CSV").data)) == 1
    browser.get(f"/reseau/landes/examens/{examination.exam.id}/ceres.pdf", status=404)
    browser.get("/reseau/landes/examens/9999/ceres.csv", status=404)
