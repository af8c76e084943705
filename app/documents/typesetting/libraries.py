"""Lets WeasyPrint load Pango and its other libraries without starting a compiler.

WeasyPrint asks for each library by several names, those of Windows first. For a name that Linux does not know, ctypes
starts ldconfig, gcc and ld one after the other: more than fifty processes, before a command of Livret does anything.
By its own name, such as ``libpango-1.0.so.0``, the system's loader finds each of them at once. On macOS nothing is
started, and where Homebrew keeps the libraries is known to ctypes alone.
"""

from __future__ import annotations

import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def _found_nowhere(name: str) -> str | None:  # noqa: ARG001  (It stands in for a function that looks at it.)
    return None


@contextmanager
def _left_to_the_loader() -> Iterator[None]:
    if sys.platform != "linux":
        yield
        return
    search = ctypes.util.find_library
    ctypes.util.find_library = _found_nowhere
    try:
        yield
    finally:
        ctypes.util.find_library = search


with _left_to_the_loader():
    from weasyprint import Attachment

__all__ = ["Attachment"]
