"""Measures the XML parts of a workbook: how far the filled cells reach and how much text they show."""

import re
from collections import Counter
from typing import Final
from xml.parsers import expat

from app.exchange.refusals import DamagedWorkbook, TooManyCells, TooManyRows
from app.exchange.tables import MAX_ROWS

MAX_CELLS: Final = 1_000_000
MAX_LAST_ROW: Final = 2 * MAX_ROWS
"""The last row that may be filled: blank rows in between are no mistake."""

MAX_ELEMENTS: Final = 2_000_000
"""Elements of all the parts together: each costs time, filled or not."""

MAX_SHOWN_CHARACTERS: Final = 50_000_000
"""Characters of shared texts, counted once for each cell that shows them."""

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
_NO_DIGIT = re.compile(r"[^0-9]+")
_COUNT_DIGITS: Final = 12
_ROW_NUMBER = re.compile(r"[1-9]\d{0,6}", re.ASCII)


class Measures:
    """What was found in all the parts of one workbook."""

    def __init__(self) -> None:
        self._text_lengths: dict[int, int] = {}
        self._shown: Counter[int] = Counter()
        self._elements = 0

    def take(self, content: bytes) -> None:
        """Measure one part.

        :raises DamagedWorkbook: when it is not well-formed, or declares a document type: no workbook needs one,
            and entities that grow or point to files are declared there.
        :raises TooManyCells: when its filled cells reach too far, and at once when there are too many elements.
        :raises TooManyRows: when a cell far below the others is filled.
        """
        part = _Part(self._elements)
        try:
            part.parser.Parse(content, True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise DamagedWorkbook from error
        part.check_extent()
        self._elements = part.elements
        self._shown.update(part.shown)
        for index, length in enumerate(part.text_lengths):
            self._text_lengths[index] = max(length, self._text_lengths.get(index, 0))

    def check(self) -> None:
        """Refuse a workbook whose cells repeat long shared texts too often.

        :raises TooManyCells: when they would take too much memory.
        """
        total = sum(self._text_lengths.get(index, 0) * times for index, times in self._shown.items())
        if total > MAX_SHOWN_CHARACTERS:
            raise TooManyCells(limit=MAX_CELLS)


class _Part:
    """One pass over one part; cells and rows without a reference follow the one before, as the format says."""

    def __init__(self, elements_before: int) -> None:
        self.elements = elements_before
        self.text_lengths: list[int] = []
        self.shown: Counter[int] = Counter()
        self._row = self._column = 0
        self._last_row = self._last_column = 0
        self._shows_shared_text = False
        self._value: list[str] | None = None
        self._is_in_shared_text = False
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._refuse_document_type

    def check_extent(self) -> None:
        if self._last_row * self._last_column > MAX_CELLS:
            raise TooManyCells(limit=MAX_CELLS)
        if self._last_row > MAX_LAST_ROW:
            raise TooManyRows(limit=MAX_ROWS)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise TooManyCells(limit=MAX_CELLS)
        for attribute in attributes:
            if attribute[-5:].lower() == "count":
                _check_count(attributes[attribute])
        match name.rpartition(":")[2]:
            case "row":
                self._row = _row_number(attributes["r"]) if "r" in attributes else self._row + 1
                self._column = 0
            case "c":
                self._enter_cell(attributes)
            case "v" | "is" | "f":
                self._last_row = max(self._last_row, self._row)
                self._last_column = max(self._last_column, self._column)
                self._value = []
            case "si":
                self._is_in_shared_text = True
                self.text_lengths.append(0)

    def _enter_cell(self, attributes: dict[str, str]) -> None:
        self._shows_shared_text = attributes.get("t") == "s"
        if "r" in attributes:
            self._row, self._column = _position(attributes["r"])
        else:
            self._column += 1

    def _end(self, name: str) -> None:
        match name.rpartition(":")[2]:
            case "v":
                written = "".join(self._value or ())
                if self._shows_shared_text and written.isdecimal():
                    self.shown[int(written)] += 1
                self._value = None
            case "si":
                self._is_in_shared_text = False

    def _characters(self, text: str) -> None:
        if self._is_in_shared_text:
            self.text_lengths[-1] += len(text)
        elif self._value is not None:
            self._value.append(text)

    def _refuse_document_type(self, *_declaration: object) -> None:
        raise DamagedWorkbook


def _check_count(written: str) -> None:
    """Refuse a number of parts that is declared too large: the reader reserves memory for it, unseen."""
    digits = _NO_DIGIT.sub("", written)
    if len(digits) > _COUNT_DIGITS or int(digits or 0) > MAX_CELLS:
        raise TooManyCells(limit=MAX_CELLS)


def _position(reference: str) -> tuple[int, int]:
    found = _REFERENCE.fullmatch(reference)
    if not found:
        raise DamagedWorkbook
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def _row_number(written: str) -> int:
    if not _ROW_NUMBER.fullmatch(written):
        raise DamagedWorkbook
    return int(written)
