"""French spacing: no line of a page starts with « : », « ; », « ! », « ? » or « » », or ends with « « »."""

import re
from typing import Final

from babel.support import NullTranslations
from flask import has_request_context
from flask_babel import Domain, get_locale

# One space for every sign: our typeface lacks the narrow one of fine printing, which all but vanishes on screens.
_NO_BREAK_SPACE: Final = "\u00a0"
_PLACES: Final = re.compile(r" (?=[:;!?»]|%%)|(?<=«) ")


def french(sentence: str) -> str:
    """Return ``sentence`` with its spaces made unbreakable where French wants the sign to stay beside the word."""
    return _PLACES.sub(_NO_BREAK_SPACE, sentence)


def is_french_page() -> bool:
    """Return whether what is written now is a page in French, whose lines the browser fills."""
    return has_request_context() and str(get_locale()) == "fr"


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
        if is_french_page():
            return FRENCH
        translations: NullTranslations = super().get_translations()
        return translations


FRENCH: Final = FrenchSentences()
