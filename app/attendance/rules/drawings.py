"""A signature drawn by hand: strokes of whole numbers in a box, never a picture that somebody sends."""

import json
from itertools import pairwise
from typing import Any, Final

from app.core.errors import RuleBroken
from app.core.language import N_

BOX: Final = (600, 200)
"""Width and height of the pad, in the units of a drawing."""

MOST_STROKES: Final = 60
MOST_POINTS: Final = 2_000
SHORTEST_INK: Final = 60
"""Units of line below which something was touched and not signed."""

LONGEST_SENT: Final = 40_000
"""Characters of a drawing as it is sent."""

Drawing = list[list[int]]
"""One list a stroke: x and y of each point in turn."""


class NotADrawing(RuleBroken):
    """What was sent is no signature drawn on our pad."""

    message = N_("La signature n’a pas été reçue entière. Effacez, puis signez à nouveau dans le cadre.")


class NothingDrawn(RuleBroken):
    """The pad is empty, or hardly touched."""

    message = N_("Signez dans le cadre, ou écrivez votre nom.")


def checked_drawing(sent: str) -> Drawing:
    """Return the strokes that were sent as JSON.

    :raises NothingDrawn: when there is no line to see.
    :raises NotADrawing: when it is anything else than a bounded number of points inside of the box.
    """
    if not sent.strip():
        raise NothingDrawn
    if len(sent) > LONGEST_SENT:
        raise NotADrawing
    try:
        strokes = json.loads(sent)
    except (ValueError, RecursionError) as mistake:
        raise NotADrawing from mistake
    if not isinstance(strokes, list) or len(strokes) > MOST_STROKES or not all(map(_is_stroke, strokes)):
        raise NotADrawing
    if sum(map(len, strokes)) > 2 * MOST_POINTS:
        raise NotADrawing
    if _ink(strokes) < SHORTEST_INK:
        raise NothingDrawn
    return strokes


def path_of(drawing: Drawing) -> str:
    """Return the drawing as the data of an SVG path, made of our own letters and of numbers alone."""
    return "".join(
        "".join(f"{'L' if rank else 'M'}{int(x)} {int(y)}" for rank, (x, y) in enumerate(_points(stroke)))
        for stroke in drawing
    )


def _is_stroke(stroke: Any) -> bool:
    if not isinstance(stroke, list) or len(stroke) < 2 or len(stroke) % 2:
        return False
    return all(type(number) is int and 0 <= number <= BOX[rank % 2] for rank, number in enumerate(stroke))


def _points(stroke: list[int]) -> list[tuple[int, int]]:
    return list(zip(stroke[::2], stroke[1::2], strict=True))


def _ink(strokes: Drawing) -> int:
    return sum(
        abs(to_x - from_x) + abs(to_y - from_y)
        for stroke in strokes
        for (from_x, from_y), (to_x, to_y) in pairwise(_points(stroke))
    )
