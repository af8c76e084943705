"""The results of the CCP1: the certifier's workbook, or the CSV that the State's script made of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.exchange.cells import email, optional, person_name, state_identifier
from app.exchange.choices import yes_or_no
from app.exchange.headers import Column, header_key
from app.exchange.moments import french_date
from app.exchange.parsing import Layout, NobodyNamed, Parsed
from app.exchange.refusals import MisplacedColumn, MissingColumns, NoHeadings
from app.exchange.tables import Table

SHEET_CONTAINING: Final = "CCP1 REMN"


@dataclass(frozen=True, slots=True)
class Ccp1ResultRow:
    """Whether one advisor obtained the CCP1. The identifier decides who is meant; it or the e-mail is there.

    In the State's own CSV the two names stand under each other's heading, so names are compared in any order.
    """

    line: int
    state_identifier: int | None
    last_name: str | None
    first_name: str | None
    email: str | None
    is_certified: bool
    jury_on: date | None

    def __post_init__(self) -> None:
        if self.state_identifier is None and self.email is None:
            raise NobodyNamed


def parse(table: Table) -> Parsed[Ccp1ResultRow]:
    """Return the results: by heading when all are known, else, in a workbook, by position as the State's script does.

    :raises MissingColumns, DuplicateHeader, NoRows: when a text has not these headings.
    :raises MisplacedColumn, NoHeadings: when a sheet read by position contradicts it.
    """
    try:
        return _LAYOUT.parse(table)
    except MissingColumns:
        if table.sheet is None:
            raise
    return _LAYOUT.parse_at(table, _positions(table.headers))


def _positions(headers: tuple[str, ...]) -> dict[str, int]:
    """Return the State's positions, having made sure that no heading contradicts them."""
    keys = [header_key(header) for header in headers]
    if keys[0].isdecimal() or any("@" in header for header in headers):
        raise NoHeadings(sample=headers[0])
    positions = {}
    for expected, column in enumerate(_LAYOUT.columns):
        known = {header_key(heading) for heading in column.headings}
        found = next((place for place, key in enumerate(keys) if key in known), None)
        if column.is_required and found not in (None, expected):
            raise MisplacedColumn(header=headers[found or 0], position=expected + 1)
        if column.is_required and expected >= len(headers):
            raise MissingColumns(
                missing=f"« {column.heading} »", found=", ".join(f"« {h} »" for h in headers if h)
            )
        if column.is_required or found is not None:
            positions[column.field] = expected if column.is_required else found or 0
    return positions


def _keys(row: Ccp1ResultRow) -> Iterator[tuple[str, object]]:
    if row.state_identifier is not None:
        yield "identifier", row.state_identifier
    if row.email is not None:
        yield "email", row.email


_LAYOUT: Final = Layout(
    # In the order of the State's script, which goes by position: 1 idPG, 2 nom, 3 prénom, 4 email, 5 certifié.
    columns=(
        Column("state_identifier", ("idPG", "ID conseiller"), optional(state_identifier)),
        Column("last_name", ("nom",), optional(person_name)),
        Column("first_name", ("prénom",), optional(person_name)),
        Column("email", ("email", "mail"), optional(email)),
        Column("is_certified", ("certifié", "certifie CCP1", "CCP1"), yes_or_no),
        Column("jury_on", ("Date du jury",), optional(french_date), is_required=False),
    ),
    make=Ccp1ResultRow,
    keys=_keys,
)
