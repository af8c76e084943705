"""Our own layout for hours: one row for each person and half-day, and in exports for each activity outside of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from app.attendance.rules import LONGEST_ACTIVITY, Attendance, check_minutes
from app.core.half_days import HALF_DAY_LIMIT_MINUTES, Half
from app.core.identifiers import folded
from app.core.language import N_
from app.exchange.cells import (
    MissingValue,
    email,
    is_blank,
    optional,
    optional_text,
    person_name,
    state_identifier,
    text,
)
from app.exchange.choices import attendance, half_day, usual_modality
from app.exchange.headers import Column, find_columns
from app.exchange.layouts.template import Template
from app.exchange.moments import french_date, hours_as_minutes
from app.exchange.parsing import Layout, NobodyNamed, Parsed
from app.exchange.refusals import MissingColumns
from app.exchange.tables import Cell, Table
from app.training.rules import Modality


class MissingHours(MissingValue):
    """Somebody was there and the hours are not said."""

    message = N_("La colonne « Heures » doit être remplie pour une personne présente.")


class ActivityNotNamed(MissingValue):
    """What belongs to no half-day is named."""

    message = N_("La colonne « Activité » doit être remplie sur une ligne « hors séance ».")


@dataclass(frozen=True, slots=True)
class HoursRow:
    """What one person did in one half-day, in whole minutes. The e-mail or the identifier is there."""

    line: int
    email: str | None
    state_identifier: int | None
    last_name: str | None
    first_name: str | None
    day: date
    half: Half | None
    """None of an activity outside of half-days, which ``title`` then names."""
    minutes: int
    modality: Modality
    attendance: Attendance
    comment: str | None
    title: str | None = None


def parse(table: Table) -> Parsed[HoursRow]:
    """Return the half-days.

    :raises MissingColumns, DuplicateHeader, NoRows: when the table is no such file.
    """
    if not find_columns(table.headers, _WHO):
        missing = " / ".join(f"« {column.heading} »" for column in _WHO)
        raise MissingColumns(
            missing=missing, found=", ".join(f"« {header} »" for header in table.headers if header)
        )
    return _LAYOUT.parse(table)


def template_rows() -> Template:
    """Return the headings, two examples and the instructions of an empty file."""
    person = ("prenom.nom@exemple.fr", "1042", "Nom", "Prénom", date(2023, 3, 6))
    return Template(
        headers=tuple(column.heading for column in _LAYOUT.columns if column.field != "title"),
        examples=(
            (*person, "matin", "3,5", "présentiel", "présent", None),
            (*person, "après-midi", None, "distanciel", "absent excusé", "Rendez-vous médical"),
        ),
        instructions=(
            N_("Une ligne par personne et par demi-journée, sous les titres de la première ligne."),
            N_(
                "Email ou ID conseiller : l’un des deux suffit. Nom et prénom servent à vérifier la personne."
            ),
            N_("Demi-journée : matin ou après-midi."),
            N_("Heures : 3,5 ou 3 h 30 ; la cellule peut rester vide pour une personne absente."),
            N_(
                "Modalité : présentiel (si la cellule est vide), distanciel, e-learning ou en situation de travail."
            ),
            N_("Présence : présent (si la cellule est vide), absent excusé ou absent non excusé."),
        ),
    )


def _half(value: Cell) -> Half | None:
    """Return the half of the day; None where our own export says that an activity belongs to none."""
    return None if not is_blank(value) and folded(text(value)) == "hors seance" else half_day(value)


def _attendance(value: Cell) -> Attendance:
    return Attendance.PRESENT if is_blank(value) else attendance(value)


def _make(minutes: int | None, **values: Any) -> HoursRow:
    if values["email"] is None and values["state_identifier"] is None:
        raise NobodyNamed
    if minutes is None and not values["attendance"].is_absence:
        raise MissingHours
    if values["half"] is None and values["title"] is None:
        raise ActivityNotNamed
    row = HoursRow(minutes=minutes or 0, **values)
    check_minutes(row.minutes, row.attendance, HALF_DAY_LIMIT_MINUTES if row.half else LONGEST_ACTIVITY)
    return row


def _keys(row: HoursRow) -> Iterator[tuple[object, ...]]:
    once = row.day, row.half, None if row.half else folded(row.title or "")
    if row.email is not None:
        yield "email", row.email, *once
    if row.state_identifier is not None:
        yield "identifier", row.state_identifier, *once


_WHO: Final = (
    Column("email", ("Email", "E-mail", "Mail"), optional(email), is_required=False),
    Column("state_identifier", ("ID conseiller", "IdPG"), optional(state_identifier), is_required=False),
)
_LAYOUT: Final = Layout(
    columns=(
        *_WHO,
        Column("last_name", ("Nom",), optional(person_name), is_required=False),
        Column("first_name", ("Prénom",), optional(person_name), is_required=False),
        Column("day", ("Date",), french_date),
        Column("half", ("Demi-journée",), _half),
        Column("minutes", ("Heures",), optional(hours_as_minutes)),
        Column("modality", ("Modalité",), usual_modality, is_required=False),
        Column("attendance", ("Présence",), _attendance, is_required=False),
        Column("comment", ("Commentaire", "Commentaires"), optional_text, is_required=False),
        Column("title", ("Activité",), optional_text, is_required=False),
    ),
    make=_make,
    keys=_keys,
)
