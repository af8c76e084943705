"""Which group, cohort or employer a file or a command means by its name."""

import re
from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from app.core.identifiers import folded

_DASHES: Final = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_APOSTROPHES: Final = re.compile("[\u2018\u2019\u201b\u02bc\u02b9\u2032`\u00b4]")

Named = TypeVar("Named")


def name_key(name: str) -> str:
    """Return what the ways of writing one name have in common: no case, accent, kind of dash or apostrophe, blanks."""
    # The acute accent that stands alone would be folded into a blank.
    plain = _APOSTROPHES.sub("'", name)
    return folded(_DASHES.sub("-", plain))


def called(name: str, among: Iterable[Named], name_of: Callable[[Named], str]) -> list[Named]:
    """Return those who are meant by a name: several when it leaves that open.

    Where some are called so but for case, accents and blanks, nobody else is meant.
    """
    meant = [each for each in among if name_key(name_of(each)) == name_key(name)]
    return [each for each in meant if folded(name_of(each)) == folded(name)] or meant
