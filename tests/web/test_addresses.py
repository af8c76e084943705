"""Whatever an address asks, the answer is a page."""

from itertools import cycle
from urllib.parse import parse_qs, urlsplit

from flask import Flask

from app.demonstration.people import STAFF
from app.people.models import Network, Person
from app.web.paging import Page
from tests.browser_client import Browser

QUESTION = "endpoint=x&_method=POST&_scheme=javascript&_external=1&_anchor=x&network_code=gers&self=1"
LISTS = ("conseillers", "comptes", "structures", "certificats", "seances", "recrutements-tardifs")

UNTYPED = ("%00", "%0a", "%1b", "%7f", "%c2%85")
ADDRESSES = (
    "/reseau/{}/conseillers",
    "/reseau/land{}es/seances",
    "/reseau/landes/fichiers/essai/{}",
    "/reseau/landes/fichiers/importer/{}",
    "/reseau/landes/examens/blocs/{}/x",
    "/reseau/landes/examens/blocs/REMN/{}",
    "/lien/{}",
    "/mon-compte/adresse/{}",
    "/verifier/{}/{}",
)


def test_a_question_that_means_something_to_the_framework_means_nothing_in_a_list(
    browser: Browser, demo_app: Flask
) -> None:
    # On the demonstration: an empty list has no headings to sort by, and no pages.
    browser.enter(STAFF[0][0])
    for name in LISTS:
        page = browser.get(f"/reseau/landes/{name}?{QUESTION}")
        left = [href for href in page.links().values() if not href.startswith(("/", "#"))]
        assert left == []
        assert not [href for href in page.links().values() if href.startswith("/reseau/gers")]


def test_another_page_of_a_list_keeps_what_was_asked(app: Flask, landes: Network) -> None:
    asked = "/reseau/landes/comptes?q=l%C3%A9a+%26&role=trainer&page=2&empty="
    with app.test_request_context(asked):
        address = urlsplit(Page(2, 200).url(3))
    assert address.path == "/reseau/landes/comptes"
    assert parse_qs(address.query) == {"q": ["léa &"], "role": ["trainer"], "page": ["3"]}


def test_no_address_holds_a_character_that_nobody_types(browser: Browser, odile: Person) -> None:
    """PostgreSQL takes no NUL in a text at all."""
    browser.enter(odile.email)
    addresses = [path.format(each, each) for path, each in zip(ADDRESSES, cycle(UNTYPED), strict=False)]
    answers = {address: browser.send("GET", address).status_code for address in addresses}
    assert {address: status for address, status in answers.items() if status != 404} == {}


def test_an_address_may_hold_any_letter(browser: Browser) -> None:
    page = browser.get("/verifier/LANDES%C2%A02022-0001/%C3%89", status=404)
    assert page.heading == "Vérifier un certificat"
