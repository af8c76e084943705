"""How an attendance sheet says days, times, presence and signatures: in French, as papers for the State are."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from app.documents.sheets.facts import CellFacts, CellState, HalfDayFacts, SheetFacts, SignatureFacts
from app.documents.typesetting.wording import duration, long_date, period

PARIS: Final = ZoneInfo("Europe/Paris")
SHOWN_OF_DIGEST: Final = 12
"""Characters of a digest that are printed: enough to tell one from another, and to find it in the register."""

_WEEKDAYS: Final = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()
_STATES: Final = {
    CellState.EXPECTED: "Attendu",
    CellState.PRESENT: "Présent",
    CellState.EXCUSED: "Absent excusé",
    CellState.UNEXCUSED: "Absent non excusé",
    CellState.NOT_LISTED: "–",
    CellState.UNKNOWN: "Ajouté sur place, sans dossier",
}
_SHORT_METHODS: Final = {
    "account": "par code",
    "link": "par lien",
    "typed": "nom écrit",
    "drawn": "à la main",
    "countersignature": "contresigné",
}
_METHODS: Final = {
    "account": "Signé par code",
    "link": "Signé par lien à usage unique",
    "typed": "Nom écrit sur la tablette",
    "drawn": "Signé à la main sur la tablette",
    "countersignature": "Contresigné",
}


def clock(at: time) -> str:
    """A time of day: « 9 h 00 »."""
    return f"{at.hour}\u00a0h\u00a0{at.minute:02d}"


def times(half_day: HalfDayFacts) -> str:
    """From when to when: « 9 h 00 – 12 h 30 »."""
    return f"{clock(half_day.starts_at)} – {clock(half_day.ends_at)}"


def half(half_day: HalfDayFacts) -> str:
    """Which half of the day."""
    return "matin" if half_day.is_morning else "après-midi"


def weekday(day: date) -> str:
    """A date with its weekday: « mardi 15 novembre 2022 »."""
    return f"{_WEEKDAYS[day.weekday()]} {long_date(day, 'fr')}"


def short_weekday(day: date) -> str:
    """A date for the head of a column: « mar. 15/11 »."""
    return f"{_WEEKDAYS[day.weekday()][:3]}. {day:%d/%m}"


def when(facts: SheetFacts) -> str:
    """The half-day or the week that the sheet is about."""
    if facts.week_from is not None:
        last = date.fromordinal(facts.week_from.toordinal() + 6)
        return f"Semaine {period(facts.week_from, last, 'fr')}"
    (only,) = facts.half_days
    return f"{weekday(only.day).capitalize()}, {half(only)}, {times(only)}"


def presence(cell: CellFacts) -> list[str]:
    """What the register says of one person in one half-day, line by line; nothing where there is only to sign."""
    if cell.state is CellState.TO_SIGN:
        return []
    if cell.state is CellState.NOT_YET:
        return [f"Non concerné : entrée le {cell.day:%d/%m/%Y}"]
    if cell.state is CellState.GONE:
        return [f"Sortie de la formation le {cell.day:%d/%m/%Y}"]
    words = [_STATES[cell.state]]
    if cell.state is CellState.PRESENT:
        words = [f"{words[0]}, {duration(cell.minutes, 'fr')}"]
    if cell.arrived_at is not None:
        words.append(f"arrivée à {clock(cell.arrived_at)}")
    if cell.left_at is not None:
        words.append(f"départ à {clock(cell.left_at)}")
    return words


def signed(signature: SignatureFacts | None) -> list[str]:
    """How and when somebody signed, and the first characters of the digest, line by line."""
    if signature is None:
        return []
    words = [f"{_METHODS[signature.method]} le {_moment(signature.at)}"]
    words.append(f"empreinte {signature.digest[:SHOWN_OF_DIGEST]}")
    if signature.is_changed_since:
        words.append("ligne modifiée depuis la signature")
    return words


def signed_shortly(signature: SignatureFacts) -> list[str]:
    """The same for the narrow column of a week: « code, 15/11 à 9 h 02 »."""
    there = signature.at.astimezone(PARIS)
    words = [f"{_SHORT_METHODS[signature.method]} le {there:%d/%m} à {clock(there.time())}"]
    words.append(signature.digest[:SHOWN_OF_DIGEST])
    if signature.is_changed_since:
        words.append("ligne modifiée depuis")
    return words


def _moment(at: datetime) -> str:
    there = at.astimezone(PARIS)
    return f"{there:%d/%m/%Y} à {clock(there.time())}"
