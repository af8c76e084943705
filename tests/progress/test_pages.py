"""What each person reads about the way through the training."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.core.roles import Role
from app.people.models import Network
from app.people.services import find_or_create_person, grant_role
from app.training.models import Advisor
from app.training.rules import EntryStatus
from app.training.services import change_enrolment, create_advisor
from benchmarks.crowd import add_crowd
from tests.browser_client import Browser
from tests.documents.ceremony import FirstIssued

NOW = datetime(2022, 11, 15, 11, 0, tzinfo=UTC)
LEA, HUGO = "lea.darrigrand@exemple.fr", "hugo.labarthe@exemple.fr"
TABLE, LATE, MINE = (
    "/reseau/landes/conseillers",
    "/reseau/landes/recrutements-tardifs",
    "/reseau/landes/mon-parcours",
)

FindAdvisor = Callable[[str], Advisor]


def table(**query: str) -> str:
    return f"{TABLE}?{urlencode(query)}"


def names(browser: Browser, **query: str) -> list[str]:
    return [row[0] for row in browser.get(table(**query)).rows()]


# The advisor’s own page


def test_an_advisor_reads_hours_results_and_what_is_missing(advisor: Browser) -> None:
    page = advisor.get(MINE)
    assert page.heading == "Bonjour Léa"
    for sentence in ("Votre CCP1 est obtenu", "sur 420 h", "Jury du 6 octobre 2022", "Certification Pix"):
        assert sentence in page.text
    assert "Votre certificat n’est pas encore émis" in page.text
    assert "Il vous reste" not in page.text


def test_a_late_recruit_reads_that_they_are_on_their_way(late_recruit: Browser) -> None:
    page = late_recruit.get(MINE)
    assert "Il vous reste 224 h à suivre" in page.text
    assert "se termine le 20 mars 2023" in page.text
    assert "Vous avez été recruté·e après le 31 août 2022" in page.text
    assert "rien de tout cela n’est compté comme un échec" in page.text
    assert "jusqu’au 20 septembre 2023" in page.text
    assert "Mardi, 13:30 à 17:00" in page.text
    assert "Non obtenu" not in page.text


def test_an_advisor_downloads_their_certificate_once_it_is_issued(
    begin_with: Callable[..., FirstIssued], browser: Browser
) -> None:
    ceremony = begin_with(FirstIssued)
    browser.enter(ceremony.advisors[0].person.email)
    browser.get(MINE)
    assert browser.follow("Certificat LANDES-2022-0001").data == ceremony.documents[0].pdf


def test_an_advisor_goes_from_their_progress_to_their_hours(advisor: Browser) -> None:
    advisor.get(MINE)
    assert advisor.follow("Voir toutes mes heures").path == "/reseau/landes/mes-heures"


def test_an_advisor_finds_no_other_page_than_their_own(advisor: Browser, advisor_named: FindAdvisor) -> None:
    other = advisor_named(HUGO).id
    there = advisor.get(f"{TABLE}/{other}", status=403)
    nowhere = advisor.get(f"{TABLE}/99999", status=403)
    # What is refused says nothing about who exists.
    assert there.text == nowhere.text
    assert "Labarthe" not in there.text
    advisor.get(f"{MINE}/{other}", status=404)


def test_an_advisor_without_a_cohort_reads_that_nothing_is_asked_of_them(
    landes: Network, database: Session, new_browser: Callable[[], Browser]
) -> None:
    create_advisor(landes, email="nina@exemple.fr", given_name="Nina", family_name="Neuve", now=NOW, by=None)
    nina = new_browser()
    nina.enter("nina@exemple.fr")
    page = nina.get("/")
    assert page.heading == "Bonjour Nina"
    assert "Votre formation n’est pas encore enregistrée" in page.text
    assert "Vous n’avez rien à faire" in page.text


def test_an_advisor_whose_file_is_not_open_yet_reads_who_opens_it(
    landes: Network, database: Session, new_browser: Callable[[], Browser]
) -> None:
    person = find_or_create_person("nina@exemple.fr", "Nina", "Neuve", now=NOW)
    grant_role(landes, person, Role.ADVISOR, now=NOW, by=None)
    nina = new_browser()
    nina.enter("nina@exemple.fr")
    assert "Votre dossier n’est pas encore ouvert" in nina.get("/").text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"decided_status": EntryStatus.EXEMPT, "decision_reason": "Titulaire du CCP1"},
            "Vous êtes exempté·e de formation Aucune heure n’est attendue de vous. Motif : Titulaire du CCP1.",
        ),
        (
            {"exited_on": date(2022, 11, 14), "exit_reason": "Autre emploi"},
            "Vous avez quitté la formation le 14 novembre 2022",
        ),
        (
            {"parcours_hours": None, "prescribed_minutes": None},
            "Les heures prescrites ne sont pas encore connues",
        ),
    ],
)
def test_whatever_was_decided_is_said_in_plain_words(
    advisor_named: FindAdvisor, late_recruit: Browser, change: dict[str, object], sentence: str
) -> None:
    decide(advisor_named(HUGO), **change)
    assert sentence in late_recruit.get(MINE).text


def decide(advisor: Advisor, **change: object) -> None:
    """Change something of somebody's training, and leave the rest as it is."""
    enrolment = advisor.enrolments[0]
    values: dict[str, object] = {
        name: getattr(enrolment, name)
        for name in (
            "group",
            "parcours_hours",
            "prescribed_minutes",
            "placement_tested_on",
            "starts_on",
            "ends_on",
            "decided_status",
            "decision_reason",
            "exited_on",
            "exit_reason",
        )
    }
    change_enrolment(enrolment, **{**values, **change}, now=NOW, by=None)  # type: ignore[arg-type]


# The table of the network


def test_the_network_says_what_the_article_says(administrator: Browser) -> None:
    page = administrator.get(TABLE)
    assert "34 conseillers numériques, 32 certifiés, 2 recrutements tardifs en formation." in page.text
    assert "32 sur 32 présentés au jury ; les recrutements tardifs ne comptent pas" in page.text
    assert "32 restent à émettre" in page.text
    assert len(page.rows()) == 34


def test_the_pass_rate_says_how_many_results_are_not_known(
    advisor_named: FindAdvisor, administrator: Browser
) -> None:
    decide(advisor_named(HUGO), decided_status=EntryStatus.ON_TIME, decision_reason="Présent dès mars")
    page = administrator.get(TABLE)
    assert "32 sur 32 présentés au jury ; 1 résultat n’est pas connu ; les recrutements" in page.text


def test_the_administrator_searches_filters_and_sorts(administrator: Browser) -> None:
    assert names(administrator, q="darrigrand lea") == ["Léa Darrigrand"]
    assert names(administrator, status="late") == ["Maëva Dupouy", "Hugo Labarthe"]
    assert names(administrator, outcome="none") == ["Maëva Dupouy", "Hugo Labarthe"]
    assert len(names(administrator, certificate="due")) == 32
    assert len(names(administrator, parcours="105")) == 6
    fewest = names(administrator, sort="hours")[:2]
    assert set(fewest) == {"Maëva Dupouy", "Hugo Labarthe"}
    assert names(administrator, sort="name", direction="descending")[0] == "Ursula Wójcik"


def test_nobody_found_is_said_with_a_way_back(administrator: Browser) -> None:
    page = administrator.get(TABLE, q="introuvable")
    assert "Personne ne correspond" in page.text
    assert len(administrator.follow("Tout afficher").rows()) == 34


def test_a_choice_that_does_not_exist_is_named_and_leaves_the_table_whole(administrator: Browser) -> None:
    fields = ("group", "parcours", "status", "outcome", "certificate")
    page = administrator.get(table(**dict.fromkeys(fields, "n’importe quoi")), status=422)
    refused = {each.get("name") for each in page.elements("select") if each.get("aria-invalid") == "true"}
    assert refused == set(fields)
    # Above the table, and beside each field.
    assert page.text.count("Ce choix n’existe pas") == 2 * len(fields)
    assert len(page.rows()) == 34


ODD_QUERIES = (
    {"page": "0"},
    {"page": "99999999999999999999"},
    {"sort": "password_hash"},
    {"sort": "name; DROP TABLE people"},
    {"direction": "sideways"},
    {"q": "\x00%_\\'"},
    {"inconnu": "1"},
)


def test_an_odd_address_never_breaks_the_table(administrator: Browser) -> None:
    for query in ODD_QUERIES:
        answer = administrator.send("GET", table(**query))
        assert answer.status_code == 200, query
        assert "Réseau d’inclusion numérique des Landes" in answer.text, query


def test_a_search_longer_than_a_line_is_refused_with_its_limit(administrator: Browser) -> None:
    assert "Cherchez 100 caractères au plus" in administrator.get(TABLE, status=422, q="x" * 101).text


def test_the_table_leads_to_each_file_and_to_the_exports(administrator: Browser) -> None:
    administrator.get(TABLE)
    assert administrator.follow("Tout exporter en CSV").data
    administrator.get(TABLE)
    assert administrator.follow("Ajouter un conseiller").heading
    administrator.get(TABLE)
    assert administrator.follow("Léa Darrigrand").heading == "Léa Darrigrand"


def test_the_table_has_pages_that_keep_the_filters(landes: Network, administrator: Browser) -> None:
    add_crowd(landes, 60, half_days=0)
    first = administrator.get(TABLE, q="prenom")
    assert "1 à 50 sur 60" in first.text
    second = administrator.follow("Suivante")
    assert "51 à 60 sur 60" in second.text
    assert not {row[0] for row in first.rows()} & {row[0] for row in second.rows()}


# The late recruits


def test_the_late_recruits_are_told_as_such(administrator: Browser) -> None:
    page = administrator.get(LATE)
    assert "Jamais comptés comme des échecs" in page.text
    assert page.texts("h2") == ["Maëva Dupouy", "Hugo Labarthe"]
    for words in ("3 octobre 2022", "31 août 2022", "Reste 224 h", "20 mars 2023", "20 septembre 2023"):
        assert words in page.text


# The file of an advisor


def test_an_administrator_reads_the_whole_file(administrator: Browser, advisor_named: FindAdvisor) -> None:
    page = administrator.get(f"{TABLE}/{advisor_named(LEA).id}")
    for words in ("23 mai 1994, Dax", LEA, "Jury du 6 octobre 2022", "Modifier l’inscription"):
        assert words in page.text
    for link in ("Modifier le dossier", "Enregistrer un résultat", "Voir toutes les heures"):
        administrator.get(page.path)
        assert administrator.follow(link).status == 200


def test_a_trainer_reads_hours_and_results_and_nothing_private(
    trainer: Browser, advisor_named: FindAdvisor
) -> None:
    page = trainer.get(f"{TABLE}/{advisor_named(LEA).id}")
    assert "sur 420 h" in page.text
    assert "CCP1 du titre REMN" in page.text
    for private in (LEA, "1994", "Modifier", "Certificat"):
        assert private not in page.text.replace("Certification", "").replace("Vérifier un certificat", "")


def test_a_trainer_opens_neither_the_table_nor_the_late_recruits(trainer: Browser) -> None:
    trainer.get(TABLE, status=403)
    trainer.get(LATE, status=403)


def test_a_file_that_does_not_exist_is_not_found(administrator: Browser) -> None:
    administrator.get(f"{TABLE}/99999", status=404)


# Speed


def test_each_page_takes_as_many_statements_for_3400_advisors_as_for_34(
    demo_app: Flask,
    landes: Network,
    administrator: Browser,
    late_recruit: Browser,
    advisor_named: FindAdvisor,
    counted: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    visits = [
        (administrator, TABLE),
        (administrator, f"{TABLE}?sort=hours&direction=descending"),
        (administrator, f"{TABLE}?q=dax&status=on_time&page=2"),
        (administrator, LATE),
        (administrator, f"{TABLE}/{advisor_named(HUGO).id}"),
        (late_recruit, MINE),
    ]

    def statements() -> dict[str, int]:
        numbers = {}
        for browser, path in visits:
            with counted() as sent:
                assert browser.send("GET", path).status_code == 200
            numbers[path] = len(sent)
        return numbers

    few = statements()
    add_crowd(landes, 3_400 - 34, half_days=1)
    assert statements() == few


def test_none_is_told_in_the_singular(administrator: Browser) -> None:
    page = administrator.get("/reseau/landes/conseillers")
    figures = page.texts("p", css_class="statistic__value"), page.texts("p", css_class="statistic__label")
    assert ("0", "certificat émis") in zip(*figures, strict=True)
