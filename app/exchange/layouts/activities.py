"""What learning platforms export: one row for each person and finished activity."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from app.attendance.rules import check_activity, checked_link, checked_title
from app.core.identifiers import folded
from app.core.language import N_
from app.exchange.cells import email, is_blank, optional, optional_text, person_name, state_identifier, text
from app.exchange.choices import modality
from app.exchange.headers import Column
from app.exchange.layouts.template import Template
from app.exchange.moments import french_date, whole_minutes
from app.exchange.parsing import Layout, NobodyNamed, Parsed
from app.exchange.tables import Cell, Table
from app.training.rules import Modality


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """What one person has finished on one day, in whole minutes by estimate."""

    line: int
    email: str | None
    state_identifier: int | None
    last_name: str | None
    first_name: str | None
    title: str
    day: date
    minutes: int
    modality: Modality
    link: str | None

    @property
    def name(self) -> str:
        """Return the names in the order in which people say them."""
        return " ".join(name for name in (self.first_name, self.last_name) if name)


def parse(table: Table) -> Parsed[ActivityRow]:
    """Return the activities.

    :raises MissingColumns, DuplicateHeader, NoRows: when the table is no such file.
    """
    return _LAYOUT.parse(table)


def template_rows() -> Template:
    """Return the headings, two examples and the instructions of an empty file."""
    person = ("prenom.nom@exemple.fr", "1042", "Nom", "Prénom")
    return Template(
        headers=tuple(column.heading for column in _LAYOUT.columns),
        examples=(
            (*person, "Module 3 : les mots de passe", date(2023, 3, 6), 90, "e-learning", None),
            (
                *person,
                "Classe virtuelle",
                date(2023, 3, 7),
                "1 h 30",
                "distanciel",
                "https://exemple.fr/trace",
            ),
        ),
        instructions=(
            N_("Une ligne par personne et par activité terminée, sous les titres de la première ligne."),
            N_(
                "Email ou ID conseiller : l’un des deux suffit. Nom et prénom servent à vérifier la personne."
            ),
            N_("Minutes : la durée estimée, par exemple 90 ou 1 h 30 ; une activité dure au plus 8 h."),
            N_("Modalité : e-learning (si la cellule est vide), distanciel ou en situation de travail."),
            N_("Lien : une adresse https:// où l’activité se vérifie ; facultatif."),
        ),
    )


def _modality(value: Cell) -> Modality:
    return Modality.E_LEARNING if is_blank(value) else modality(value)


def _link(value: Cell) -> str | None:
    return checked_link(optional_text(value))


def _title(value: Cell) -> str:
    return checked_title(text(value))


def _make(**values: Any) -> ActivityRow:
    row = ActivityRow(**values)
    if row.email is None and row.state_identifier is None and not row.name:
        raise NobodyNamed
    check_activity(row.minutes, row.modality)
    return row


def _keys(row: ActivityRow) -> Iterator[tuple[object, ...]]:
    if row.email is not None:
        yield "email", row.email, row.day, folded(row.title)
    if row.state_identifier is not None:
        yield "identifier", row.state_identifier, row.day, folded(row.title)


_EMAILS: Final = (
    "Email",
    "E-mail",
    "Mail",
    "Courriel",
    "Adresse de courriel",
    "Adresse e-mail",
    "Email address",
)
_TITLES: Final = ("Activité", "Nom de l’activité", "Module", "Cours", "Activity", "Activity name", "Course")
_DAYS: Final = (
    "Terminée le",
    "Terminé le",
    "Achevée le",
    "Date d’achèvement",
    "Date de fin",
    "Completed on",
    "Date",
)
_MINUTES: Final = ("Minutes", "Durée (min)", "Durée en minutes", "Temps passé (min)", "Time spent (minutes)")

_LAYOUT: Final = Layout(
    columns=(
        Column("email", _EMAILS, optional(email), is_required=False),
        Column("state_identifier", ("ID conseiller", "IdPG"), optional(state_identifier), is_required=False),
        Column("last_name", ("Nom", "Nom de famille", "Last name"), optional(person_name), is_required=False),
        Column("first_name", ("Prénom", "First name"), optional(person_name), is_required=False),
        Column("title", _TITLES, _title),
        Column("day", _DAYS, french_date),
        Column("minutes", _MINUTES, whole_minutes),
        Column("modality", ("Modalité",), _modality, is_required=False),
        Column("link", ("Lien", "URL"), _link, is_required=False),
    ),
    make=_make,
    keys=_keys,
)
