"""What a signature says, when it can be given, and what makes one unlikely."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Final

from app.attendance.rules.ledger import Attendance
from app.core.errors import RuleBroken
from app.core.half_days import Half
from app.core.identifiers import folded
from app.core.language import N_

SCAN_LASTS: Final = timedelta(minutes=10)
"""How long somebody who has scanned the code in the room has to sign in and to confirm."""

SIGNING_LINK_LASTS: Final = timedelta(hours=12)
FEWEST_IN_ONE_PLACE: Final = 3
"""Signatures of one origin before another origin stands out."""


class SignatureMethod(StrEnum):
    """How somebody signed."""

    ACCOUNT = "account"
    LINK = "link"
    DRAWN = "drawn"
    TYPED = "typed"
    COUNTERSIGNATURE = "countersignature"


class Oddity(StrEnum):
    """Why a signature looks unlikely, or why one that was tried was refused: shown to the trainer."""

    ELSEWHERE = "elsewhere"
    OLD_CODE = "old_code"
    WRONG_CODE = "wrong_code"
    OTHER_SESSION = "other_session"
    NOT_EXPECTED = "not_expected"
    ALREADY_SIGNED = "already_signed"
    MARKED_ABSENT = "marked_absent"
    CLOSED = "closed"
    TOO_MANY = "too_many"


class SigningRefused(RuleBroken):
    """A signature that is refused, and told to the trainer as ``oddity``."""

    oddity: Oddity = Oddity.WRONG_CODE


class WrongCode(SigningRefused):
    """The code belongs to no half-day that goes on."""

    message = N_("Ce code ne convient pas. Lisez-le à nouveau : il change toutes les quinze secondes.")


class OldCode(SigningRefused):
    """The code was right some time ago."""

    oddity = Oddity.OLD_CODE
    message = N_(
        "Ce code n’est plus valable : il change toutes les quinze secondes. Scannez celui de la salle."
    )


class CodeOfAnotherSession(SigningRefused):
    """The code is that of another half-day."""

    oddity = Oddity.OTHER_SESSION
    message = N_("Ce code est celui d’une autre séance. Scannez celui de votre salle.")


class NotOnTheList(SigningRefused):
    """Somebody signs who is not expected at the half-day."""

    oddity = Oddity.NOT_EXPECTED
    message = N_("Vous n’êtes pas sur la liste de cette séance. Votre formateur peut vous y ajouter.")


class AlreadySigned(SigningRefused):
    """The person has signed this half-day before."""

    oddity = Oddity.ALREADY_SIGNED
    message = N_("Cette demi-journée est déjà signée.")


class MarkedAbsent(SigningRefused):
    """The register says that the person was not there."""

    oddity = Oddity.MARKED_ABSENT
    message = N_("La feuille de présence dit que vous étiez absent : parlez-en à votre formateur.")


class SigningLinkSpent(RuleBroken):
    """The one-time link has served, has expired, or was replaced by a later one."""

    message = N_("Ce lien a déjà servi ou a expiré. Demandez-en un autre à votre formateur.")


class NotTheirName(RuleBroken):
    """Another name was typed than that of the person who signs."""

    message = N_("Écrivez votre nom tel qu’il est sur la feuille : %(name)s.")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a signature comes from, coarsely: a keyed hash of the network address, and the family of the browser."""

    place: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """The line of the sheet that somebody signs, as it is known at that moment."""

    person: str
    day: date
    half: Half
    starts_at: time
    ends_at: time
    group: str
    module: str
    place: str
    trainers: tuple[str, ...]
    attendance: Attendance
    minutes: int


_HALVES: Final = {Half.MORNING: "matin", Half.AFTERNOON: "après-midi"}
_ATTENDANCES: Final = {
    Attendance.PRESENT: "présent",
    Attendance.EXCUSED: "absent excusé",
    Attendance.UNEXCUSED: "absent non excusé",
}


def signed_text(line: SheetLine) -> str:
    """Return the text that is signed: one fact of the sheet’s line on each line, in French as papers are."""
    facts = {
        "Personne": line.person,
        "Demi-journée": f"{line.day.isoformat()} {_HALVES[line.half]}",
        "Horaires": f"{line.starts_at:%H:%M}-{line.ends_at:%H:%M}",
        "Groupe": line.group,
        "Module": line.module,
        "Lieu": line.place,
        "Formateur": ", ".join(sorted(line.trainers)),
        "Présence": f"{_ATTENDANCES[line.attendance]}, {line.minutes} minutes",
    }
    # A name on two lines could otherwise pass for another fact.
    return "".join(f"{name}: {' '.join(value.split())}\n" for name, value in facts.items())


def digest_of_text(text: str) -> str:
    """Return the SHA-256 of what was signed."""
    return hashlib.sha256(text.encode()).hexdigest()


def usual_place(places: Iterable[str]) -> str | None:
    """Return the origin of most signatures of a room, once there are enough of them to say so."""
    counted = Counter(place for place in places if place)
    if not counted:
        return None
    place, times = counted.most_common(1)[0]
    return place if times >= FEWEST_IN_ONE_PLACE and 2 * times > counted.total() else None


def is_name_of(typed: str, name: str) -> bool:
    """Return whether somebody typed this name, whatever the case, the accents and the order of its words."""
    return sorted(folded(typed).split()) == sorted(folded(name).split())


_BROWSERS: Final = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"))
_MORE_BROWSERS: Final = (("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def agent_family(user_agent: str) -> str:
    """Return the family of a browser and its system, such as ``Firefox, Android``; empty when neither is known."""
    known = (
        next((name for mark, name in marks if mark in user_agent), "")
        for marks in (_BROWSERS + _MORE_BROWSERS, _SYSTEMS)
    )
    return ", ".join(filter(None, known))
