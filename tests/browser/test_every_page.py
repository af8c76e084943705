"""Every page of the application, for somebody who may open it, on the narrowest screen and on a wide one."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, ViewportSize

from app.demonstration.people import ADVISOR_TO_SHOW, LATE_RECRUIT_TO_SHOW, STAFF
from tests.browser.conftest import SignIn
from tests.installation import Installation

NOBODY = ""
ADMINISTRATOR, TRAINER = STAFF[0][0], STAFF[1][0]
LANDES = "/reseau/landes"
# The half-day that the late recruits have today, by its number in the demonstration.
TODAY = f"{LANDES}/seances/348"
NARROW, WIDE = ViewportSize(width=320, height=640), ViewportSize(width=1440, height=900)

PAGES: dict[str, tuple[str, ...]] = {
    NOBODY: (
        "/connexion",
        "/accessibilite",
        "/mot-de-passe-oublie",
        "/verifier",
        "/lien/perdu",
        "/hors-connexion",
        f"{LANDES}/signer/lien-perdu",
    ),
    ADVISOR_TO_SHOW: (f"{LANDES}/mon-parcours", f"{LANDES}/mes-heures", f"{LANDES}/mes-activites"),
    LATE_RECRUIT_TO_SHOW: (
        f"{LANDES}/mon-parcours",
        f"{LANDES}/mon-contrat",
        f"{LANDES}/calendrier",
        f"{LANDES}/signer",
        "/mon-compte",
        "/mon-compte/mot-de-passe",
        "/mon-compte/adresse/perdue",
    ),
    TRAINER: (
        f"{LANDES}/seances",
        f"{LANDES}/activites",
        f"{LANDES}/activites/1",
        f"{LANDES}/conseillers/1/activites",
        f"{LANDES}/seances/1",
        f"{LANDES}/seances/1/ajouter",
        f"{LANDES}/seances/1/annuler",
        f"{LANDES}/seances/1/clore",
        f"{LANDES}/seances/1/papier",
        f"{LANDES}/seances/1/rouvrir",
        TODAY,
        f"{TODAY}/signatures",
        f"{TODAY}/signatures/33",
        f"{LANDES}/calendrier",
        f"{LANDES}/calendrier?vue=mois",
        f"{LANDES}/calendrier/1",
        "/mon-calendrier",
        f"{LANDES}/contrats",
        f"{LANDES}/conseillers/1/contrat",
        f"{LANDES}/conseillers/1/releve",
        f"{LANDES}/groupes/1/releve",
        f"{LANDES}/conseillers/1",
        f"{LANDES}/conseillers/1/heures",
        f"{LANDES}/heures/1/corriger",
    ),
    ADMINISTRATOR: (
        f"{LANDES}/conseillers",
        f"{LANDES}/conseillers/nouveau",
        f"{LANDES}/conseillers/1/modifier",
        f"{LANDES}/conseillers/1/inscription",
        f"{LANDES}/conseillers/1/resultats",
        f"{LANDES}/conseillers/33/resultats",
        f"{LANDES}/recrutements-tardifs",
        f"{LANDES}/promotions",
        f"{LANDES}/promotions/1",
        f"{LANDES}/promotions/1/indicateurs",
        f"{LANDES}/promotions/1/modifier",
        f"{LANDES}/promotions/1/modules",
        f"{LANDES}/promotions/1/modules/420",
        f"{LANDES}/promotions/1/groupes/nouveau",
        f"{LANDES}/promotions/nouvelle",
        f"{LANDES}/groupes/1/modifier",
        f"{LANDES}/groupes/1/seances/nouvelle",
        f"{LANDES}/groupes/1/seances/copier",
        f"{LANDES}/groupes/1/seances/serie",
        f"{LANDES}/contrats/seuils",
        f"{LANDES}/conseillers/33/contrat/heures-attendues",
        f"{LANDES}/seances/1/modifier",
        f"{LANDES}/inscriptions/1/modifier",
        f"{LANDES}/structures",
        f"{LANDES}/structures/1/modifier",
        f"{LANDES}/structures/nouvelle",
        f"{LANDES}/organismes",
        f"{LANDES}/organismes/1/modifier",
        f"{LANDES}/organismes/nouveau",
        f"{LANDES}/examens",
        f"{LANDES}/examens/1",
        f"{LANDES}/examens/1/modifier",
        f"{LANDES}/examens/1/incidents",
        f"{LANDES}/examens/3/annuler",
        f"{LANDES}/examens/1/etapes/retirer",
        f"{LANDES}/examens/1/resultats/1/decision",
        f"{LANDES}/examens/3/candidats",
        f"{LANDES}/conseillers/33/dossier-examen",
        f"{LANDES}/examens/nouvelle",
        f"{LANDES}/examens/autorite",
        f"{LANDES}/examens/blocs/REMN/CCP1",
        f"{LANDES}/certificats",
        f"{LANDES}/certificats/confirmations",
        f"{LANDES}/certificats/controle",
        f"{LANDES}/certificats/fichiers",
        f"{LANDES}/certificats/corrections",
        f"{LANDES}/reglages",
        f"{LANDES}/reglages/modeles",
        f"{LANDES}/reglages/titres",
        f"{LANDES}/reglages/titres/MN/bloc",
        f"{LANDES}/reglages/titres/MN/name?bloc=CCP1",
        f"{LANDES}/reglages/titres/REMN/competences?bloc=CCP2",
        f"{LANDES}/reglages/en-tete",
        f"{LANDES}/reglages/en-tete/organismes/1",
        f"{LANDES}/fichiers",
        f"{LANDES}/fichiers/imports",
        f"{LANDES}/fichiers/exporter/hours",
        f"{LANDES}/fichiers/importer/hours",
        f"{LANDES}/comptes",
        f"{LANDES}/comptes/1",
        f"{LANDES}/comptes/1/adresse",
        f"{LANDES}/comptes/invitation",
        "/nulle-part",
    ),
}

GONE = {
    "/lien/perdu": 410,
    f"{LANDES}/signer/lien-perdu": 410,
    "/mon-compte/adresse/perdue": 410,
    "/nulle-part": 404,
}

# Files, redirections, and the pages that only exist once something was uploaded or issued: other tests open those.
NO_PAGE_OF_THE_DEMONSTRATION = {
    "static",
    "home.index",
    "attendance.compare",
    "attendance.merge",
    "attendance.scan",
    "attendance.scan_file",
    "attendance.proof_file",
    "exchange.past_import",
    "attendance.sign",
    "attendance.signatures_now",
    "calendars.feed",
    "documents.exam_attendance",
    "documents.my_convocation",
    "training.correct_addition",
    "exchange.ceres_list",
    "exchange.running_import",
    "documents.exam_convocations",
    "documents.exam_minutes",
    "documents.half_day_sheet",
    "documents.week_sheet",
    "documents.attestation",
    "documents.paper_specimen",
    "documents.picture",
    "progress.quality_sheet",
    "training.calendar_file",
    "home.service_worker",
    "home.manifest",
    "people.who",
    "home.status",
    "documents.all_merged",
    "documents.all_zipped",
    "documents.certificate",
    "documents.certificate_pdf",
    "documents.print_run",
    "documents.replace_certificate",
    "documents.revoke_certificate",
    "documents.run_merged",
    "documents.run_zipped",
    "documents.verification",
    "documents.verification_as_data",
    "documents.verify_as_data",
    "documents.withdraw_certificate",
    "exchange.export",
    "exchange.template",
    "exchange.trial",
}


def every_page() -> Iterator[tuple[str, str]]:
    for email, paths in PAGES.items():
        for path in paths:
            yield email, path


@pytest.mark.parametrize("email", PAGES)
def test_the_pages_of_a_person_are_accessible_on_every_screen(
    email: str, page_narrow: Page, sign_in: SignIn, expect_accessible: Callable[[Page], None]
) -> None:
    if email:
        sign_in(page_narrow, email)
    remarks = []

    for path in PAGES[email]:
        answer = page_narrow.goto(path)
        assert answer is not None
        assert answer.status == GONE.get(path, 200), path
        for size in (NARROW, WIDE):
            page_narrow.set_viewport_size(size)
            try:
                expect_accessible(page_narrow)
            except AssertionError as remark:
                remarks.append(f"{path} at {size['width']}: {remark}")

    assert remarks == [], "\n".join(remarks)


def test_no_page_is_forgotten(sqlite_installation: Installation) -> None:
    opened = {endpoint_of(sqlite_installation.app, path) for _, path in every_page() if path != "/nulle-part"}
    pages = {
        rule.endpoint
        for rule in sqlite_installation.app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
    }

    assert opened == pages - NO_PAGE_OF_THE_DEMONSTRATION


def endpoint_of(app: Flask, path: str) -> str:
    endpoint, _ = app.url_map.bind("localhost").match(path.partition("?")[0])
    return str(endpoint)
