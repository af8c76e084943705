"""Whether a colour can be read on paper.

Source: WCAG 2.2, success criterion 1.4.3 and the definitions of contrast ratio and of relative luminance.
"""

import re
from typing import Final

LEAST_CONTRAST: Final = 4.5
"""The least contrast ratio of text with the paper, which is white."""

_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")


def is_colour(text: str) -> bool:
    """Return whether a text names a colour as ``#174a3b``."""
    return _COLOUR.fullmatch(text) is not None


def contrast_with_paper(colour: str) -> float:
    """Return the contrast ratio of a colour with white, from 1 to 21."""
    return 1.05 / (_luminance(colour) + 0.05)


def is_readable(colour: str) -> bool:
    """Return whether text of this colour can be read on paper."""
    return contrast_with_paper(colour) >= LEAST_CONTRAST


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
