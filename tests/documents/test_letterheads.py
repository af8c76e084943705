"""Logo, colour and signatures: frozen with the facts, kept for ever, printed where their owner may sign."""

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import page
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.documents.corrections import corrections_of
from app.documents.facts import DEFAULT_HEADINGS, CertificateFacts
from app.documents.models import Issuer, Letterhead
from app.documents.pictures import ColourNotReadable, PictureRefused
from app.documents.queries import document_problems, facts_of, letterhead_of, pictures_named
from app.documents.rendering import render_certificate, sample_facts
from app.documents.services import Look, PictureFile, complete_run, issuing, save_issuer, save_letterhead
from app.documents.typesetting.pictures import picture_name
from app.people.models import Person
from tests.browser_client import Browser
from tests.documents.ceremony import BASE_URL, NOON, TODAY, Ceremony, FirstIssued, behind_the_guards, noon
from tests.documents.papers import text_of
from tests.documents.pictures import drawing, logo, photograph, scan

PRESIDENT = "Hélène Castaignède"


def sign(ceremony: Ceremony, *names: str, language: str = "fr") -> Issuer:
    return save_issuer(
        ceremony.network,
        name="Réseau d’essai",
        place="Dax",
        heading=DEFAULT_HEADINGS["fr"],
        disclaimer="Ce document n’est pas un titre.",
        language=language,
        signatories=[(name, "Présidente") for name in names],
        now=NOON,
        by=ceremony.odile,
    )


def dress(ceremony: Ceremony, **look: Any) -> Letterhead:
    look = {"colour": "#7a1f5c", **look}
    return save_letterhead(ceremony.network, None, Look(**look), now=NOON, by=ceremony.odile)


def reserved(ceremony: Ceremony, advisor: int = 0) -> CertificateFacts:
    run = ceremony.reserve(ceremony.result_of(ceremony.advisors[advisor]))
    return facts_of(run.documents[0])


def test_a_certificate_names_the_pictures_that_it_bears_and_keeps_them_whatever_is_changed_afterwards(
    ceremony: Ceremony, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(ceremony, PRESIDENT)
    first = dress(ceremony, logo=logo(), signatures={PRESIDENT: scan()}).logo_sha256
    run = ceremony.reserve(ceremony.result_of(ceremony.advisors[0]))
    printed: list[Mapping[str, bytes]] = []
    dress(
        ceremony,
        colour=None,
        logo=PictureFile("b.svg", drawing('<path d="M0 0h9v9z"/>')),
        removed=frozenset({PRESIDENT}),
    )

    def keep(_facts: CertificateFacts, *rest: Any) -> bytes:
        printed.append(rest[2])
        return b"%PDF-1.7"

    monkeypatch.setattr(issuing, "sealed_certificate", keep)
    complete_run(run, now=noon)

    facts = facts_of(run.documents[0])
    assert (facts.logo, facts.colour) == (first, "#7a1f5c")
    assert set(printed[0]) == set(facts.pictures) == {first, facts.signatories[0].signature}
    assert all(picture_name(content) == name for name, content in printed[0].items())
    later = reserved(ceremony, 1)
    assert later.logo not in (None, first)
    assert (later.colour, later.signatories[0].signature) == (None, None)


def test_a_new_logo_asks_nobody_to_replace_a_certificate(first_issued: FirstIssued) -> None:
    dress(first_issued, logo=logo())
    assert corrections_of(first_issued.network, first_issued.documents, TODAY, BASE_URL) == []


def test_no_picture_is_changed_replaced_or_deleted(ceremony: Ceremony, database: Session) -> None:
    dress(ceremony, logo=logo())
    for statement in (
        "UPDATE pictures SET content = ''",
        "DELETE FROM pictures",
        "UPDATE pictures SET sha256 = '0'",
    ):
        with pytest.raises(IntegrityError, match="a picture is kept"):
            database.execute(text(statement))
        database.rollback()


def test_the_check_of_integrity_names_a_picture_behind_the_guards(
    ceremony: Ceremony, database: Session
) -> None:
    name = dress(ceremony, logo=logo()).logo_sha256
    assert list(document_problems()) == []
    with behind_the_guards(database) as unguarded:
        unguarded.execute(text("UPDATE pictures SET content = :content"), {"content": b"x"})
    assert [str(each) for each in document_problems()] == [
        f"Image {name} : ses octets ne sont pas ceux qui ont été gardés."
    ]


def test_a_signature_is_never_printed_above_another_name(ceremony: Ceremony) -> None:
    sign(ceremony, PRESIDENT)
    dress(ceremony, signatures={PRESIDENT: scan()})
    assert reserved(ceremony).signatories[0].signature is not None

    sign(ceremony, "Odile Autre")

    assert [one.signature for one in reserved(ceremony, 1).signatories] == [None]


def test_a_letterhead_is_set_with_what_changed_alone_and_leaves_an_act(ceremony: Ceremony) -> None:
    dress(ceremony, logo=logo(), signatures={PRESIDENT: scan()})
    kept = dress(ceremony, colour="#174a3b")
    assert (kept.colour, len(kept.signatures)) == ("#174a3b", 1)
    assert kept.logo_sha256 is not None
    assert dress(ceremony, is_logo_removed=True).logo_sha256 is None


@pytest.mark.parametrize(
    ("look", "refusal"),
    [
        ({"colour": "#ffcc00"}, ColourNotReadable),
        ({"logo": PictureFile("a.svg", drawing("<script/>"))}, PictureRefused),
        ({"signatures": {PRESIDENT: PictureFile("a.png", b"no picture")}}, PictureRefused),
    ],
)
def test_what_cannot_be_printed_changes_nothing(
    ceremony: Ceremony, look: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        dress(ceremony, **look)
    assert letterhead_of(ceremony.network) is None


def test_a_certificate_in_english_says_so_in_its_proposed_words_too(ceremony: Ceremony) -> None:
    assert sign(ceremony, PRESIDENT, language="en").heading == DEFAULT_HEADINGS["en"]
    facts = reserved(ceremony)
    assert facts.language == "en"
    assert facts.disclaimer == "Ce document n’est pas un titre."


def test_pictures_and_colour_keep_both_standards(ceremony: Ceremony) -> None:
    letterhead = dress(ceremony, logo=logo(), signatures={PRESIDENT: scan()})
    scanned = letterhead.signatures[0].picture_sha256
    sample = sample_facts()
    signatory = replace(sample.signatories[0], signature=scanned)
    facts = replace(sample, logo=letterhead.logo_sha256, colour="#7a1f5c", signatories=(signatory,))
    pictures = pictures_named(facts.pictures)

    pdf = render_certificate(facts, pictures=pictures)

    for profile in ("3a", "ua1"):
        report = page.validate_pdf_bytes(pdf, profile=profile)
        failures = [each for each in report.failures if each.rule_id != "PDFA3A-STREAM-LENGTH-001"]
        assert failures == [], profile
    assert CertificateFacts.from_json(facts.to_json()) == facts
    assert b"/Interpolate true" not in pdf


def test_a_picture_that_is_not_there_stops_the_page_instead_of_leaving_it_out() -> None:
    with pytest.raises(KeyError):
        render_certificate(replace(sample_facts(), logo="0" * 64))


def test_an_administrator_hands_in_a_logo_and_a_signature_and_sees_them_on_a_specimen(
    ceremony: Ceremony, browser_of: Callable[[Person], Browser]
) -> None:
    sign(ceremony, PRESIDENT)
    browser = browser_of(ceremony.odile)
    browser.get("/reseau/landes/reglages")
    asked = browser.follow("Logo, couleur et signatures")
    assert PRESIDENT in asked.text

    browser.submit(
        "Enregistrer",
        colour="#7A1F5C",
        logo=(io.BytesIO(drawing('<path d="M0 0h9v9z"/>')), "logo.svg"),
        signature_1=(io.BytesIO(photograph()), "s.png"),
    )

    kept = letterhead_of(ceremony.network)
    assert kept is not None
    assert (kept.colour, [each.name for each in kept.signatures]) == ("#7a1f5c", [PRESIDENT])
    shown = browser.send("GET", f"/reseau/landes/reglages/en-tete/images/{kept.logo_sha256}")
    assert shown.content_type == "image/svg+xml"
    hostile = (io.BytesIO(drawing("<script/>")), "l.svg")
    assert "contient « script »" in browser.submit("Enregistrer", logo=hostile, status=422).text
    assert "Écrivez un dièse" in browser.submit("Enregistrer", colour="jaune", status=422).text
    specimen = browser.get("/reseau/landes/reglages/modeles/certificate.pdf")
    assert "Spécimen" in text_of(specimen.data)


def test_a_picture_of_another_network_is_not_found(
    ceremony: Ceremony, browser_of: Callable[[Person], Browser]
) -> None:
    other = Ceremony(code="gers", size=0)
    sha256 = save_letterhead(
        other.network, None, Look(colour=None, logo=logo()), now=NOON, by=None
    ).logo_sha256
    browser_of(ceremony.odile).get(f"/reseau/landes/reglages/en-tete/images/{sha256}", status=404)
