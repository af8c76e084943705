"""One network from an empty database to a verified certificate, through the pages and commands that people use."""

import io
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from click.testing import Result
from pypdf import PdfReader
from time_machine import TimeMachineFixture

from app.documents.background import wait_for_background
from tests.browser_client import Browser
from tests.html_page import Page, text_of

Command = Callable[..., Result]
NewBrowser = Callable[[], Browser]

PASSWORD = "la dune et la forêt"
THE_HALF_DAY = "2022-03-14T13:00:00+00:00"
AFTER_THE_JURY = "2022-11-10T13:00:00+00:00"
ADMINISTRATOR = "maylis@landes.exemple.fr"
TRAINER = "bruno@afpa.exemple.fr"
ADVISOR = "lea@landes.exemple.fr"
LATE_RECRUIT = "hugo@landes.exemple.fr"
NUMBER = "LANDES-2022-0001"


def test_from_the_first_hour_to_the_certificate(
    command: Command, new_browser: NewBrowser, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(THE_HALF_DAY)
    maylis, bruno, lea = new_browser(), new_browser(), new_browser()

    open_account(maylis, ADMINISTRATOR, opens_the_network(command))
    prepares_the_training(maylis)
    enrols(maylis, "Léa", "Darrigrand", ADVISOR, hired_on="2022-01-10")
    open_account(bruno, TRAINER, invites_a_trainer(maylis))
    plans_a_half_day(maylis)
    records_the_half_day(bruno)
    open_account(lea, ADVISOR, makes_a_link_for(maylis, "Léa Darrigrand"))
    sees_the_hours(lea)

    time_machine.move_to(AFTER_THE_JURY)
    maylis.sign_in(ADMINISTRATOR, PASSWORD)
    maylis.get("/")
    enrols(maylis, "Hugo", "Labarthe", LATE_RECRUIT, hired_on="2022-10-03")
    records_the_pass(maylis)
    issues_the_certificate(maylis)
    lea.sign_in(ADVISOR, PASSWORD)
    lea.get("/")
    code = downloads_the_certificate(lea)
    anybody_verifies(new_browser(), code)
    everything_is_as_it_was_recorded(command)


def opens_the_network(command: Command) -> str:
    """Run the first two commands of an installation and return the link that the second prints."""
    created = command("create-network", "landes", "Réseau des Landes")
    assert created.exit_code == 0, created.output
    names = ("--given-name", "Maylis", "--family-name", "Castaingts")
    invited = command("create-administrator", "--network", "landes", "--email", ADMINISTRATOR, *names)
    assert invited.exit_code == 0, invited.output
    return invited.output.split()[-1]


def open_account(browser: Browser, email: str, link: str) -> None:
    """Choose a password with a one-time link, then sign in with it; the link serves only once."""
    path = urlsplit(link).path
    page = browser.get(path)
    assert page.heading == "Bienvenue sur Livret"
    browser.submit("Enregistrer le mot de passe", password=PASSWORD, again=PASSWORD)
    browser.get(path, status=410)
    browser.sign_in(email, PASSWORD)
    browser.get("/")
    assert "Se déconnecter" in page_of(browser).text


def prepares_the_training(browser: Browser) -> None:
    browser.follow("Promotions")
    browser.follow("Structures d’accueil")
    browser.follow("Ajouter une structure")
    browser.submit("Enregistrer", name="Mairie de Mugron", postal_code="40250", municipality="Mugron")
    browser.follow("Promotions")
    browser.follow("Ouvrir une promotion")
    page = browser.submit(
        "Enregistrer",
        name="Promotion des Landes",
        block=choice(browser, "CCP1"),
        starts_on="2022-03-14",
        ends_on="2022-10-31",
        late_after="2022-09-01",
    )
    assert page.heading == "Promotion des Landes"
    browser.follow("Ajouter un groupe")
    assert browser.submit("Enregistrer", name="Groupe A").rows()[0][:2] == ["Groupe A", "0"]


def enrols(browser: Browser, given_name: str, family_name: str, email: str, *, hired_on: str) -> None:
    browser.follow("Conseillers")
    browser.follow("Ajouter un conseiller")
    page = browser.submit(
        "Enregistrer",
        given_name=given_name,
        family_name=family_name,
        email=email,
        host_id=choice(browser, "Mairie de Mugron"),
        hired_on=hired_on,
        birth_date="1990-01-02",
    )
    assert page.heading == f"Inscrire {given_name} {family_name}"
    group, parcours = choice(browser, "Groupe A"), choice(browser, "105 h")
    browser.submit("Inscrire", group_id=group, parcours_hours=parcours)


def invites_a_trainer(browser: Browser) -> str:
    browser.follow("Comptes")
    browser.follow("Inviter une personne")
    names = {"given_name": "Bruno", "family_name": "Lassalle", "email": TRAINER}
    browser.submit("Inviter", {**names, "roles": ["trainer"]})
    return copied_link(browser)


def makes_a_link_for(browser: Browser, name: str) -> str:
    browser.follow("Comptes")
    browser.follow(name)
    browser.submit("Faire un nouveau lien")
    return copied_link(browser)


def plans_a_half_day(browser: Browser) -> None:
    browser.follow("Promotions")
    browser.follow("Promotion des Landes")
    browser.follow("Planifier une séance")
    page = browser.submit(
        "Planifier",
        day="2022-03-14",
        half="morning",
        starts_at="09:00",
        ends_at="12:30",
        module="Accueillir les publics",
        trainer_ids=[choice(browser, "Bruno Lassalle")],
    )
    assert "Accueillir les publics" in page.text


def records_the_half_day(browser: Browser) -> None:
    browser.get("/")
    browser.follow("09:00 – 12:30, Groupe A")
    page = browser.submit("Enregistrer la présence")
    assert "La feuille de présence est enregistrée." in page.text


def sees_the_hours(browser: Browser) -> None:
    page = browser.get("/")
    assert page.heading == "Bonjour Léa"
    assert "Il vous reste 101 h 30 à suivre." in page.text
    page = browser.follow("Voir toutes mes heures")
    assert [row[:3] for row in page.rows()] == [["14/03/2022 matin", "Présent", "3 h 30"]]


def records_the_pass(browser: Browser) -> None:
    browser.follow("Examens")
    browser.follow("Créer une session d’examen")
    browser.submit(
        "Créer la session",
        {
            "block": choice(browser, "CCP1"),
            "name": "Session d’automne",
            "held_on": "2022-11-07",
            "decided_on": "2022-11-08",
            "jurors-0-name": "Colette Pébarthe",
            "jurors-0-quality": "jurée habilitée",
            "jurors-1-name": "Mathieu Soubaigné",
        },
    )
    page = browser.submit("Enregistrer les résultats", {result_of(browser, "Léa Darrigrand"): "obtained"})
    assert "1 résultat enregistré." in page.text


def issues_the_certificate(browser: Browser) -> None:
    browser.follow("Certificats")
    browser.follow("Réglages de l’émetteur")
    browser.submit(
        "Enregistrer",
        signatory_1_name="Solange Darmaillacq",
        signatory_1_quality="Présidente du réseau",
    )
    page = browser.follow("Certificats")
    assert [row[0] for row in page.rows()] == ["Léa Darrigrand"]
    assert "1 recrutement tardif en formation Hugo Labarthe." in page.text
    browser.submit("Contrôler avant d’imprimer")
    browser.submit("Émettre et imprimer le certificat")
    wait_for_background()
    page = browser.follow("Certificats")
    assert [row[:2] for row in page.rows()] == [["Léa Darrigrand", NUMBER]]


def downloads_the_certificate(browser: Browser) -> str:
    """Download the paper as its holder does, and return the code that is printed on it."""
    browser.get("/")
    paper = browser.follow(f"Certificat {NUMBER}").data
    assert paper.startswith(b"%PDF")
    text = PdfReader(io.BytesIO(paper)).pages[0].extract_text()
    assert NUMBER in text
    printed = re.search(rf"{NUMBER}/([A-Z0-9-]{{26,}})", "".join(text.split()), re.IGNORECASE)
    assert printed is not None, text
    return printed[1][:26]


def anybody_verifies(browser: Browser, code: str) -> None:
    browser.get("/verifier")
    page = browser.submit("Vérifier", number=NUMBER, code=code)
    assert page.heading == "Certificat valide"
    assert "Léa Darrigrand" in page.text
    assert "3 h 30" in page.text
    browser.get("/verifier")
    page = browser.submit("Vérifier", number=NUMBER, code="0" * 26, status=404)
    assert "Léa Darrigrand" not in page.text


def everything_is_as_it_was_recorded(command: Command) -> None:
    proof = command("check-integrity")
    assert proof.exit_code == 0, proof.output
    assert "sont tels qu’ils ont été enregistrés" in proof.output


def page_of(browser: Browser) -> Page:
    assert browser.page is not None
    return browser.page


def choice(browser: Browser, words: str) -> str:
    """Return the value of the choice whose visible text has these words, as a person finds it in a list."""
    page = page_of(browser)
    for option in page.elements("option"):
        if words in text_of(option):
            return str(option.get("value", ""))
    label = next(label for label in page.elements("label") if words in text_of(label))
    control = page.by_id(label.get("for", ""))
    assert control is not None
    return str(control.get("value", ""))


def result_of(browser: Browser, name: str) -> str:
    """Return the name of the choice of results that stands under a person's name."""
    legend = next(each for each in page_of(browser).elements("legend") if name in text_of(each))
    fieldset = page_of(browser).ancestor(legend, "fieldset")
    assert fieldset is not None
    return str(next(control.get("name", "") for control in fieldset.iter("input")))


def copied_link(browser: Browser) -> str:
    """Return the personal link that the page shows, once, to be copied."""
    shown = [
        field.get("value", "") for field in page_of(browser).elements("input", css_class="copy-field__input")
    ]
    assert len(shown) == 1, page_of(browser).text
    return str(shown[0])
