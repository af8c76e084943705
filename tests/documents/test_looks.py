"""Each paper bears the logo, the colour and the sentence of who signs it, and of nobody else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO

import page
import pytest
from pypdf import PdfReader

from app.documents.exams import ExamFacts, ExamPaper, exam_facts, print_exam_paper
from app.documents.exams.facts import AuthorityFacts
from app.documents.exams.printing import PAPERS as EXAM_PAPERS
from app.documents.looks import PLAIN, LookFacts
from app.documents.pictures import printable_picture
from app.documents.queries import look_of, look_of_centre, pictures_named
from app.documents.services import Look, PictureFile, save_letterhead
from app.documents.sheets import week_facts
from app.documents.sheets.printing import print_sheet, sample_sheet
from app.documents.statements import StatementFacts, person_statement, print_statement
from app.documents.statements.printing import PAPER as STATEMENT
from app.documents.typesetting.pictures import picture_name
from app.people.models import Person
from app.training.services import create_group
from tests.browser_client import Browser
from tests.documents.ceremony import NOON, TODAY, Ceremony
from tests.documents.papers import text_of
from tests.documents.pictures import photograph

MENTION = "Afpa, 13 place du Général-de-Gaulle, 93108 Montreuil. Organisme certifié Qualiopi."


def dress(ceremony: Ceremony) -> None:
    """A logo for the provider and another one for the network."""
    dresses = ((ceremony.cohort.provider, (360, 120), "#8a1f1f", MENTION), (None, (300, 120), "#174a8b", ""))
    for provider, size, colour, mention in dresses:
        look = Look(colour=colour, mention=mention, logo=PictureFile("logo.png", photograph(size=size)))
        save_letterhead(ceremony.network, provider, look, now=NOON, by=ceremony.odile)


def test_each_paper_looks_like_the_one_of_who_signs_it(ceremony: Ceremony) -> None:
    dress(ceremony)
    network, provider = ceremony.network, ceremony.cohort.provider
    assert provider is not None
    of_provider, of_network = look_of(network, provider), look_of(network)

    statement = person_statement(network, ceremony.advisors[0], None, None, today=TODAY)
    ceremony.exam.centre = " AFPA "
    at_provider = exam_facts(network, ceremony.exam, today=TODAY)
    ceremony.exam.centre = "Afpa Sud"
    elsewhere = exam_facts(network, ceremony.exam, today=TODAY)

    assert (of_provider.owner, of_provider.colour, of_provider.mention) == ("Afpa", "#8a1f1f", MENTION)
    assert of_provider.logo != of_network.logo
    assert statement.look == of_network
    assert at_provider.look == of_provider
    assert look_of_centre(network, "Afpa, centre de Dax") == of_provider
    assert elsewhere.look == PLAIN == look_of_centre(network, "")


def test_the_sheet_of_a_group_looks_like_its_provider_s(ceremony: Ceremony) -> None:
    dress(ceremony)
    group = create_group(ceremony.cohort, "Groupe 1", now=NOON, by=None)
    facts = week_facts(ceremony.network, group, date(2022, 11, 14), is_filled=False, today=TODAY)

    assert facts.look.owner == "Afpa"
    assert facts.look.mention == MENTION


LOGO = printable_picture("logo.png", photograph(size=(300, 100)))
DRESSED = LookFacts(owner="Afpa", logo=picture_name(LOGO), colour="#8a1f1f", mention=MENTION)
SHOWN = {picture_name(LOGO): LOGO}


def sheet(look: LookFacts) -> bytes:
    return print_sheet(replace(sample_sheet(), look=look), SHOWN)


def statement(look: LookFacts) -> bytes:
    return print_statement(replace(STATEMENT.sample(StatementFacts), look=look), SHOWN)


def minutes(look: LookFacts) -> bytes:
    sample = EXAM_PAPERS[ExamPaper.MINUTES].sample(ExamFacts)
    return print_exam_paper(ExamPaper.MINUTES, replace(sample, look=look), SHOWN)


@pytest.mark.parametrize("printed", [sheet, statement, minutes])
def test_the_logo_and_the_sentence_are_printed_and_keep_both_standards(
    printed: Callable[[LookFacts], bytes],
) -> None:
    pdf = printed(DRESSED)

    assert MENTION in " ".join(text_of(pdf).split())
    assert len(PdfReader(BytesIO(pdf)).pages[0].images) == 1
    for profile in ("3a", "ua1"):
        report = page.validate_pdf_bytes(pdf, profile=profile)
        assert [each for each in report.failures if each.rule_id != "PDFA3A-STREAM-LENGTH-001"] == []


def test_a_picture_that_is_not_there_stops_the_sheet() -> None:
    with pytest.raises(KeyError):
        print_sheet(replace(sample_sheet(), look=DRESSED))


def test_an_administrator_gives_a_provider_its_sentence_and_the_network_has_none_there(
    ceremony: Ceremony, browser_of: Callable[[Person], Browser]
) -> None:
    provider, browser = ceremony.cohort.provider, browser_of(ceremony.odile)
    assert provider is not None
    page_of = f"/reseau/landes/reglages/en-tete/organismes/{provider.id}"

    browser.get(page_of)
    browser.submit("Enregistrer", mention=MENTION)

    assert look_of(ceremony.network, provider).mention == MENTION
    assert MENTION in str(browser.get(page_of).by_id("mention").get("value"))  # type: ignore[union-attr]
    assert browser.get("/reseau/landes/reglages/en-tete").by_id("mention") is None
    assert pictures_named(look_of(ceremony.network, provider).pictures) == {}


def test_minutes_and_convocations_name_the_authority_of_the_state() -> None:
    authority = AuthorityFacts(
        name="DDETS des Landes", address="40000 Mont-de-Marsan", signatory="la directrice"
    )
    sample = EXAM_PAPERS[ExamPaper.MINUTES].sample(ExamFacts)
    facts = replace(sample, authority=authority, candidates=sample.candidates[:1], members=sample.members[:1])

    said = " ".join(text_of(print_exam_paper(ExamPaper.MINUTES, facts)).split())
    called = text_of(print_exam_paper(ExamPaper.CONVOCATION, facts))

    assert (
        "aux services de l’État (DDETS des Landes, 40000 Mont-de-Marsan, à l’attention de la directrice) et"
        in said
    )
    assert "DDETS des Landes" in called
