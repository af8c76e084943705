"""The results of the Pix certification, as the State's ``import-pix-formation`` takes them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.core.identifiers import folded
from app.exchange.cells import email, optional, person_name, state_identifier
from app.exchange.choices import yes_or_no
from app.exchange.headers import Column
from app.exchange.parsing import Layout, Parsed
from app.exchange.tables import Cell, Table


@dataclass(frozen=True, slots=True)
class PixResultRow:
    """Whether one advisor holds Pix: found by identifier, else by names and e-mail together, in any case."""

    line: int
    first_name: str
    last_name: str
    email: str | None
    state_identifier: int | None
    has_pix: bool


def parse(table: Table) -> Parsed[PixResultRow]:
    """Return the results.

    :raises MissingColumns, DuplicateHeader, NoRows: when the table is no such file.
    """
    return _LAYOUT.parse(table)


def _identifier(value: Cell) -> int | None:
    """Return the identifier; the State's script reads 0 as « not known »."""
    return None if value in ("0", 0) and not isinstance(value, bool) else optional(state_identifier)(value)


def _keys(row: PixResultRow) -> Iterator[tuple[object, ...]]:
    if row.state_identifier is not None:
        yield "identifier", row.state_identifier
    if row.email is not None:
        yield "email", row.email
    if row.state_identifier is None and row.email is None:
        yield "names", folded(row.last_name), folded(row.first_name)


_LAYOUT: Final = Layout(
    columns=(
        Column("first_name", ("Prenom",), person_name),
        Column("last_name", ("Nom",), person_name),
        Column("email", ("Email",), optional(email)),
        Column("state_identifier", ("IdPG", "ID conseiller"), _identifier),
        Column("has_pix", ("Pix",), yes_or_no),
    ),
    make=PixResultRow,
    keys=_keys,
)
