"""French sentences are spaced as French is printed; nothing else is touched."""

import pytest
from flask import Flask
from flask_babel import force_locale, gettext, ngettext

from app.web.typography import french


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Rien n’est perdu : tout est là", "Rien n’est perdu\u00a0: tout est là"),
        ("oui ; non", "oui\u00a0; non"),
        ("Oublié ? Perdu !", "Oublié\u00a0? Perdu\u00a0!"),
        ("la page « Comptes »", "la page «\u00a0Comptes\u00a0»"),
        ("100 %% de %(name)s", "100\u00a0%% de %(name)s"),
    ],
)
def test_a_sign_never_leaves_its_word(written: str, printed: str) -> None:
    assert french(written) == printed


@pytest.mark.parametrize(
    "plain", ["", "deux mots", "12:30", "%(done)s sur %(total)s", "http://exemple.fr/?a=b;c"]
)
def test_everything_else_stays_as_it_is(plain: str) -> None:
    assert french(plain) == plain


def test_pages_speak_spaced_french_and_plain_english(app: Flask) -> None:
    with app.test_request_context():
        with force_locale("fr"):
            assert gettext("Mot de passe oublié ?") == "Mot de passe oublié\u00a0?"
            assert ngettext("%(num)s correction.", "%(num)s corrections.", 0) == "0 correction."
        with force_locale("en"):
            assert gettext("Mot de passe oublié ?") == "Forgotten your password?"


def test_nothing_is_singular_on_a_terminal_and_in_a_letter_too_without_spaces_to_print(app: Flask) -> None:
    with app.app_context(), force_locale("fr"):
        counted = [ngettext("%(num)s ligne ajoutée", "%(num)s lignes ajoutées", count) for count in (0, 1, 2)]
        assert counted == ["0 ligne ajoutée", "1 ligne ajoutée", "2 lignes ajoutées"]
        assert gettext("Mot de passe oublié ?") == "Mot de passe oublié ?"


def test_a_page_takes_its_language_up_again_after_words_in_another(app: Flask) -> None:
    asked, said = "Mot de passe oublié ?", []
    with app.test_request_context(headers={"Accept-Language": "en"}):
        said.append(gettext(asked))
        with force_locale("fr"):
            said.append(gettext(asked))
        said.append(gettext(asked))

    assert said == ["Forgotten your password?", "Mot de passe oublié\u00a0?", "Forgotten your password?"]
