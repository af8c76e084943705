"""Reads CSV as it comes from Excel on a French machine: encoding and separator are found, never asked for."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from app.exchange.refusals import BrokenQuotes, GarbledText, NotATable, WrongEncoding

_BYTE_ORDER_MARKS: Final = (
    # The mark of UTF-32 starts with that of UTF-16 and must come first.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_DESTROYED = re.compile(r"\ufffd|Ã[\u0080-\u00bfƒ‚„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€]|â€[\u0080-\u00bf™œ˜“”¦]")
"""UTF-8 that was taken for Windows-1252 and saved again; no French text holds these pairs of characters."""
_CONTEXT: Final = 8
_SEPARATOR_LINE = re.compile(r'"?sep=([;,\t])"?\r?\n', re.IGNORECASE)
"""The line that tells Excel, and Excel alone, which separator the file uses."""


def read_text_records(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the physical line on which it starts, counted from 1.

    :raises WrongEncoding, GarbledText: when the text cannot be trusted.
    :raises NotATable: when its first line separates no columns.
    :raises BrokenQuotes: when a quotation mark is not closed.
    """
    text = decode(data)
    if not text.strip():
        return
    announced = _SEPARATOR_LINE.match(text)
    delimiter = announced[1] if announced else find_delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for record in reader:
            if not (announced and line == 1):
                yield line, record
            line = reader.line_num + 1
    except csv.Error as error:
        raise BrokenQuotes(line=line) from error


def decode(data: bytes) -> str:
    """Return the text: by its byte order mark, else as strict UTF-8, else as Windows-1252.

    Guessing by statistics was tried and took Windows-1252 for Windows-1250; these three steps were right each time.

    :raises WrongEncoding: when the bytes are no such text, or hold characters that no text has.
    :raises GarbledText: when the accents were destroyed before.
    """
    text = _decoded(data)
    if _CONTROL.search(text):
        raise WrongEncoding
    if destroyed := _DESTROYED.search(text):
        line = text.count("\n", 0, destroyed.end()) + 1
        raise GarbledText(line=line, sample=_around(text, destroyed))
    return text


def _around(text: str, found: re.Match[str]) -> str:
    """Return what was found with a few characters of its line on both sides, for people to find it again."""
    before = text[max(found.start() - _CONTEXT, 0) : found.start()].splitlines()[-1:]
    after = text[found.end() : found.end() + _CONTEXT].splitlines()[:1]
    return "".join([*before, found[0], *after]).strip()


def _decoded(data: bytes) -> str:
    marked = next((encoding for mark, encoding in _BYTE_ORDER_MARKS if data.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "cp1252"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WrongEncoding


def find_delimiter(text: str) -> str:
    """Return the separator of columns used in the headings, outside of quotation marks.

    A comma may belong to a French heading, a semicolon or a tabulation never does, so the comma comes last.

    :raises NotATable: when there is none.
    """
    heading = _first_line(text)
    semicolons, tabulations = heading.count(";"), heading.count("\t")
    if semicolons or tabulations:
        return ";" if semicolons >= tabulations else "\t"
    if "," in heading:
        return ","
    raise NotATable


def _first_line(text: str) -> str:
    """Return the first line that is not blank, without what is quoted, though a quoted cell may span several lines."""
    unquoted = re.sub(r'"[^"]*"', "", text.lstrip("\r\n "), count=1000)
    return re.split(r"[\r\n]", unquoted, maxsplit=1)[0]
