"""French spacing: no line of a page starts with « : », « ; », « ! », « ? » or « » », or ends with « « »."""

import re
from functools import lru_cache
from typing import Final

from babel.support import NullTranslations
from flask import Flask, g, has_request_context
from flask_babel import Babel, Domain, get_locale

# One space for every sign: our typeface lacks the narrow one of fine printing, which all but vanishes on screens.
_NO_BREAK_SPACE: Final = "\u00a0"
_PLACES: Final = re.compile(r" (?=[:;!?»]|%%)|(?<=«) ")
_OF_PAGE: Final = "_flask_babel"
"""Where Flask-Babel keeps what it knows of a page; it forgets the sentences there when another language is forced."""


def install_sentences(app: Flask, babel: Babel) -> None:
    """Let the pages of ``app`` speak with these sentences; a page asks for hundreds."""
    sentences = babel.domain_instance = Sentences()
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # given by the extension for translations
        gettext=lambda one: sentences.get_translations().ugettext(one),
        ngettext=lambda one, many, n: sentences.get_translations().ungettext(one, many, n),
        newstyle=True,
    )


def french(sentence: str) -> str:
    """Return ``sentence`` with its spaces made unbreakable where French wants the sign to stay beside the word."""
    return _PLACES.sub(_NO_BREAK_SPACE, sentence)


def is_french_page() -> bool:
    """Return whether what is written now is a page in French, whose lines the browser fills."""
    return has_request_context() and str(get_locale()) == "fr"


@lru_cache(maxsize=4096)
def _of_source(sentence: str) -> str:
    # The sentences of the source are few, and each is asked for again and again.
    return french(sentence)


class FrenchSentences(NullTranslations):
    """The sentences of the source, which are French already."""

    def gettext(self, message: str) -> str:
        """Return ``message``."""
        return self.written(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the singular or the plural; zero is singular, as in every French sentence."""
        return self.written(msgid1 if n < 2 else msgid2)

    ugettext = gettext
    ungettext = ngettext

    def written(self, sentence: str) -> str:
        """Return a sentence as its reader gets it."""
        return sentence


class PrintedFrench(FrenchSentences):
    """The same, spaced as French is printed."""

    def written(self, sentence: str) -> str:
        """Return a sentence with its spaces made unbreakable."""
        return _of_source(sentence)


class Sentences(Domain):
    """What pages say: the catalogue of the reader's language, or the French of the source.

    A terminal, which knows nothing of lines to fill, keeps plain spaces.
    """

    def get_translations(self) -> NullTranslations:
        """Return the sentences in the language of the page."""
        if not has_request_context():
            return self._chosen()
        chosen: NullTranslations | None = getattr(g.get(_OF_PAGE), "babel_translations", None)
        if chosen is None:
            chosen = self._chosen()
            g.get(_OF_PAGE).babel_translations = chosen
        return chosen

    def _chosen(self) -> NullTranslations:
        if str(get_locale()) == "fr":
            return PRINTED if has_request_context() else PLAIN
        translations: NullTranslations = super().get_translations()
        return translations


PLAIN: Final = FrenchSentences()
PRINTED: Final = PrintedFrench()
