"""What stands in addresses: only ids that a row can have, and only characters that somebody can type."""

import unicodedata
from typing import Final

from flask import Flask
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter, ValidationError

LARGEST_ID: Final = 2_147_483_647
"""The largest number that an id of the database can be; a larger one would be an error there, not an absent row."""


class RowIdConverter(IntegerConverter):
    """Reads ``<int:…>`` of an address; an id that no row can have makes an address that does not exist."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_ID)


class TypedTextConverter(UnicodeConverter):
    """Reads ``<…>`` of an address; a control character, which a database may refuse, makes one that does not exist."""

    def to_python(self, value: str) -> str:
        """Return the text as it stands.

        :raises ValidationError: when it holds a control character; the answer is then 404.
        """
        if any(unicodedata.category(character) == "Cc" for character in value):
            raise ValidationError
        return value


def install_addresses(app: Flask) -> None:
    """Let the addresses of ``app`` hold only what can be meant. Before any route is added."""
    app.url_map.converters["int"] = RowIdConverter
    app.url_map.converters["default"] = app.url_map.converters["string"] = TypedTextConverter


def row_id(typed: str) -> int:
    """Read an id that comes as a question of the address (``?promotion=3``).

    :raises ValueError: when no row can have it.
    """
    number = int(typed)
    if not 0 <= number <= LARGEST_ID:
        raise ValueError("no row has this id")
    return number
