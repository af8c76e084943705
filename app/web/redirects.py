"""Where a form may send somebody afterwards: to a page of Livret, whatever the address bar was made to say."""

import re
from typing import Final

# No backslash, no double slash, no character that a browser would drop or read as another: what is left stays here.
_LOCAL: Final = re.compile(r"(?!.*//)/[\w\-./?&=%+]*", re.ASCII)

_LONGEST: Final = 1_000


def local_path(asked_for: str | None) -> str | None:
    """Return the path when it leads to a page of this application, otherwise None."""
    if asked_for and len(asked_for) <= _LONGEST and _LOCAL.fullmatch(asked_for):
        return asked_for
    return None
