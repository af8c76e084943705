"""The standards that the test browser checks: a sound page passes, and each fault is named."""

import pytest
from werkzeug import Request, Response
from werkzeug.test import Client

from tests.html_page import Page
from tests.page_standards import broken_standards

HEADERS = {"Content-Security-Policy": "default-src 'self'", "X-Content-Type-Options": "nosniff"}
FORM = """
<form action="/connexion" method="post">
  <input type="hidden" name="csrf_token" value="t">
  <label for="name">Nom</label> <input id="name" name="name" value="Léa">
  <label><input type="checkbox" name="agreed" value="yes" checked> D’accord</label>
  <label for="role">Rôle</label>
  <select id="role" name="role"><option value="a">Un</option><option value="b" selected>Deux</option></select>
  <button name="step" value="2">Continuer</button>
</form>
"""


def page_with(
    body: str = "", *, head: str = "<title>Bonjour – Livret</title>", lang: str = "fr", **headers: str
) -> Page:
    """A sound page around ``body``, as the browser receives it."""
    markup = (
        f'<!doctype html><html lang="{lang}"><head>{head}</head><body><h1>Bonjour</h1>{body}</body></html>'
    )

    @Request.application
    def answer(_request: Request) -> Response:
        sent = HEADERS | {name.replace("_", "-"): value for name, value in headers.items()}
        return Response(markup, mimetype="text/html", headers=sent)

    return Page(Client(answer).get("/page"))


def test_a_sound_page_breaks_nothing() -> None:
    assert broken_standards(page_with(FORM)) == []


@pytest.mark.parametrize(
    ("body", "remark"),
    [
        ("<p><div></div></p>", "invalid HTML"),
        ("<h1>Encore</h1>", "one h1 is expected"),
        ('<p id="a"></p><p id="a"></p>', "the id “a” is used 2 times"),
        ('<input name="naked">', "the field “naked” has no label"),
        ('<button name="mute"></button>', "the button “mute” has no text"),
        ('<form method="get"></form>', "a form needs an action"),
        ('<form action="/"></form>', "and a method"),
        ('<form action="/" method="post"></form>', "has no csrf_token"),
        ('<p style="color: red"></p>', "inline script or style in <p>"),
        ('<p onclick="go()"></p>', "inline script or style in <p>"),
        ("<script>go()</script>", "inline script or style in <script>"),
        ('<form action="/deconnexion" method="get"></form>', "is not no-store"),
    ],
)
def test_a_faulty_page_is_told_its_fault(body: str, remark: str) -> None:
    assert [found for found in broken_standards(page_with(body)) if remark in found]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("<div><p>Un</p>", "expected-one-end-tag-but-got-another"),
        ("<p><b>Un</p>", "unexpected-end-tag"),
        ("<p>Un</p></section>", "end-tag-too-early"),
        ('<p class="a" class="b">Un</p>', "duplicate-attribute"),
        ("<p>Un\x08 deux</p>", "invalid-codepoint"),
        ("<p>Un &eacute deux</p>", "named-entity-without-semicolon"),
        ('<a href="/?a=1&copy=2">Un</a>', "named-entity-without-semicolon"),
        (f"<div>{FORM.replace('</form>', FORM)}</div>", "unexpected-start-tag {'name': 'form'}"),
    ],
)
def test_each_kind_of_invalid_html_is_told_by_its_name(body: str, error: str) -> None:
    assert [found for found in page_with(body).parse_errors if error in found]


@pytest.mark.parametrize(
    ("second", "error"),
    [
        ("<li><a href='/'>Deux</li>", "end-tag-too-early {'name': 'li'}"),
        ('<li><a href="/?a=2&copy=2">Deux</a></li>', "named-entity-without-semicolon"),
        ('<li class="b" class="b"><a href="/?a=2">Deux</a></li>', "duplicate-attribute"),
    ],
)
def test_a_fault_in_the_second_of_two_lines_is_told(second: str, error: str) -> None:
    first = '<li><a href="/?a=1">Un</a></li>'
    assert page_with(f"<ul>{first}{first}</ul>").parse_errors == []
    assert [found for found in page_with(f"<ul>{first}{second}{first}</ul>").parse_errors if error in found]


def test_a_fault_in_the_second_of_two_rows_is_told() -> None:
    rows = "<tr><td><b>Un</b></td></tr>\n<tr><td><b>Deux</td></b></tr>"
    [fault, *_what_follows] = page_with(f"<table><tbody>{rows}</tbody></table>").parse_errors
    assert "unexpected-cell-end-tag {'name': 'td'}" in fault


def test_a_title_starts_with_the_heading() -> None:
    assert broken_standards(page_with(head="<title>Livret</title>")) == [
        "the title “Livret” does not start with the h1 “Bonjour”"
    ]


def test_a_page_speaks_one_of_the_two_languages() -> None:
    assert broken_standards(page_with(lang="en")) == []
    assert broken_standards(page_with(lang="de")) == ["<html lang> is 'de'"]


def test_a_page_whose_type_may_be_guessed_is_refused() -> None:
    page = page_with(X_Content_Type_Options="")
    assert broken_standards(page) == ["X-Content-Type-Options is not nosniff"]


def test_a_policy_that_allows_inline_code_is_refused() -> None:
    page = page_with(Content_Security_Policy="script-src 'unsafe-inline'")
    assert broken_standards(page) == ["the Content-Security-Policy is “script-src 'unsafe-inline'”"]


def test_a_form_sends_what_it_shows() -> None:
    [form] = page_with(FORM).forms
    assert form.values() == {"csrf_token": ["t"], "name": ["Léa"], "agreed": ["yes"], "role": ["b"]}


def test_a_form_takes_what_a_person_could_do_and_nothing_else() -> None:
    [form] = page_with(FORM).forms
    values = form.values()

    form.fill(values, "agreed", False)
    form.fill(values, "role", "a")

    assert values["agreed"] == []
    assert values["role"] == ["a"]
    with pytest.raises(AssertionError, match="does not offer"):
        form.fill(values, "role", "administrator")
    with pytest.raises(AssertionError, match="has no field “network_id”"):
        form.fill(values, "network_id", 7)


def test_the_text_is_what_a_person_reads() -> None:
    page = page_with("<p>12&nbsp;h<br>30</p><p hidden>Rien</p><script src='/a.js'></script>")
    assert page.text == "Bonjour 12 h 30"
