"""French spacing: no line of a page starts with « : », « ; », « ! », « ? » or « » », or ends with « « »."""

import re
from typing import Final

from babel.support import NullTranslations
from flask import has_request_context
from flask_babel import Domain, get_locale

# As the Imprimerie nationale sets them: narrow before the high signs, full before a colon and inside quotes.
_SPACES: Final = (
    (re.compile(r" (?=[;!?])"), "\u202f"),
    (re.compile(r" (?=[:»]|%%)|(?<=«) "), "\u00a0"),
)


def french(sentence: str) -> str:
    """Return ``sentence`` with its spaces made unbreakable where French wants the sign to stay beside the word."""
    for place, space in _SPACES:
        sentence = place.sub(space, sentence)
    return sentence


class FrenchSentences(NullTranslations):
    """The sentences of the source, which are French already, spaced as French is printed."""

    def gettext(self, message: str) -> str:
        """Return ``message``."""
        return french(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the singular or the plural; zero is singular, as in every French sentence."""
        return french(msgid1 if n < 2 else msgid2)

    ugettext = gettext
    ungettext = ngettext


class Sentences(Domain):
    """What pages say: the catalogue of the reader's language, or the French of the source.

    A terminal, which knows nothing of lines to fill, keeps plain spaces.
    """

    def get_translations(self) -> NullTranslations:
        """Return the sentences in the language of the page."""
        if has_request_context() and str(get_locale()) == "fr":
            return FRENCH
        translations: NullTranslations = super().get_translations()
        return translations


FRENCH: Final = FrenchSentences()
