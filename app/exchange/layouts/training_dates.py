"""The training dates of recruits, by the rules of the State's own import (``import-recrutes``)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from app.core.errors import RuleBroken
from app.core.identifiers import folded
from app.core.language import N_
from app.exchange.cells import email, is_blank, optional, shown, state_identifier
from app.exchange.choices import parcours
from app.exchange.headers import Column
from app.exchange.layouts.template import Template
from app.exchange.moments import french_date
from app.exchange.parsing import Layout, Parsed
from app.exchange.tables import Cell, Table
from app.training.rules import check_dates_in_order

FIRST_DAY: Final = date(2020, 11, 17)
"""The scheme was announced on this day; the State refuses earlier trainings."""


class TrainingNote(StrEnum):
    """What the comment says; the State's import knows these and no other."""

    NONE = "none"
    EXEMPT = "exempt"
    SEPTEMBER = "september"


class UnknownComment(RuleBroken):
    """The comment is none that the State's import knows."""

    message = N_("« %(value)s » : le commentaire est vide, « exempté » ou « Formation en septembre ».")


class SeemsUntrained(RuleBroken):
    """The training starts and ends on one day and no comment says why."""

    message = N_(
        "L’ID conseiller %(identifier)s semble non formé : sa formation commence et finit le %(day)s. Corrigez les "
        "dates, ou écrivez « exempté » ou « Formation en septembre » en commentaire."
    )


class BeforeTheScheme(RuleBroken):
    """The training would start before the scheme existed."""

    message = N_("La formation ne peut pas commencer le %(day)s, avant le %(first_day)s.")


@dataclass(frozen=True, slots=True)
class TrainingDatesRow:
    """The training of one recruit. Somebody exempt, or trained in September, has no dates, whatever the file says."""

    line: int
    state_identifier: int
    email: str | None
    starts_on: date | None
    ends_on: date | None
    note: TrainingNote
    parcours_hours: int | None


def parse(table: Table) -> Parsed[TrainingDatesRow]:
    """Return the recruits and their dates.

    :raises MissingColumns, DuplicateHeader, NoRows: when the table is no such file.
    """
    return _LAYOUT.parse(table)


def template_rows() -> Template:
    """Return the headings, two examples and the instructions of an empty file."""
    return Template(
        headers=tuple(column.heading for column in _LAYOUT.columns),
        examples=(
            ("1042", "310", "prenom.nom@exemple.fr", date(2023, 3, 6), date(2023, 5, 26), None, "280h"),
            ("1043", "311", "prenom.autre@exemple.fr", None, None, "Formation en septembre", "105h"),
        ),
        instructions=(
            N_("Une ligne par conseiller numérique, sous les titres de la première ligne."),
            N_("ID conseiller : le nombre attribué par l’État. La colonne ID structure n’est pas lue."),
            N_("Dates au format jour/mois/année ; #N/D ou une cellule vide quand la date n’est pas connue."),
            N_("Commentaires : vide, « exempté » ou « Formation en septembre »."),
            N_("Parcours : 105h, 280h, 350h ou 420h ; la colonne peut être supprimée."),
        ),
    )


def _note(value: Cell) -> TrainingNote:
    if is_blank(value):
        return TrainingNote.NONE
    match folded(shown(value)):
        case "exempte" | "exemptee" | "exempte(e)":
            return TrainingNote.EXEMPT
        case "formation en septembre":
            return TrainingNote.SEPTEMBER
    raise UnknownComment(value=shown(value))


def _unread(_value: Cell) -> None:
    """Take any cell: the State prints this column, and hosts come with another file."""


def _make(host_identifier: None, **values: Any) -> TrainingDatesRow:  # noqa: ARG001 - a column that is not read
    if values["note"] is not TrainingNote.NONE:
        values |= {"starts_on": None, "ends_on": None}
    row = TrainingDatesRow(**values)
    _check_dates(row)
    return row


def _check_dates(row: TrainingDatesRow) -> None:
    check_dates_in_order(row.starts_on, row.ends_on)
    if row.starts_on is not None and row.starts_on < FIRST_DAY:
        raise BeforeTheScheme(day=row.starts_on, first_day=FIRST_DAY)
    if row.starts_on is not None and row.starts_on == row.ends_on:
        raise SeemsUntrained(identifier=row.state_identifier, day=row.starts_on)


def _keys(row: TrainingDatesRow) -> Iterator[tuple[str, object]]:
    yield "identifier", row.state_identifier
    if row.email is not None:
        yield "email", row.email


_LAYOUT: Final = Layout(
    columns=(
        Column("state_identifier", ("ID conseiller",), state_identifier),
        Column("host_identifier", ("ID structure",), _unread, is_required=False),
        Column("email", ("Mail CNFS",), optional(email)),
        Column("starts_on", ("Date de départ en formation",), optional(french_date)),
        Column("ends_on", ("Date de fin de formation",), optional(french_date)),
        Column("note", ("Commentaires", "Commentaire"), _note),
        Column("parcours_hours", ("Parcours",), optional(parcours), is_required=False),
    ),
    make=_make,
    keys=_keys,
)
