"""In which language a terminal is answered."""

import pytest

from app.web.language import choose_locale, language_of_terminal


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "fr"),
        ({"LANG": "C.UTF-8"}, "fr"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "en_GB"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": ""}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "fr"),
    ],
    ids=str,
)
def test_the_first_variable_that_is_set_decides(environment: dict[str, str], language: str) -> None:
    assert language_of_terminal(environment) == language


def test_what_nobody_reads_is_french(monkeypatch: pytest.MonkeyPatch) -> None:
    """A letter or a paper made in the background has no reader in front of it, whatever the server speaks."""
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert choose_locale() == "fr"
