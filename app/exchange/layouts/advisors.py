"""The State's two lists of advisors: ``export-cnfs_entre_….csv`` and the recruitment desk's « Conseillers »."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

from app.core.identifiers import folded
from app.exchange.cells import (
    MissingValue,
    email,
    optional,
    person_name,
    postal_code,
    shown,
    state_identifier,
    text,
)
from app.exchange.choices import yes_or_no
from app.exchange.headers import Column, header_key
from app.exchange.moments import french_date
from app.exchange.parsing import Layout, Parsed
from app.exchange.tables import Cell, Table

_DATABASE_KEY = re.compile(r"[0-9a-f]{24}", re.ASCII)
_ONLY_FOR_ADMINISTRATORS: Final = frozenset(
    {
        "id du conseiller",
        "id de la structure",
        "groupecra",
        "nombre de personnes accompagnees",
        "historique des groupes cra",
        "code postal du conseiller",
    }
)
"""Headings that only the administrators' variant of the export has."""
_NO_ACCOUNT: Final = "compte coop non cree"


@dataclass(frozen=True, slots=True)
class AdvisorRow:
    """One advisor as the State knows them.

    ``training_starts_on`` stands under « Date de recrutement » in the first list: there the State prints the start of
    the training, not the day of hiring.
    """

    line: int
    first_name: str
    last_name: str
    email: str
    host_name: str
    official_email: str | None
    state_identifier: int | None
    host_identifier: int | None
    postal_code: str | None
    training_starts_on: date | None
    contract_starts_on: date | None
    is_certified: bool | None


def parse(table: Table) -> Parsed[AdvisorRow]:
    """Return the advisors of either list; « Email professionnel » or « Email personnelle » marks the second.

    The first has a variant for administrators, in which the postal code is the advisor's and not the host's.

    :raises MissingColumns, DuplicateHeader, NoRows: when it is neither.
    """
    keys = {header_key(header) for header in table.headers}
    is_recruitment_list = "email" not in keys and not keys.isdisjoint(
        {"email professionnel", "email personnelle"}
    )
    if is_recruitment_list:
        return _RECRUITMENT_LIST.parse(table)
    return (_EXPORT if keys.isdisjoint(_ONLY_FOR_ADMINISTRATORS) else _ADMINISTRATORS_EXPORT).parse(table)


def _identifier(value: Cell) -> int | None:
    """Return the State's number; some versions print a key of its database under the same heading instead."""
    if isinstance(value, str) and _DATABASE_KEY.fullmatch(value.lower()):
        return None
    return optional(state_identifier)(value)


def _official_email(value: Cell) -> str | None:
    return None if folded(shown(value)) == _NO_ACCOUNT else optional(email)(value)


_NAMES: Final = (
    Column("first_name", ("Prénom",), person_name),
    Column("last_name", ("Nom",), person_name),
    Column("host_name", ("Nom de la structure",), text),
)
_IDENTIFIERS: Final = (
    Column("state_identifier", ("Id du conseiller", "Id conseiller", "IdPG"), _identifier, is_required=False),
    Column("host_identifier", ("Id de la structure", "Id structure"), _identifier, is_required=False),
)


def _make_from_export(**values: Any) -> AdvisorRow:
    return AdvisorRow(contract_starts_on=None, **values)


def _make_from_recruitment_list(personal_email: str | None, **values: Any) -> AdvisorRow:
    """Take the professional address before the personal one.

    :raises MissingValue: when there is neither.
    """
    address = values.pop("email") or personal_email
    if address is None:
        raise MissingValue
    return AdvisorRow(email=address, official_email=None, is_certified=None, **values)


def _keys(row: AdvisorRow) -> Iterator[tuple[str, object]]:
    yield "email", row.email
    if row.state_identifier is not None:
        yield "identifier", row.state_identifier


_EXPORT: Final = Layout(
    columns=(
        *_NAMES,
        *_IDENTIFIERS,
        Column("email", ("Email",), email),
        Column("official_email", ("Email @conseiller-numerique.fr",), _official_email, is_required=False),
        Column("postal_code", ("Code Postal",), optional(postal_code), is_required=False),
        Column("training_starts_on", ("Date de recrutement",), optional(french_date), is_required=False),
        Column("is_certified", ("Certification",), optional(yes_or_no), is_required=False),
    ),
    make=_make_from_export,
    keys=_keys,
)

_ADMINISTRATORS_EXPORT: Final = Layout(
    columns=tuple(column for column in _EXPORT.columns if column.field != "postal_code"),
    make=partial(_make_from_export, postal_code=None),
    keys=_keys,
)

_RECRUITMENT_LIST: Final = Layout(
    columns=(
        *_NAMES,
        *_IDENTIFIERS,
        Column("email", ("Email professionnel",), optional(email), is_required=False),
        Column(
            "personal_email", ("Email personnelle", "Email personnel"), optional(email), is_required=False
        ),
        Column("postal_code", ("Code postal de la structure",), optional(postal_code), is_required=False),
        Column("contract_starts_on", ("Date de début de contrat",), optional(french_date), is_required=False),
        Column(
            "training_starts_on", ("Date d’entrée en formation",), optional(french_date), is_required=False
        ),
    ),
    make=_make_from_recruitment_list,
    keys=_keys,
)
