"""The accounts of a network, as its administrators see them."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from app.core.roles import Role
from app.extensions import db
from app.people.models import Network, Person
from app.people.queries import person_by_email
from app.people.rules import AccountState
from app.people.services import withdraw_role
from tests.browser_client import Browser
from tests.html_page import Page
from tests.people.conftest import NOON, PASSWORD
from tests.postbox import Postbox
from tests.statements import counted_statements

MakePerson = Callable[..., Person]
NewBrowser = Callable[[], Browser]
ACCOUNTS = "/reseau/landes/comptes"


@pytest.fixture
def lea(make_person: MakePerson, landes: Network) -> Person:
    return make_person("lea@example.org", landes, Role.TRAINER)


@pytest.fixture
def administrator(browser: Browser, odile: Person) -> Browser:
    browser.enter(odile.email)
    return browser


def page_of(person: Person) -> str:
    return f"{ACCOUNTS}/{person.id}"


def shown_link(page: Page) -> str | None:
    fields = [field for field in page.elements("input") if "/lien/" in field.get("value", "")]
    return fields[0].get("value", "").removeprefix("http://127.0.0.1:8000") if fields else None


def test_an_administrator_sees_who_can_sign_in(
    administrator: Browser, lea: Person, make_person: MakePerson, landes: Network
) -> None:
    make_person("zoe@example.org", landes, Role.ADVISOR, is_open=False)
    assert administrator.get(ACCOUNTS).rows() == [
        ["Lea Dupont", "lea@example.org", "Formateur", "Ouvert"],
        ["Odile Dupont", "odile@example.org", "Administrateur", "Ouvert"],
        ["Zoe Dupont", "zoe@example.org", "Conseiller numérique", "En attente"],
    ]


def test_an_administrator_finds_somebody(administrator: Browser, lea: Person) -> None:
    administrator.get(ACCOUNTS)
    page = administrator.submit("Filtrer", q="LÉA")
    assert [row[0] for row in page.rows()] == ["Lea Dupont"]
    assert [row[0] for row in administrator.follow("Formateur").rows()] == ["Lea Dupont"]
    assert "Aucun compte trouvé" in administrator.get(ACCOUNTS, q="personne").text
    administrator.get(ACCOUNTS, role="nonsense", page="-3", q="\x00")


def test_the_list_asks_the_database_no_more_for_more_people(
    administrator: Browser, make_person: MakePerson, landes: Network
) -> None:
    few = statements(administrator)
    for number in range(12):
        make_person(f"person{number}@example.org", landes, Role.TRAINER, Role.ADVISOR, is_open=False)
    assert statements(administrator) == few


def statements(browser: Browser) -> int:
    with counted_statements(db.engine) as counted:
        browser.get(ACCOUNTS)
    return len(counted)


def test_an_invitation_shows_its_link_once(administrator: Browser, new_browser: NewBrowser) -> None:
    administrator.get(ACCOUNTS)
    administrator.follow("Inviter une personne")
    page = administrator.submit(
        "Inviter", email="Rose@example.org", given_name="Rose", family_name="Pin", roles=["trainer"]
    )
    link = shown_link(page)
    assert link
    assert shown_link(administrator.get(page.path)) is None
    rose = new_browser()
    rose.get(link)
    rose.submit("Enregistrer le mot de passe", password=PASSWORD, again=PASSWORD)
    rose.enter("rose@example.org")


def test_an_invitation_is_mailed_where_there_is_a_mail_server(
    administrator: Browser, postbox: Postbox
) -> None:
    administrator.get(f"{ACCOUNTS}/invitation")
    page = administrator.submit(
        "Inviter", email="rose@example.org", given_name="Rose", family_name="Pin", roles=["trainer"]
    )
    assert "Le lien a été envoyé à rose@example.org" in page.text
    [letter] = postbox.letters
    assert str(shown_link(page)) in letter.body


def test_an_invitation_needs_a_name_an_address_and_a_role(administrator: Browser, database: Session) -> None:
    administrator.get(f"{ACCOUNTS}/invitation")
    page = administrator.submit("Inviter", email="rose", given_name="", family_name="Pin", status=422)
    assert "Écrivez une adresse e-mail" in page.text
    page = administrator.submit(
        "Inviter", email="rose@example.org", given_name="Rose", family_name="Pin", status=422
    )
    assert "Choisissez au moins un rôle." in page.text
    assert person_by_email("rose@example.org") is None


@pytest.mark.parametrize("roles", [["advisor"], ["owner"], ["trainer", "owner"]])
def test_an_invented_role_is_refused(administrator: Browser, database: Session, roles: list[str]) -> None:
    fields = {"email": "rose@example.org", "given_name": "Rose", "family_name": "Pin", "roles": roles}
    administrator.get(ACCOUNTS)
    administrator.post(f"{ACCOUNTS}/invitation", fields, status=422)
    assert person_by_email("rose@example.org") is None


def test_an_administrator_changes_roles(administrator: Browser, lea: Person, landes: Network) -> None:
    administrator.get(page_of(lea))
    administrator.submit("Enregistrer les rôles", roles=["trainer", "administrator"])
    assert lea.roles_in(landes) == {Role.TRAINER, Role.ADMINISTRATOR}


def test_somebody_without_a_role_leaves_the_network(
    administrator: Browser, lea: Person, landes: Network
) -> None:
    administrator.get(page_of(lea))
    page = administrator.submit("Enregistrer les rôles", roles=[])
    assert page.path == ACCOUNTS
    administrator.get(page_of(lea), status=404)


def test_the_last_administrator_stays(administrator: Browser, odile: Person, landes: Network) -> None:
    administrator.get(page_of(odile))
    page = administrator.submit("Enregistrer les rôles", roles=["trainer"], status=422)
    assert "au moins une personne qui l’administre" in page.text
    assert odile.roles_in(landes) == {Role.ADMINISTRATOR}


def test_a_closed_account_is_out_at_once(
    administrator: Browser, new_browser: NewBrowser, lea: Person
) -> None:
    trainer = new_browser()
    trainer.enter(lea.email)
    administrator.get(page_of(lea))
    administrator.submit("Fermer le compte")
    assert trainer.send("GET", "/mon-compte").status_code == 302
    administrator.submit("Rouvrir le compte")
    trainer.enter(lea.email)


def test_a_role_taken_away_counts_from_the_next_page_on(
    administrator: Browser, new_browser: NewBrowser, make_person: MakePerson, landes: Network
) -> None:
    rose = make_person("rose@example.org", landes, Role.ADMINISTRATOR)
    other = new_browser()
    other.enter(rose.email)
    other.get(ACCOUNTS)
    administrator.get(page_of(rose))
    administrator.submit("Enregistrer les rôles", roles=["trainer"])
    assert other.send("GET", ACCOUNTS).status_code == 403


def test_a_new_link_is_shown_once(administrator: Browser, lea: Person) -> None:
    administrator.get(page_of(lea))
    page = administrator.submit("Faire un nouveau lien")
    assert shown_link(page)
    assert shown_link(administrator.get(page_of(lea))) is None


def test_somebody_of_another_network_too_is_not_in_the_administrators_hands(
    administrator: Browser, lea: Person, gers: Network, make_person: MakePerson
) -> None:
    make_person(lea.email, gers, Role.ADVISOR)
    page = administrator.get(page_of(lea))
    assert "un réseau que vous n’administrez pas" in page.text
    assert "Fermer le compte" not in page.text
    page = administrator.post(f"{page_of(lea)}/fermeture")
    assert "ne peut être ni modifié ni fermé d’ici" in page.text
    page = administrator.post(f"{page_of(lea)}/lien")
    assert shown_link(page) is None
    assert lea.account_state is AccountState.OPEN


def test_somebody_of_another_network_too_gets_their_link_by_mail_unseen(
    administrator: Browser, lea: Person, gers: Network, make_person: MakePerson, postbox: Postbox
) -> None:
    make_person(lea.email, gers, Role.ADVISOR)
    administrator.get(page_of(lea))
    page = administrator.submit("Envoyer un lien par e-mail")
    assert shown_link(page) is None
    assert "/lien/" not in page.data.decode()
    assert [letter.to for letter in postbox.letters] == [lea.email]


def test_people_of_another_network_do_not_exist(
    administrator: Browser, gaston: Person, gers: Network
) -> None:
    for network in ("landes", "gers"):
        page = f"/reseau/{network}/comptes/{gaston.id}"
        assert administrator.send("GET", page).status_code == 404
        for path in ("", "/lien", "/fermeture", "/reouverture"):
            administrator.post(f"{page}{path}", status=404)
    assert gaston.account_state is AccountState.OPEN


def test_a_trainer_opens_none_of_these_pages(browser: Browser, lea: Person, odile: Person) -> None:
    browser.enter(lea.email)
    for path in (ACCOUNTS, f"{ACCOUNTS}/invitation", page_of(odile)):
        assert browser.send("GET", path).status_code == 403
    for act in ("lien", "fermeture", "reouverture"):
        data = {"csrf_token": browser.csrf_token()}
        assert browser.send("POST", f"{page_of(odile)}/{act}", data=data).status_code == 403


def test_a_name_is_only_ever_text(administrator: Browser) -> None:
    names = ("<script>alert(1)</script>", "{{7*7}}", "=1+1", "O’Brien & fils")
    for number, name in enumerate(names):
        administrator.get(f"{ACCOUNTS}/invitation")
        who = {"email": f"rose{number}@example.org", "given_name": name, "family_name": "Pin"}
        assert administrator.submit("Inviter", who, roles=["trainer"]).heading == f"{name} Pin"
    people = administrator.get(ACCOUNTS).text
    assert [name for name in names if name not in people] == []


def test_somebody_with_an_account_joins_the_network_by_its_link_and_their_own_sign_in(
    administrator: Browser, new_browser: NewBrowser, gaston: Person, landes: Network
) -> None:
    administrator.get(f"{ACCOUNTS}/invitation")
    page = administrator.submit(
        "Inviter", email=gaston.email, given_name="G", family_name="D", roles=["trainer"]
    )
    link = shown_link(page)
    assert link
    assert "En attente" in page.text
    assert "connecté avec un autre compte" in administrator.get(link).text
    visitor = new_browser()
    page = visitor.get(link)
    assert page.heading == "Rejoindre Réseau des Landes"
    assert "Nouveau mot de passe" not in page.text
    visitor.follow("Se connecter")
    page = visitor.submit("Se connecter", email=gaston.email, password=PASSWORD)
    assert page.path == link
    assert gaston.roles_in(landes) == frozenset()
    page = visitor.submit("Rejoindre le réseau")
    assert "Vous avez rejoint Réseau des Landes" in page.text
    assert gaston.roles_in(landes) == {Role.TRAINER}
    visitor.get(link, status=410)


def test_an_invitation_to_an_account_is_mailed_as_one(
    administrator: Browser, gaston: Person, postbox: Postbox
) -> None:
    administrator.get(f"{ACCOUNTS}/invitation")
    administrator.submit("Inviter", email=gaston.email, given_name="G", family_name="D", roles=["trainer"])
    [letter] = postbox.letters
    assert letter.subject == "Un réseau vous invite sur Livret"
    assert "Réseau des Landes" in letter.body
    assert "/lien/" in letter.body


def test_an_account_that_has_not_joined_is_in_nobodys_hands(
    administrator: Browser, lea: Person, odile: Person, landes: Network
) -> None:
    withdraw_role(landes, lea, Role.TRAINER, now=NOON, by=odile)
    administrator.get(f"{ACCOUNTS}/invitation")
    page = administrator.submit(
        "Inviter", email=lea.email, given_name="L", family_name="D", roles=["trainer"]
    )
    assert "avait déjà un compte" in page.text
    assert "Fermer le compte" not in page.text
    page = administrator.post(f"{page_of(lea)}/fermeture")
    assert "n’a pas encore rejoint votre réseau" in page.text
    assert lea.account_state is AccountState.OPEN
