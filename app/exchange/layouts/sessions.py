"""Our own layout for half-days: one row for each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final

from app.core.errors import RuleBroken
from app.core.half_days import Half
from app.core.language import N_
from app.exchange.cells import is_blank, optional, optional_text, shown, text
from app.exchange.choices import half_day, usual_modality
from app.exchange.headers import Column
from app.exchange.layouts.template import Template
from app.exchange.moments import clock_time, french_date
from app.exchange.names import name_key
from app.exchange.parsing import Layout, Parsed
from app.exchange.tables import Cell, Table
from app.training.rules import USUAL_TIMES, Modality, check_half_day_times

_BETWEEN_NAMES: Final = re.compile(r"[,;/\n]")
_NUMBERS: Final = re.compile(r"\d{1,2}(?: *[,;/ ] *\d{1,2})*", re.ASCII)


class NotCompetences(RuleBroken):
    """The cell holds something else than the numbers of competences."""

    message = N_(
        "« %(value)s » : écrivez les numéros des compétences du bloc, séparés par des virgules, par exemple « 1, 3 »."
    )


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One half-day of a group; trainers by name or address, competences by their numbers in the block."""

    line: int
    cohort: str | None
    group: str
    day: date
    half: Half
    starts_at: time
    ends_at: time
    modality: Modality
    module: str
    place: str | None
    trainers: tuple[str, ...]
    competences: tuple[int, ...]


def parse(table: Table) -> Parsed[SessionRow]:
    """Return the half-days.

    :raises MissingColumns, DuplicateHeader, NoRows: when the table is no such file.
    """
    return _LAYOUT.parse(table)


def template_rows() -> Template:
    """Return the headings, two examples and the instructions of an empty file."""
    where = ("Formation initiale 2023", "Dax", date(2023, 3, 7))
    return Template(
        headers=tuple(column.heading for column in _LAYOUT.columns),
        examples=(
            (
                *where,
                "matin",
                "09:00",
                "12:30",
                "présentiel",
                "Accueillir les publics",
                "Salle 4",
                "Prénom Nom",
                "3",
            ),
            (*where, "après-midi", None, None, "distanciel", "Concevoir des ressources", None, None, "1, 2"),
        ),
        instructions=(
            N_(
                "Une ligne par séance, c’est-à-dire par groupe et demi-journée, sous les titres de la première ligne."
            ),
            N_("Promotion : nécessaire quand deux promotions ont un groupe du même nom."),
            N_("Demi-journée : matin ou après-midi."),
            N_("Début et fin : 09:00 ou 9h ; si les cellules sont vides, les horaires habituels."),
            N_(
                "Modalité : présentiel (si la cellule est vide), distanciel, e-learning ou en situation de travail."
            ),
            N_(
                "Formateurs : noms ou adresses e-mail, séparés par des virgules ; chacun a un compte de formateur."
            ),
            N_("Compétences : leurs numéros dans le bloc de la promotion, par exemple 1, 3."),
        ),
    )


def _names(value: Cell) -> tuple[str, ...]:
    if is_blank(value):
        return ()
    return tuple(name.strip() for name in _BETWEEN_NAMES.split(text(value)) if name.strip())


def _competences(value: Cell) -> tuple[int, ...]:
    if is_blank(value):
        return ()
    # A single number is a number of the spreadsheet, and « 1,3 » may have become one with decimals.
    written = "" if isinstance(value, bool) else shown(value)
    if not _NUMBERS.fullmatch(written.strip()):
        raise NotCompetences(value=shown(value))
    return tuple(sorted({int(number) for number in re.findall(r"\d+", written)}))


def _make(half: Half, starts_at: time | None, ends_at: time | None, **values: Any) -> SessionRow:
    usual_start, usual_end = USUAL_TIMES[half]
    row = SessionRow(half=half, starts_at=starts_at or usual_start, ends_at=ends_at or usual_end, **values)
    check_half_day_times(row.half, row.starts_at, row.ends_at)
    return row


def _keys(row: SessionRow) -> Iterator[tuple[object, ...]]:
    yield name_key(row.cohort or ""), name_key(row.group), row.day, row.half


_LAYOUT: Final = Layout(
    columns=(
        Column("cohort", ("Promotion",), optional_text, is_required=False),
        Column("group", ("Groupe",), text),
        Column("day", ("Date", "Jour"), french_date),
        Column("half", ("Demi-journée",), half_day),
        Column("starts_at", ("Début", "Heure de début"), optional(clock_time), is_required=False),
        Column("ends_at", ("Fin", "Heure de fin"), optional(clock_time), is_required=False),
        Column("modality", ("Modalité",), usual_modality, is_required=False),
        Column("module", ("Module",), text),
        Column("place", ("Lieu",), optional_text, is_required=False),
        Column("trainers", ("Formateurs", "Formateur"), _names, is_required=False),
        Column("competences", ("Compétences", "Compétence"), _competences, is_required=False),
    ),
    make=_make,
    keys=_keys,
)
