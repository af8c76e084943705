"""Signing in and out, links, and one's own account, by their pages."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.core.roles import Role
from app.people.models import Network, Person
from app.people.post import wait_for_letters
from app.people.services import make_link
from app.web.clock import now
from tests.browser_client import Browser
from tests.people.conftest import PASSWORD
from tests.postbox import LONG_ENOUGH, Postbox
from tests.web.test_redirects import ELSEWHERE

MakePerson = Callable[..., Person]
NewBrowser = Callable[[], Browser]
ANOTHER = "une autre phrase"


def credentials(browser: Browser, **fields: str) -> dict[str, str]:
    return {"email": "odile@example.org", "password": PASSWORD, "csrf_token": browser.csrf_token(), **fields}


def cookie(browser: Browser) -> str:
    found = browser._client.get_cookie("livret")
    assert found is not None
    return found.value


def test_somebody_signs_in_and_out(browser: Browser, odile: Person) -> None:
    browser.sign_in(odile.email, PASSWORD)
    assert "Mon compte" in browser.get("/mon-compte").text
    assert "Vous êtes déconnecté" in browser.sign_out().text
    browser.get("/mon-compte")
    assert browser.page is not None
    assert browser.page.path.startswith("/connexion")


def test_signing_in_leads_to_the_page_that_was_asked_for(browser: Browser, odile: Person) -> None:
    page = browser.get("/mon-compte/mot-de-passe")
    assert "Connectez-vous pour ouvrir cette page." in page.text
    page = browser.submit("Se connecter", email=odile.email, password=PASSWORD)
    assert page.path == "/mon-compte/mot-de-passe"


def test_signing_in_never_leads_to_another_host(new_browser: NewBrowser, odile: Person) -> None:
    # The rule is tried with every address; here it is enough that the page asks it.
    for address in ELSEWHERE[::10]:
        browser = new_browser()
        answer = browser.send("POST", "/connexion", data=credentials(browser, next=address))
        assert (answer.status_code, answer.headers["Location"]) == (302, "/"), address


def test_choosing_the_language_never_leads_to_another_host(browser: Browser) -> None:
    fields = {"csrf_token": credentials(browser)["csrf_token"], "language": "en", "next": "//evil.example"}
    assert browser.send("POST", "/langue", data=fields).headers["Location"] == "/"


def test_known_and_unknown_accounts_get_the_same_answer(new_browser: NewBrowser, odile: Person) -> None:
    answers = []
    for email in (odile.email, "nemo1@example.org"):
        browser = new_browser()
        fields = credentials(browser, email=email, password="pas le bon mot")
        answer = browser.send("POST", "/connexion", data=fields)
        assert answer.status_code == 422
        token = r'name="csrf_token" type="hidden" value="[^"]+"|name="csrf_token" value="[^"]+"'
        answers.append(re.sub(token, "", answer.text).replace(email, "…"))
    assert answers[0] == answers[1]
    assert "ne convient pas" in answers[0]


def test_the_sixth_try_is_told_to_wait(browser: Browser, odile: Person) -> None:
    for number in range(5):
        fields = credentials(browser, password="pas le bon mot")
        forged = {"X-Forwarded-For": f"198.51.100.{number}"}
        assert browser.send("POST", "/connexion", data=fields, headers=forged).status_code == 422
    answer = browser.send("POST", "/connexion", data=credentials(browser))
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "900"
    assert "Attendez 15 minutes" in answer.text


def test_five_wrong_passwords_of_somebody_else_keep_nobody_out(
    new_browser: NewBrowser, odile: Person
) -> None:
    """Not even in the same office, behind one address: this browser has been let in before."""
    owner, other = new_browser(), new_browser()
    owner.sign_in(odile.email, PASSWORD)
    owner.sign_out()
    for _each in range(5):
        other.send("POST", "/connexion", data=credentials(other, password="pas le bon mot"))
    assert other.send("POST", "/connexion", data=credentials(other)).status_code == 429
    owner.sign_in(odile.email, PASSWORD)


def test_a_browser_is_known_for_one_account_and_by_our_signature_alone(
    new_browser: NewBrowser, odile: Person, gaston: Person
) -> None:
    attacker = new_browser()
    attacker.sign_in(gaston.email, PASSWORD)
    attacker.sign_out()
    known = attacker._client.get_cookie("livret-known")
    assert known is not None
    assert known.http_only
    for _each in range(5):
        attacker.send("POST", "/connexion", data=credentials(attacker, password="pas le bon mot"))
    for value in (known.value, known.value[:-1], "x", f"{known.value}é"):
        attacker._client.set_cookie("livret-known", value)
        assert attacker.send("POST", "/connexion", data=credentials(attacker)).status_code == 429


def test_nothing_of_the_session_before_opens_the_one_after(browser: Browser, odile: Person) -> None:
    fields = credentials(browser)
    before = cookie(browser)
    browser.sign_in(odile.email, PASSWORD)
    after = cookie(browser)
    assert after != before
    refused = browser.send("POST", "/langue", data={"csrf_token": fields["csrf_token"], "language": "en"})
    assert refused.status_code == 400
    browser._client.set_cookie("livret", before)
    assert browser.send("GET", "/mon-compte").status_code == 302


def test_a_cookie_kept_after_signing_out_opens_nothing(browser: Browser, odile: Person) -> None:
    browser.sign_in(odile.email, PASSWORD)
    kept = cookie(browser)
    browser.sign_out()
    browser._client.set_cookie("livret", kept)
    assert browser.send("GET", "/mon-compte").status_code == 302


def test_signing_in_needs_the_token_of_the_form(browser: Browser, odile: Person) -> None:
    """Or another site could sign somebody in to an account of its own."""
    fields = {"email": odile.email, "password": PASSWORD}
    assert browser.send("POST", "/connexion", data=fields).status_code == 400


def test_an_empty_form_is_shown_again(browser: Browser) -> None:
    browser.get("/connexion")
    page = browser.submit("Se connecter", status=422)
    assert "L’adresse e-mail est obligatoire." in page.text
    assert "Le mot de passe est obligatoire." in page.text


def test_nonsense_for_an_address_is_refused(browser: Browser) -> None:
    for email in ("' OR 1=1 --", "x" * 5_000, "\x00", "é@è", "a@b.fr\r\nBcc: c@d.fr"):
        answer = browser.send("POST", "/connexion", data=credentials(browser, email=email))
        assert answer.status_code == 422, email


def test_a_password_of_a_megabyte_is_refused(browser: Browser, odile: Person) -> None:
    answer = browser.send("POST", "/connexion", data=credentials(browser, password="x" * 1_000_000))
    assert answer.status_code == 422


def test_an_invited_person_opens_their_account(
    browser: Browser, landes: Network, make_person: MakePerson
) -> None:
    lea = make_person("lea@example.org", landes, Role.TRAINER, is_open=False)
    token = make_link(lea, now=now())
    page = browser.get(f"/lien/{token}")
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "Lea Dupont" in page.text
    page = browser.submit("Enregistrer le mot de passe", password="court", again="court", status=422)
    assert "au moins 12 caractères" in page.text
    page = browser.submit("Enregistrer le mot de passe", password=ANOTHER, again="autre", status=422)
    assert "ne sont pas les mêmes" in page.text
    page = browser.submit("Enregistrer le mot de passe", password=ANOTHER, again=ANOTHER)
    assert "Votre mot de passe est enregistré" in page.text
    browser.sign_in("lea@example.org", ANOTHER)


def test_a_used_or_invented_link_says_that_it_is_gone(browser: Browser, odile: Person) -> None:
    token = make_link(odile, now=now())
    browser.get(f"/lien/{token}")
    browser.submit("Enregistrer le mot de passe", password=ANOTHER, again=ANOTHER)
    for each in (token, "x", "x" * 3_000):
        assert "Ce lien ne sert plus" in browser.get(f"/lien/{each}", status=410).text


def test_a_link_signs_out_who_is_signed_in_to_the_browser(
    browser: Browser, odile: Person, landes: Network, make_person: MakePerson
) -> None:
    lea = make_person("lea@example.org", landes, Role.TRAINER, is_open=False)
    token = make_link(lea, now=now())
    browser.sign_in(odile.email, PASSWORD)
    browser.get(f"/lien/{token}")
    browser.submit("Enregistrer le mot de passe", password=ANOTHER, again=ANOTHER)
    assert browser.send("GET", "/mon-compte").status_code == 302


def test_without_a_mail_server_the_page_names_who_can_help(browser: Browser) -> None:
    page = browser.get("/mot-de-passe-oublie")
    assert "la personne qui administre votre réseau" in page.text
    browser.post("/mot-de-passe-oublie", email="odile@example.org")


def test_who_forgot_their_password_gets_a_letter(browser: Browser, odile: Person, postbox: Postbox) -> None:
    answers = []
    for email in (odile.email, "nobody@example.org"):
        browser.get("/mot-de-passe-oublie")
        answers.append(browser.submit("Recevoir le lien", email=email).text)
        wait_for_letters(LONG_ENOUGH)
    assert answers[0] == answers[1]
    [letter] = postbox.letters
    assert letter.to == odile.email
    link = re.search(r"http://127\.0\.0\.1:8000(/lien/\S+)", letter.body)
    assert link
    assert "Choisir un nouveau mot de passe" in browser.get(link[1]).text


def test_nobody_is_flooded_with_letters(browser: Browser, odile: Person, postbox: Postbox) -> None:
    for _ in range(5):
        browser.post("/mot-de-passe-oublie", email=odile.email)
        wait_for_letters(LONG_ENOUGH)
    browser.post("/mot-de-passe-oublie", email=odile.email, status=429)
    wait_for_letters(LONG_ENOUGH)
    assert len(postbox.letters) == 5


def test_a_person_changes_their_name_and_language(browser: Browser, odile: Person) -> None:
    browser.sign_in(odile.email, PASSWORD)
    browser.get("/mon-compte")
    page = browser.submit("Enregistrer", given_name="  Odile  Anne ", language="en")
    assert page.root.get("lang") == "en"
    assert "Odile Anne Dupont" in page.text


def test_extra_fields_change_nothing(browser: Browser, odile: Person, landes: Network) -> None:
    browser.sign_in(odile.email, PASSWORD)
    fields = {"given_name": "O", "family_name": "D", "email": odile.email, "language": "fr", "id": "99"}
    browser.post(
        "/mon-compte", {**fields, "password_hash": "x", "disabled_at": "2022-01-01", "role": "trainer"}
    )
    assert odile.is_active
    assert odile.roles_in(landes) == {Role.ADMINISTRATOR}


def test_a_new_password_signs_the_other_browsers_out(new_browser: NewBrowser, odile: Person) -> None:
    phone, desktop = new_browser(), new_browser()
    phone.sign_in(odile.email, PASSWORD)
    desktop.sign_in(odile.email, PASSWORD)
    phone.get("/mon-compte/mot-de-passe")
    form: dict[str, Any] = {"current": PASSWORD, "password": ANOTHER, "again": ANOTHER}
    phone.submit("Changer de mot de passe", {**form, "current": "pas le bon"}, status=422)
    page = phone.submit("Changer de mot de passe", form)
    assert "Votre mot de passe est changé" in page.text
    assert desktop.send("GET", "/mon-compte").status_code == 302
    desktop.sign_in(odile.email, ANOTHER)


def test_a_person_signs_out_of_every_browser(new_browser: NewBrowser, odile: Person) -> None:
    phone, desktop = new_browser(), new_browser()
    phone.sign_in(odile.email, PASSWORD)
    desktop.sign_in(odile.email, PASSWORD)
    phone.get("/mon-compte")
    phone.submit("Me déconnecter de partout")
    for browser in (phone, desktop):
        assert browser.send("GET", "/mon-compte").status_code == 302


def test_the_language_chosen_before_signing_in_stays(browser: Browser, odile: Person) -> None:
    browser.get("/connexion")
    assert browser.submit("English").root.get("lang") == "en"
    browser.sign_in(odile.email, PASSWORD)
    assert odile.language == "en"
    browser.get("/mon-compte")
    assert browser.submit("Français").root.get("lang") == "fr"
    assert odile.language == "fr"


def test_an_unknown_language_is_refused(browser: Browser) -> None:
    browser.get("/connexion")
    browser.post("/langue", language="tlh", status=400)


def test_an_unknown_host_is_refused(app: Flask, monkeypatch: pytest.MonkeyPatch, browser: Browser) -> None:
    monkeypatch.setitem(app.config, "TRUSTED_HOSTS", ["livret.example.org"])
    good = browser.send("GET", "/connexion", base_url="https://livret.example.org")
    evil = browser.send("GET", "/connexion", base_url="https://evil.example")
    assert (good.status_code, evil.status_code) == (200, 400)
    assert "evil.example" not in evil.text
