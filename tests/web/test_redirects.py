"""Where a form may send somebody: nowhere but to Livret."""

import pytest

from app.web.redirects import local_path

ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "https://evil.example",
    "HTTPS://evil.example",
    "http:evil.example",
    "http:/evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "evil.example",
    " //evil.example",
    "/ /evil.example",
    "/..//evil.example",
    "/connexion//evil.example",
    "/@evil.example:80",
    "/\x00/evil.example",
    "/％2fevil.example",
    "/page\nSet-Cookie: a=b",
    "/page\n",
    "/réseau",
    "",
    "/" + "a" * 2_000,
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_an_address_that_could_lead_elsewhere_is_refused(address: str) -> None:
    assert local_path(address) is None


@pytest.mark.parametrize(
    "address", ["/", "/reseau/landes", "/reseau/landes?page=2&q=l%C3%A9a+m", "/mon-compte"]
)
def test_a_page_of_livret_is_let_through(address: str) -> None:
    assert local_path(address) == address


def test_nothing_asked_for_leads_nowhere() -> None:
    assert local_path(None) is None
