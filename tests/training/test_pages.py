"""The pages of the training, as an administrator uses them and as others do not get them."""

from collections.abc import Callable
from datetime import date
from itertools import product

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.core.roles import Role
from app.extensions import db
from app.people.models import Network, Person
from app.people.services import invite
from app.training import queries
from app.training.models import Advisor, Cohort, Group
from app.training.services import create_host, create_provider, enrol
from tests.browser_client import Browser
from tests.statements import counted_statements
from tests.training.conftest import NOBODY, NOON, open_cohort
from tests.training.test_sessions import DAY, plan, record_register

LANDES = "/reseau/landes"
MakeAdvisor = Callable[..., Advisor]


def test_an_administrator_opens_a_cohort_and_a_group(administrator: Browser, landes: Network) -> None:
    create_provider(landes, "Afpa de Dax", **NOBODY)
    administrator.get(f"{LANDES}/promotions")
    administrator.follow("Ouvrir une promotion")
    page = administrator.submit(
        name="Printemps 2022",
        provider_id=str(queries.providers(landes)[0].id),
        starts_on="2022-03-01",
        ends_on="31/10/2022",
        late_after="2022-07-01",
    )
    assert page.heading == "Printemps 2022"
    assert "Accompagner différents publics" in page.text
    administrator.follow("Ajouter un groupe")
    page = administrator.submit(name="Dax")
    ways = ("Planifier une séance", "une série", "copier un groupe")
    assert page.rows(0) == [["Dax", "0", " · ".join(f"{way} pour le groupe Dax" for way in ways)]]
    page = administrator.get(f"{LANDES}/promotions")
    assert page.rows() == [["Printemps 2022", "0", "REMN CCP1", "Afpa de Dax", "01/03/2022", "31/10/2022"]]


def test_the_page_of_a_cohort_shows_who_is_in_it_and_how_they_came(
    administrator: Browser, group: Group, make_advisor: MakeAdvisor
) -> None:
    enrol(make_advisor("zoe"), group.cohort, group=group, parcours_hours=105, **NOBODY)
    enrol(make_advisor("ana", hired_on=date(2022, 9, 1)), group.cohort, **NOBODY)
    plan(group, place="Médiathèque")
    page = administrator.get(f"{LANDES}/promotions/{group.cohort_id}")
    assert page.rows(1) == [
        ["14/03/2022 Matin Dax", "09:00–12:30", "Dax", "Accueillir", "Médiathèque", "–"],
    ]
    assert [row[:4] for row in page.rows(2)] == [
        ["Ana Martin", "Recrutement tardif", "–", "–"],
        ["Zoe Martin", "Entrée normale", "105 h", "105 h"],
    ]


def test_a_cohort_is_changed(administrator: Browser, cohort: Cohort) -> None:
    administrator.get(f"{LANDES}/promotions/{cohort.id}/modifier")
    page = administrator.submit(name="Printemps", late_after="2022-09-01")
    assert page.heading == "Printemps"
    assert "1er septembre 2022" in page.text


def test_an_advisor_is_opened_enrolled_and_changed(
    administrator: Browser, group: Group, landes: Network
) -> None:
    host = create_host(landes, "Mairie de Mugron", postal_code="40250", **NOBODY)
    administrator.get(f"{LANDES}/conseillers/nouveau")
    page = administrator.submit(
        given_name="Zoé",
        family_name="O’Brien",
        email="Zoe@Example.org",
        host_id=str(host.id),
        hired_on="2022-01-03",
        birth_date="1990-02-28",
        birth_place="Dax",
    )
    assert page.heading == "Inscrire Zoé O’Brien"
    administrator.submit("Inscrire", parcours_hours="105", group_id=str(group.id), starts_on="2022-03-01")
    (enrolled,) = queries.advisors(landes)
    assert enrolled.person.email == "zoe@example.org"
    assert [each.prescribed_minutes for each in enrolled.enrolments] == [6300]
    administrator.get(f"{LANDES}/conseillers/{enrolled.id}/modifier")
    administrator.submit(family_name="Martin", professional_email="zoe@cn.example.org")
    zoe = queries.advisor(landes, enrolled.id)
    assert zoe is not None
    assert (zoe.person.display_name, zoe.professional_email, zoe.host) == (
        "Zoé Martin",
        "zoe@cn.example.org",
        zoe.host,
    )


def test_another_parcours_brings_its_own_hours(
    administrator: Browser, cohort: Cohort, make_advisor: MakeAdvisor, landes: Network
) -> None:
    enrolment = enrol(make_advisor("zoe"), cohort, parcours_hours=105, **NOBODY)
    administrator.get(f"{LANDES}/inscriptions/{enrolment.id}/modifier")
    administrator.submit(parcours_hours="280", exited_on="2022-06-01", exit_reason="Mutation")
    changed = queries.enrolment(landes, enrolment.id)
    assert changed is not None
    assert (changed.prescribed_minutes, changed.exited_on) == (280 * 60, date(2022, 6, 1))


def test_with_several_cohorts_the_cohort_is_chosen_first(
    administrator: Browser, cohort: Cohort, make_advisor: MakeAdvisor, landes: Network
) -> None:
    open_cohort(landes, name="Automne 2022", starts_on=date(2022, 9, 1), late_after=date(2022, 9, 30))
    zoe = make_advisor("zoe")
    page = administrator.get(f"{LANDES}/conseillers/{zoe.id}/inscription")
    assert [row[0] for row in page.rows()] == ["Automne 2022", "Printemps 2022"]
    administrator.follow("Printemps 2022")
    administrator.submit("Inscrire")
    assert [each.cohort_id for each in queries.advisors(landes)[0].enrolments] == [cohort.id]


def test_hosts_and_providers_are_kept(administrator: Browser) -> None:
    administrator.get(f"{LANDES}/structures/nouvelle")
    page = administrator.submit(name="Mairie de Dax", postal_code="40 100", municipality="Dax")
    assert page.rows() == [["Mairie de Dax", "40100", "Dax", "0"]]
    administrator.follow("Mairie de Dax")
    assert administrator.submit(name="Ville de Dax").rows()[0][0] == "Ville de Dax"
    administrator.get(f"{LANDES}/organismes/nouveau")
    page = administrator.submit(name="Afpa", siret="824 228 142 00017", activity_number="11930754193")
    assert page.rows() == [["Afpa", "82422814200017", "11930754193"]]
    administrator.follow("Afpa")
    assert administrator.submit(name="Afpa de Dax").rows()[0][0] == "Afpa de Dax"


def test_a_half_day_is_planned_at_its_usual_times_and_changed(
    administrator: Browser, group: Group, make_trainer: Callable[[str], Person], landes: Network
) -> None:
    paul = make_trainer("paul")
    administrator.get(f"{LANDES}/groupes/{group.id}/seances/nouvelle")
    page = administrator.submit(
        day="2022-03-14", half="afternoon", module="Accueillir", trainer_ids=[str(paul.id)]
    )
    assert page.rows(1) == [
        ["14/03/2022 Après-midi Dax", "13:30–17:00", "Dax", "Accueillir", "En présence", "Paul Forme"]
    ]
    administrator.follow("14/03/2022 Après-midi Dax")
    page = administrator.submit(ends_at="16:30", modality="remote")
    assert page.rows(1)[0][1:] == ["13:30–16:30", "Dax", "Accueillir", "À distance", "Paul Forme"]


def test_a_group_is_renamed_on_the_page_of_its_cohort(administrator: Browser, group: Group) -> None:
    administrator.get(f"{LANDES}/promotions/{group.cohort_id}")
    administrator.follow("Dax")
    page = administrator.submit(name="Dax et Mugron")
    assert "Le groupe « Dax et Mugron » est enregistré." in page.text


def test_a_half_day_with_a_register_says_that_it_is_fixed(
    administrator: Browser, database: Session, group: Group
) -> None:
    session = plan(group)
    record_register(database, session)
    for path in (f"{LANDES}/seances/{session.id}/modifier", f"{LANDES}/seances/{session.id}/annuler"):
        page = administrator.get(path)
        assert "la séance ne change plus" in page.text
        assert len(page.forms) == len(administrator.get(f"{LANDES}/promotions").forms)
        assert "ne change plus" in administrator.post(path, HALF_DAY | {"reason": "x"}, status=409).text
        administrator.get(path)
        assert "Feuille enregistrée" in administrator.follow("Ouvrir la feuille de présence").text


def test_a_half_day_recorded_while_its_form_was_open_says_that_it_is_fixed(
    administrator: Browser, database: Session, group: Group
) -> None:
    session = plan(group)
    administrator.get(f"{LANDES}/seances/{session.id}/modifier")
    record_register(database, session)
    assert "la séance ne change plus" in administrator.submit(place="Dax", status=409).text


def test_what_was_typed_of_a_half_day_stays_and_empty_times_stay_empty(
    administrator: Browser, group: Group
) -> None:
    administrator.get(f"{LANDES}/groupes/{group.id}/seances/nouvelle")
    page = administrator.submit(day="2022-03-14", half="afternoon", starts_at="14:00", module="", status=422)
    typed = page.forms[-1].values()
    assert [typed[name] for name in ("half", "starts_at", "ends_at")] == [["afternoon"], ["14:00"], [""]]
    page = administrator.submit(module="Accueillir")
    assert page.rows(1)[0][1] == "14:00–17:00"


ADVISOR = {"given_name": "Zoé", "family_name": "Martin", "email": "zoe@example.org"}
_NO_CHOICE = "Choisissez dans la liste"
# Each field of a page says what is wrong with it; what the others say meanwhile does not matter.
BAD_ADVISORS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "another case": ({"email": "ANA@EXAMPLE.ORG"}, ("est déjà l’adresse de",)),
    "name of another": ({"email": "odile@example.org"}, ("est déjà celle d’une autre personne",)),
    "state id": ({"state_id": "7"}, ("L’identifiant 7 est déjà celui de « Ana Martin »",)),
    "formula": ({"family_name": "=HYPERLINK(1)"}, ("commence par un signe de calcul",)),
    "picture": ({"given_name": "😀"}, ("« 😀 » n’est pas un nom",)),
    "born today": ({"birth_date": "2022-03-01"}, ("date de naissance n’est pas possible",)),
    "what no field takes": (
        {
            "email": "zoe",
            "state_id": "9" * 5000,
            "family_name": "a" * 101,
            "given_name": "Zo\x07é",
            "hired_on": "0022-02-01",
            "host_id": "999",
        },
        (
            "Écrivez une adresse e-mail",
            "nombre entier",
            "100",
            "caractère invisible",
            "Écrivez une année entre 1900 et 2099.",
            _NO_CHOICE,
        ),
    ),
    "what no field takes either": (
        {
            "professional_email": "zoe",
            "state_id": "sept",
            "family_name": "   ",
            "given_name": "<b>x</b>",
            "hired_on": "31/02/2022",
            "host_id": "dax",
        },
        (
            "Écrivez une adresse e-mail",
            "nombre entier",
            "obligatoire",
            "n’est pas un nom : un nom contient des lettres",
            "Écrivez une date",
            _NO_CHOICE,
        ),
    ),
}


def test_a_file_that_cannot_be_opened_says_why(
    administrator: Browser,
    make_advisor: MakeAdvisor,
    landes: Network,
) -> None:
    make_advisor("ana", state_id=7)
    path = f"{LANDES}/conseillers/nouveau"
    for name, (wrong, sentences) in BAD_ADVISORS.items():
        page = administrator.post(path, {**ADVISOR, **wrong}, status=422)
        assert [each for each in sentences if each not in page.text] == [], name
    assert len(queries.advisors(landes)) == 1


BAD_ENROLMENTS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "104 hours": (
        {"prescribed_minutes": "104"},
        ("104 h prescrites : le programme 2021-2023 va de 105 à 420 heures",),
    ),
    "421 hours": ({"prescribed_minutes": "421 h"}, ("421 h prescrites",)),
    "no parcours": ({"parcours_hours": "300"}, ("300 h n’est pas un parcours",)),
    "before hired": ({"starts_on": "2022-01-02"}, ("avant le recrutement du 3 janvier 2022",)),
    "out of order": ({"starts_on": "2022-05-02", "ends_on": "2022-05-01"}, ("précède la date de début",)),
    "no reason": ({"decided_status": "exempt"}, ("Indiquez le motif",)),
    "what no field takes": (
        {"prescribed_minutes": "cent", "decided_status": "lost", "decision_reason": "a" * 201},
        ("n’est pas une durée", _NO_CHOICE, "200"),
    ),
    "no choice of hours": ({"parcours_hours": "long"}, (_NO_CHOICE,)),
    "no choice of a group": ({"group_id": "999"}, (_NO_CHOICE,)),
}


def test_an_enrolment_that_cannot_be_says_why(
    administrator: Browser,
    make_advisor: MakeAdvisor,
    cohort: Cohort,
    landes: Network,
) -> None:
    assert queries.cohort(landes, cohort.id)
    zoe = make_advisor("zoe", hired_on=date(2022, 1, 3))
    path = f"{LANDES}/conseillers/{zoe.id}/inscription"
    for name, (wrong, sentences) in BAD_ENROLMENTS.items():
        page = administrator.post(path, wrong, status=422)
        assert [each for each in sentences if each not in page.text] == [], name
    assert queries.enrolments_of(cohort, offset=0, limit=9) == []


def test_who_is_enrolled_twice_is_told_so(
    administrator: Browser, make_advisor: MakeAdvisor, cohort: Cohort
) -> None:
    zoe = make_advisor("zoe")
    enrol(zoe, cohort, **NOBODY)
    administrator.get(f"{LANDES}/conseillers/{zoe.id}/inscription")
    page = administrator.submit("Inscrire", status=422)
    assert "Zoe Martin est déjà dans la promotion « Printemps 2022 »" in page.text


HALF_DAY = {
    "day": "2022-03-14",
    "half": "morning",
    "starts_at": "09:00",
    "ends_at": "12:30",
    "modality": "in_person",
    "module": "Accueillir",
}
BAD_HALF_DAYS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "group is busy": ({}, ("a déjà une séance sur cette demi-journée du 14 mars 2022",)),
    "afternoon at nine": ({"half": "afternoon"}, ("Une séance du matin commence avant 13:00, une séance",)),
    "ends before": ({"ends_at": "08:00"}, ("se terminer après avoir commencé",)),
    "too long": ({"ends_at": "16:00"}, ("dure au plus 4 h ; celle-ci dure 7 h.",)),
    "what no field takes": (
        {"starts_at": "neuf", "module": "", "half": "night"},
        ("Écrivez une heure", "obligatoire", _NO_CHOICE),
    ),
    "no modality": ({"modality": "dream"}, (_NO_CHOICE,)),
    "no trainer": ({"trainer_ids": "999"}, (_NO_CHOICE,)),
    "no day": ({"day": ""}, ("obligatoire",)),
}


def test_a_half_day_that_cannot_be_says_why(
    administrator: Browser,
    make_trainer: Callable[[str], Person],
    group: Group,
    landes: Network,
) -> None:
    make_trainer("paul")
    plan(group)
    path = f"{LANDES}/groupes/{group.id}/seances/nouvelle"
    for name, (wrong, sentences) in BAD_HALF_DAYS.items():
        page = administrator.post(path, {**HALF_DAY, **wrong}, status=422)
        assert [each for each in sentences if each not in page.text] == [], name
    assert len(queries.sessions_between(landes, DAY, DAY)) == 1


BAD_PLACES = (
    ("promotions/nouvelle", {"name": "X", "block": "REMN:CCP9"}, "Choisissez dans la liste"),
    ("promotions/nouvelle", {"ends_on": "2022-02-28"}, "précède la date de début"),
    ("promotions/nouvelle", {"name": "Printemps 2022"}, "existe déjà"),
    ("structures/nouvelle", {"name": "Mairie", "postal_code": "4O100"}, "cinq chiffres"),
    ("structures/nouvelle", {"name": "Mairie", "postal_code": "٤٠٠٠٠"}, "cinq chiffres"),
    ("organismes/nouveau", {"name": "Afpa", "siret": "123"}, "quatorze chiffres"),
    ("organismes/nouveau", {"name": "Afpa", "siret": "１２３４５６７８９０１２３４"}, "quatorze chiffres"),
    ("organismes/nouveau", {"name": "Afpa", "activity_number": "१" * 11}, "onze chiffres"),
)


def test_what_cannot_be_kept_says_why(administrator: Browser, cohort: Cohort) -> None:
    usual = {
        "name": f"Promotion après {cohort.name}",
        "block": "REMN:CCP1",
        "programme_code": "2021-2023",
        "starts_on": "2022-03-01",
        "ends_on": "2022-10-31",
        "late_after": "2022-07-01",
    }
    for path, wrong, sentence in BAD_PLACES:
        page = administrator.post(f"{LANDES}/{path}", {**usual, **wrong}, status=422)
        assert sentence in page.text


PLACES = (
    "promotions/{id}",
    "promotions/{id}/modifier",
    "promotions/{id}/groupes/nouveau",
    "structures/{id}/modifier",
    "organismes/{id}/modifier",
    "conseillers/{id}/modifier",
    "conseillers/{id}/inscription",
    "inscriptions/{id}/modifier",
    "groupes/{id}/seances/nouvelle",
    "groupes/{id}/modifier",
    "seances/{id}/modifier",
    "seances/{id}/annuler",
)


def test_what_does_not_exist_or_belongs_to_another_network_is_not_found(
    administrator: Browser, gers: Network
) -> None:
    open_cohort(gers)
    for place, missing in product(PLACES, (1, 9_999_999_999_999_999_999)):
        administrator.get(f"{LANDES}/{place.format(id=missing)}", status=404)


@pytest.mark.parametrize("asked", ["999", "9" * 20])
def test_nobody_is_enrolled_in_a_cohort_that_does_not_exist(
    administrator: Browser, make_advisor: MakeAdvisor, asked: str
) -> None:
    path = f"{LANDES}/conseillers/{make_advisor('zoe').id}/inscription"
    assert administrator.send("GET", f"{path}?promotion={asked}").status_code in {200, 404}


@pytest.mark.parametrize("role", [Role.ADVISOR, Role.TRAINER])
def test_who_does_not_administer_the_network_opens_none_of_its_pages(
    browser: Browser, landes: Network, cohort: Cohort, role: Role
) -> None:
    invite(landes, "lea@example.org", "Léa", "Martin", [role], now=NOON)
    browser.enter("lea@example.org")
    for path in ("promotions", f"promotions/{cohort.id}", "structures", "organismes", "conseillers/nouveau"):
        browser.get(f"{LANDES}/{path}", status=403)


def test_the_page_of_a_cohort_asks_the_database_no_more_for_many_than_for_few(
    app: Flask, administrator: Browser, group: Group, make_advisor: MakeAdvisor, landes: Network
) -> None:
    def fill(names: str) -> None:
        for name in names:
            host = create_host(landes, f"Mairie {name}", **NOBODY)
            advisor = make_advisor(f"zoe{name}", host=host)
            enrol(advisor, group.cohort, group=group, **NOBODY)
            plan(group, day=date(2022, 4, 1 + ord(name) - ord("a")))

    paths = [f"promotions/{group.cohort_id}", "promotions", "structures"]
    fill("a")
    few = [statements_of(app, administrator, path) for path in paths]
    fill("bcd")
    many = [statements_of(app, administrator, path) for path in paths]
    assert many == few
    assert all(few)


def statements_of(app: Flask, administrator: Browser, path: str) -> int:
    """How many statements the database gets for one page."""
    with app.app_context():
        engine = db.engine
    with counted_statements(engine) as statements:
        administrator.get(f"{LANDES}/{path}")
    return len(statements)
