"""Reads words of an address."""

from enum import StrEnum
from typing import TypeVar

from app.core.errors import NotFound

Word = TypeVar("Word", bound=StrEnum)


def chosen(words: type[Word], written: str) -> Word:
    """Return the word that an address names.

    :raises NotFound: when it is none of them.
    """
    try:
        return words(written)
    except ValueError as error:
        raise NotFound from error
