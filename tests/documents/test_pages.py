"""Administrators issue, download, revoke and set; advisors get their own; everybody else gets nothing."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy.orm import Session

from app.core.roles import Role
from app.core.territories import Territory
from app.documents.background import wait_for_background
from app.documents.models import DocumentState, PrintRun
from app.documents.queries import documents_in_force, documents_of, due_results, issuer_of, pdf_of
from app.documents.services import issuing, revoke
from app.extensions import db
from app.people.models import Person, SortOrder
from app.people.services import invite
from tests.browser_client import Browser
from tests.documents.ceremony import NOON, Ceremony, Issued, Sealed, hired_late
from tests.statements import counted_statements

BrowserOf = Callable[[Person], Browser]
CERTIFICATES = "/reseau/landes/certificats"
SETTINGS = "/reseau/landes/reglages"


@pytest.fixture
def odile(ceremony: Ceremony, browser_of: BrowserOf) -> Browser:
    return browser_of(ceremony.odile)


@pytest.mark.usefixtures("quick_paper")
def test_an_administrator_issues_all_that_is_due_by_one_button(ceremony: Ceremony, odile: Browser) -> None:
    page = odile.get(CERTIFICATES)
    assert page.texts("p", css_class="headline") == ["3 certificats à émettre."]
    aubert = ["Camille Aubert", "–", "3 h 30", "105 h", "−101 h 30", "06/10/2022"]
    assert page.rows()[0][:6] == aubert
    assert "3 personnes ont suivi moins d’heures que prescrit" in page.text

    odile.submit("Contrôler avant d’imprimer")
    page = odile.submit("Émettre et imprimer les 3 certificats")
    assert page.heading == "Impression des certificats"
    wait_for_background()

    page = odile.get(page.path)
    assert "Les certificats sont prêts" in page.text
    assert [row[1] for row in page.rows()] == [f"LANDES-2022-000{number}" for number in (1, 2, 3)]
    assert "meta" not in [element.tag for element in page.elements("noscript") for element in element]
    page = odile.get(CERTIFICATES)
    assert page.texts("p", css_class="headline") == ["3 certificats émis."]
    assert [row[3] for row in page.rows()] == ["Valide"] * 3


def test_the_files_of_a_run_are_those_that_were_archived(
    sealed: Sealed, browser_of: BrowserOf, database: Session
) -> None:
    kept = [pdf_of(each.id) for each in sealed.documents]
    run_id = sealed.documents[0].print_run_id
    database.rollback()
    odile = browser_of(sealed.odile)
    run = odile.get(f"/reseau/landes/impressions/{run_id}")

    merged = odile.follow("PDF pour l’imprimante")
    zipped = odile.follow("Fichiers séparés (ZIP)")
    single = odile.follow("PDF LANDES-2022-0001")

    assert len(PdfReader(BytesIO(merged.data)).pages) == 3
    with ZipFile(BytesIO(zipped.data)) as archive:
        assert [archive.read(name) for name in archive.namelist()] == kept
    assert single.data == kept[0]
    assert single.headers["Content-Disposition"].startswith(
        'attachment; filename="LANDES-2022-0001_Aubert_Camille.pdf"'
    )
    assert {file.headers["Cache-Control"] for file in (merged, zipped, single)} == {"no-store"}
    assert odile.get(f"{CERTIFICATES}.pdf").data == merged.data
    assert odile.get(f"{CERTIFICATES}.zip").data == zipped.data
    assert run.heading == "Impression des certificats"


@pytest.mark.usefixtures("quick_paper")
def test_an_administrator_issues_to_some_or_to_one(
    ceremony: Ceremony, odile: Browser, database: Session
) -> None:
    first, second, third = (str(result.id) for result in due_results(ceremony.network))
    odile.get(CERTIFICATES)
    odile.submit("Contrôler avant d’imprimer", {"results": [first, third]})
    odile.submit("Émettre et imprimer les 2 certificats")
    wait_for_background()
    page = odile.get(CERTIFICATES)
    assert page.texts("p", css_class="headline") == ["1 certificat à émettre, 2 certificats émis."]

    odile.submit("Contrôler seul le certificat de Camille Barrère")
    odile.submit("Émettre et imprimer le certificat")
    wait_for_background()

    database.rollback()
    assert [each.result_id for each in documents_in_force(ceremony.network)] == [
        int(first),
        int(second),
        int(third),
    ]


@pytest.mark.usefixtures("quick_paper")
def test_who_followed_no_hour_is_named_and_waits_until_somebody_ticks_them(
    ceremony: Ceremony, odile: Browser, database: Session
) -> None:
    ceremony.judge(ceremony.newcomer("Dubos", minutes=0))

    odile.get(CERTIFICATES)
    page = odile.submit("Contrôler avant d’imprimer")
    assert "Camille Dubos" in page.text
    assert "0 h suivie." in page.text
    odile.submit("Émettre et imprimer les certificats cochés")
    wait_for_background()
    page = odile.get(CERTIFICATES)
    assert page.texts("p", css_class="headline") == ["1 certificat à émettre, 3 certificats émis."]

    page = odile.submit("Contrôler avant d’imprimer")
    (waiting,) = [each.get("value") for each in page.elements("input") if each.get("name") == "shown"]
    odile.submit("Émettre et imprimer les certificats cochés", {"shown": [waiting]})
    wait_for_background()
    database.rollback()
    assert len(documents_in_force(ceremony.network)) == 4


@pytest.mark.usefixtures("quick_paper")
def test_who_cannot_be_printed_is_named_with_the_reason(ceremony: Ceremony, odile: Browser) -> None:
    ceremony.judge(ceremony.newcomer("漢字"))
    ceremony.newcomer("Xaintrailles", hired_on=hired_late())

    page = odile.get(CERTIFICATES)

    assert page.texts("p", css_class="headline") == ["4 certificats à émettre."]
    assert "Camille 漢字 : la police du certificat ne sait pas écrire « 漢 字 »." in page.text
    assert "1 recrutement tardif en formation Camille Xaintrailles." in page.text
    assert len(page.rows()) == 3


@pytest.mark.usefixtures("quick_paper")
def test_what_cannot_be_issued_is_refused_in_words(
    ceremony: Ceremony, odile: Browser, database: Session
) -> None:
    ceremony.judge(refused := ceremony.newcomer("漢字"))
    refused_result = ceremony.result_of(refused).id
    other = Ceremony("gers", size=1)
    foreign = other.result_of(other.advisors[0]).id
    odile.get(CERTIFICATES)

    page = odile.post(CERTIFICATES, {"results": [refused_result]}, status=422)
    assert "Rien n’a été émis" in page.text
    for nothing in ([], [foreign], ["x"], ["9" * 30], [-1]):
        page = odile.post(CERTIFICATES, {"results": nothing}, status=422)
        assert "Aucun certificat n’est à émettre" in page.text

    database.rollback()
    assert documents_in_force(ceremony.network) == documents_in_force(other.network) == []


@pytest.mark.usefixtures("quick_paper")
def test_an_interrupted_run_is_offered_to_resume(
    ceremony: Ceremony, odile: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_arguments: object) -> bytes:
        raise MemoryError

    works = vars(issuing)["sealed_certificate"]
    monkeypatch.setattr(issuing, "sealed_certificate", crash)
    odile.get(CERTIFICATES)
    odile.submit("Contrôler avant d’imprimer")
    path = odile.submit("Émettre et imprimer les 3 certificats").path
    wait_for_background()
    page = odile.get(path)
    assert "Les certificats s’impriment" in page.text
    assert page.elements("div", css_class="live-region")[0].get("data-live-region") is not None
    assert "3 certificats de l’impression" in odile.get(CERTIFICATES).text

    with db.engine.begin() as connection:
        long_ago = datetime.now(UTC) - timedelta(minutes=5)
        connection.execute(PrintRun.__table__.update().values(started_at=long_ago))  # type: ignore[attr-defined]
    page = odile.get(path)
    assert "L’impression est interrompue" in page.text
    monkeypatch.setattr(issuing, "sealed_certificate", works)
    odile.submit("Reprendre")
    wait_for_background()

    assert "Les certificats sont prêts" in odile.get(path).text


@pytest.mark.usefixtures("quick_paper")
def test_an_administrator_revokes_with_a_reason_and_issues_anew(
    issued: Issued, browser_of: BrowserOf, database: Session
) -> None:
    odile = browser_of(issued.odile)
    odile.get(CERTIFICATES)
    page = odile.follow("Révoquer LANDES-2022-0001")
    assert page.heading == "Révoquer un certificat"

    odile.submit("Révoquer le certificat", reason="", status=422)
    page = odile.submit("Révoquer le certificat", reason="Nom mal orthographié")

    assert "Le certificat n° LANDES-2022-0001 est révoqué." in page.text
    assert page.texts("p", css_class="headline") == ["1 certificat à émettre, 2 certificats émis."]
    database.rollback()
    document = documents_of(issued.advisors[0])[0]
    assert (document.state, document.revocation_reason) == (DocumentState.REVOKED, "Nom mal orthographié")
    again = odile.post(f"{CERTIFICATES}/{document.id}/revocation", {"reason": "Encore"}, status=422)
    assert "est déjà révoqué" in again.text
    odile.get(CERTIFICATES)
    odile.submit("Contrôler avant d’imprimer")
    odile.submit("Émettre et imprimer le certificat")
    wait_for_background()
    database.rollback()
    assert documents_of(issued.advisors[0])[0].number == "LANDES-2022-0004"


@pytest.mark.usefixtures("quick_paper")
def test_the_register_is_searched_by_name_and_number(issued: Issued, browser_of: BrowserOf) -> None:
    odile = browser_of(issued.odile)
    assert [row[1] for row in odile.get(CERTIFICATES, q="barrere").rows()] == ["LANDES-2022-0002"]
    assert [row[1] for row in odile.get(CERTIFICATES, q="landes-2022-0003").rows()] == ["LANDES-2022-0003"]
    for nothing in ("100%", "x" * 5000):
        assert "Aucun certificat trouvé" in odile.get(CERTIFICATES, q=nothing).text
    assert len(odile.get(CERTIFICATES, q="\x00").rows()) == 3


@pytest.mark.usefixtures("quick_paper")
def test_an_advisor_downloads_their_own_valid_certificate_only(
    issued: Issued, browser_of: BrowserOf, database: Session
) -> None:
    own, others, _third = issued.documents
    camille = browser_of(issued.advisors[0].person)

    assert camille.get(f"{CERTIFICATES}/{own.id}.pdf").data == pdf_of(own.id)
    camille.get(f"{CERTIFICATES}/{others.id}.pdf", status=404)
    camille.get(f"{CERTIFICATES}/99999.pdf", status=404)
    for page in (CERTIFICATES, f"{CERTIFICATES}.pdf", f"{CERTIFICATES}.zip", SETTINGS):
        camille.get(page, status=403)
    revoke(own, "Erreur", now=NOON, by=issued.odile)
    camille.get(f"{CERTIFICATES}/{own.id}.pdf", status=404)
    database.rollback()


@pytest.mark.usefixtures("quick_paper")
def test_who_administers_another_network_sees_nothing_of_this_one(
    issued: Issued, browser_of: BrowserOf
) -> None:
    document = issued.documents[0]
    run_id = document.print_run_id
    gers = Ceremony("gers", size=1)
    other = browser_of(gers.odile)

    for page in ("certificats", "certificats.pdf", "reglages", f"impressions/{run_id}"):
        other.get(f"/reseau/landes/{page}", status=404)
    # Nor through their own network's address.
    for page in (
        f"certificats/{document.id}.pdf",
        f"certificats/{document.id}/revocation",
        f"impressions/{run_id}",
    ):
        other.get(f"/reseau/gers/{page}", status=404)
    other.post(f"/reseau/gers/impressions/{run_id}/reprise", status=404)
    other.get(f"/reseau/gers/impressions/{run_id}.zip", status=404)


def test_a_trainer_gets_no_certificate(ceremony: Ceremony, browser_of: BrowserOf) -> None:
    ines = invite(
        ceremony.network, "ines@landes.example.org", "Inès", "Lafitte", [Role.TRAINER], now=NOON
    ).person
    trainer = browser_of(ines)

    for page in ("certificats", "certificats/1.pdf", "reglages", "impressions/1", "impressions/1.pdf"):
        trainer.get(f"/reseau/landes/{page}", status=403)


def test_settings_are_kept_for_what_is_issued_next(
    ceremony: Ceremony, odile: Browser, database: Session
) -> None:
    page = odile.get(SETTINGS)
    assert page.heading == "Réglages de l’émetteur"

    page = odile.submit(
        "Enregistrer",
        name="Association des Landes",
        place="Dax",
        signatory_1_name="Jeanne Labat",
        signatory_1_quality="Présidente",
        sort_order="host",
        territory="reunion",
    )

    assert "Les réglages sont enregistrés" in page.text
    database.rollback()
    issuer = issuer_of(ceremony.network)
    assert issuer is not None
    assert (issuer.name, issuer.place, issuer.heading) == (
        "Association des Landes",
        "Dax",
        "Attestation de parcours",
    )
    assert [(one.name, one.quality) for one in issuer.signatories] == [("Jeanne Labat", "Présidente")]
    assert ceremony.network.sort_order is SortOrder.HOST
    assert ceremony.network.territory is Territory.REUNION
    assert odile.get(SETTINGS).by_id("signatory_1_name").get("value") == "Jeanne Labat"  # type: ignore[union-attr]


UNPRINTABLE = [
    ("name", "", "Ce champ est obligatoire."),
    ("name", "漢字", "La police du certificat ne sait pas écrire « 漢 字 »."),
    ("heading", "x" * 61, "60"),
    ("place", "Dax\u200b", "caractère invisible"),
    ("signatory_2_name", "Jeanne Labat", "Donnez le nom et la qualité, ou aucun des deux."),
]


def test_settings_that_could_not_be_printed_are_refused(
    ceremony: Ceremony, odile: Browser, database: Session
) -> None:
    for field, value, message in UNPRINTABLE:
        odile.get(SETTINGS)
        page = odile.submit("Enregistrer", {field: value}, status=422)
        assert message in page.text, field
        page = odile.submit("Voir un spécimen avec ces réglages", {field: value}, status=422)
        assert message in page.text, field
    database.rollback()
    assert issuer_of(ceremony.network) is None


def test_settings_left_open_take_no_change_back(ceremony: Ceremony, odile: Browser) -> None:
    odile.get(SETTINGS)
    shown_before = odile.page.forms[-1].values() if odile.page else {}
    odile.submit(
        "Enregistrer", place="Dax", signatory_1_name="Jeanne Labat", signatory_1_quality="Présidente"
    )

    page = odile.post(SETTINGS, {**shown_before, "place": "Mimizan"}, status=409)

    assert "Quelqu’un a modifié ces informations" in page.text
    issuer = issuer_of(ceremony.network)
    assert issuer is not None
    assert (issuer.place, [one.name for one in issuer.signatories]) == ("Dax", ["Jeanne Labat"])


def test_a_specimen_shows_the_settings_and_keeps_nothing(
    ceremony: Ceremony, odile: Browser, database: Session
) -> None:
    odile.get(SETTINGS)

    specimen = odile.submit(
        "Voir un spécimen avec ces réglages", heading="Attestation d’essai", place="Tarnos"
    )

    text = PdfReader(BytesIO(specimen.data)).pages[0].extract_text()
    assert "Attestation d’essai" in text
    assert "Tarnos" in text
    assert "SPÉCIMEN" in text.upper()
    database.rollback()
    assert issuer_of(ceremony.network) is None
    assert documents_in_force(ceremony.network) == []


@pytest.mark.usefixtures("quick_paper")
def test_no_page_asks_the_database_more_often_when_there_are_more_certificates(
    app: Flask, ceremony: Ceremony, odile: Browser, database: Session
) -> None:
    run_path = f"/reseau/landes/impressions/{ceremony.reserve(ceremony.result_of(ceremony.advisors[0])).id}"
    paths = (CERTIFICATES, run_path, SETTINGS)
    before = [statements_of(odile, path) for path in paths]
    newcomers = [ceremony.newcomer(f"Personne {letter}") for letter in "abcd"]
    ceremony.judge(*newcomers)
    ceremony.issue(*[ceremony.result_of(each) for each in newcomers[:2]])
    database.rollback()

    assert [statements_of(odile, path) for path in paths] == before


def statements_of(browser: Browser, path: str) -> int:
    with counted_statements(db.engine) as statements:
        browser.get(path)
    return len([each for each in statements if not each.startswith(("BEGIN", "SAVEPOINT"))])
