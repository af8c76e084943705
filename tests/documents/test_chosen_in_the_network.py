"""People whose certificates are due are ticked in the table of the network, and go through the same gate."""

from collections.abc import Callable

import pytest

from app.documents.queries import register_of_certificates
from app.people.models import Person
from tests.browser_client import Browser
from tests.documents.ceremony import Ceremony

TABLE = "/reseau/landes/conseillers"
pytestmark = pytest.mark.usefixtures("quick_paper")


def test_who_is_ticked_in_the_table_stands_before_the_gate_and_nobody_else(
    ceremony: Ceremony, browser_of: Callable[[Person], Browser]
) -> None:
    browser, (_, barrere, _) = browser_of(ceremony.odile), ceremony.advisors

    browser.get(TABLE)
    gate = browser.submit("Préparer leurs certificats", results=[str(ceremony.result_of(barrere).id)])

    assert gate.heading == "Contrôle avant impression"
    assert "Barrère" in gate.text
    assert "1 prêt." in gate.text
    assert "Aubert" not in gate.text
    assert register_of_certificates(ceremony.network) == []


def test_nobody_ticked_is_said_as_such(ceremony: Ceremony, browser_of: Callable[[Person], Browser]) -> None:
    browser = browser_of(ceremony.odile)

    browser.get(TABLE)

    assert "Personne n’est coché" in browser.submit("Préparer leurs certificats").text


def test_only_who_is_due_can_be_ticked(ceremony: Ceremony, browser_of: Callable[[Person], Browser]) -> None:
    ceremony.newcomer("Dubos")
    aubert, *others = ceremony.advisors
    ceremony.issue(ceremony.result_of(aubert))
    browser = browser_of(ceremony.odile)

    page = browser.get(TABLE)

    offered = {each.get("value") for each in page.elements("input") if each.get("name") == "results"}
    assert offered == {str(ceremony.result_of(each).id) for each in others}
    ceremony.issue()
    assert "Préparer leurs certificats" not in browser.get(TABLE).text
