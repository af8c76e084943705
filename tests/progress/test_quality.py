"""The quality figures of a cohort: each counts what its definition says, and a late recruit never failed nor left."""

from collections.abc import Callable
from datetime import date

import page
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certification.rules import Candidacy, Outcome
from app.demonstration.people import STAFF
from app.extensions import db
from app.people.models import Network
from app.progress.printing import FiguresFacts, print_figures
from app.progress.queries import figures_of_cohort
from app.progress.rules import FEW, QualityFigures, Share, Trainee, quality_figures
from app.training.models import Cohort
from app.web.clock import today
from tests.browser_client import Browser
from tests.documents.papers import pages_of, text_of
from tests.statements import counted_statements


def trainee(outcome: Outcome | None = None, *, present: int = 0, expected: int = 0, **more: bool) -> Trainee:
    return Trainee(Candidacy(outcome, **{"is_late": False, **more}), 60 * present, present, expected)


OBTAINED = trainee(Outcome.OBTAINED, present=9, expected=10)
REFUSED = trainee(Outcome.NOT_OBTAINED, present=5, expected=10)
ABSENT = trainee(Outcome.NOT_PRESENTED)
GONE = trainee(has_left=True)
LATE = trainee(is_late=True, present=2, expected=2)
EXEMPT = trainee(is_exempt=True)


def test_each_figure_counts_what_its_definition_says() -> None:
    figures = quality_figures([OBTAINED, OBTAINED, REFUSED, ABSENT, GONE, LATE, EXEMPT])

    assert (figures.entered, figures.late_in_training, figures.minutes) == (6, 1, 60 * 25)
    assert figures.attendance == Share(25, 32)
    assert figures.presentation == Share(3, 5)
    assert (figures.success.obtained, figures.success.presented) == (2, 3)
    assert figures.drop_out == Share(1, 6)


def test_few_people_are_told_as_few() -> None:
    assert quality_figures([OBTAINED] * (FEW - 1)).are_few
    assert not quality_figures([OBTAINED] * FEW).are_few


def test_a_cohort_without_anybody_has_no_shares() -> None:
    figures = quality_figures([])
    assert [share.is_known for share in (figures.attendance, figures.presentation, figures.drop_out)] == [
        False
    ] * 3


people = st.lists(st.sampled_from([OBTAINED, REFUSED, ABSENT, GONE, LATE, EXEMPT, trainee()]), max_size=12)


@given(people)
def test_a_late_recruit_changes_no_share_but_that_of_who_entered(others: list[Trainee]) -> None:
    newcomer = trainee(is_late=True)

    before, after = quality_figures(others), quality_figures([*others, newcomer])

    assert (after.success, after.presentation) == (before.success, before.presentation)
    assert after.drop_out.part == before.drop_out.part
    assert after.entered == before.entered + 1


def test_the_landes_are_counted_as_they_are_told(demo_app: object, database: Session) -> None:
    network = database.scalars(select(Network)).one()
    cohort = database.scalars(select(Cohort)).one()

    with counted_statements(db.engine) as statements:
        figures = figures_of_cohort(network, cohort, today(network))

    assert (figures.entered, figures.late_in_training) == (34, 2)
    assert (figures.success.obtained, figures.success.presented) == (32, 32)
    assert figures.drop_out.part == 0
    assert len(statements) <= 6


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_the_paper_keeps_both_standards(profile: str) -> None:
    pdf = print_figures(facts(quality_figures([OBTAINED, REFUSED, LATE])))

    report = page.validate_pdf_bytes(pdf, profile=profile)
    assert [each for each in report.failures if each.rule_id != "PDFA3A-STREAM-LENGTH-001"] == []
    assert pages_of(pdf) == 1
    assert "50 % 1 sur 2 Blocs obtenus sur personnes présentées" in text_of(pdf)


def facts(figures: QualityFigures) -> FiguresFacts:
    day = date(2022, 11, 15)
    return FiguresFacts(
        network="Landes",
        cohort="CCP1 2022",
        provider="",
        block="Accompagner",
        first=day,
        last=day,
        figures=figures,
        printed_on=day,
        is_development=False,
    )


def test_an_administrator_reads_and_prints_the_figures(
    demo_app: object, browser: Browser, cohort_id: Callable[[], int]
) -> None:
    browser.enter(STAFF[0][0])

    shown = browser.get(f"/reseau/landes/promotions/{cohort_id()}/indicateurs")

    assert "2 recrutements tardifs sont en cours de formation" in shown.text
    assert ["Obtention", "100 %", "32 sur 32"] in [row[:3] for row in shown.rows()]
    assert "32 sur 32" in text_of(browser.follow("Imprimer (PDF)").data)


@pytest.fixture
def cohort_id(database: Session) -> Callable[[], int]:
    return lambda: database.scalars(select(Cohort.id)).one()
