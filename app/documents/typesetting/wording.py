"""How a paper says dates, durations and the sentences around its facts, in French and in English.

These words belong to the paper, not to the interface: they change with its version, never with a catalogue.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from app.documents.facts import CertificateFacts

# U+00A0 keeps a number and its unit on one line.
_MONTHS: Final = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}

LABELS: Final = {
    "fr": {
        "attest": "Nous attestons que",
        "followed": "a suivi",
        "training": "de formation",
        "of_title": "du titre professionnel",
        "competences": "Compétences professionnelles du bloc",
        "number": "Numéro",
        "code": "Code",
        "check": "Vérifier ce document",
        "qr": "Code QR de l’adresse de vérification :",
        "specimen": "Spécimen",
        "development": "Document d’essai",
        "facts": "Ce que dit ce document, en JSON",
        "logo": "Logo :",
        "signature": "Signature de",
        "replaces": "Annule et remplace le n°",
        "seal": "Sceau électronique",
        "sealed": "Scellé électroniquement : tout changement du fichier se voit à la vérification.",
        "sealed_in_development": "Scellé par une autorité de développement, que personne d’autre ne reconnaît.",
    },
    "en": {
        "attest": "We attest that",
        "followed": "completed",
        "training": "of training",
        "of_title": "of the French vocational title",
        "competences": "Professional competences of the block",
        "number": "Number",
        "code": "Code",
        "check": "Check this document",
        "qr": "QR code of the address to check:",
        "specimen": "Specimen",
        "development": "Test document",
        "facts": "What this document says, as JSON",
        "logo": "Logo:",
        "signature": "Signature of",
        "replaces": "Cancels and replaces No.",
        "seal": "Electronic seal",
        "sealed": "Sealed electronically: any change of the file shows when it is checked.",
        "sealed_in_development": "Sealed by a development authority that nobody else recognises.",
    },
}


def long_date(day: date, language: str, *, with_year: bool = True, with_month: bool = True) -> str:
    """A date in full: « 1er mars 2022 », “1 March 2022”."""
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    month = _MONTHS[language][day.month - 1] if with_month else ""
    return "\u00a0".join(part for part in (number, month, str(day.year) if with_year else "") if part)


def period(first: date | None, last: date | None, language: str) -> str:
    """A span of days, each part said once: « du 14 mars au 30 septembre 2022 », « le 3 mai 2022 », or nothing."""
    until, since = ("jusqu’au", "depuis le") if language == "fr" else ("until", "from")
    if first is None or last is None:
        only = last or first
        return f"{since if last is None else until} {long_date(only, language)}" if only else ""
    if first == last:
        return f"{'le' if language == 'fr' else 'on'} {long_date(first, language)}"
    same_year = first.year == last.year
    start = long_date(
        first, language, with_year=not same_year, with_month=not (same_year and first.month == last.month)
    )
    start_word, end_word = ("du", "au") if language == "fr" else ("from", "to")
    return f"{start_word} {start} {end_word} {long_date(last, language)}"


def duration(minutes: int, language: str) -> str:
    """Whole minutes as one says them: « 350 heures », « 87 h 30 », “87 hours 30 minutes”."""
    hours, rest = divmod(minutes, 60)
    figure = f"{hours:,}".replace(",", "\u202f" if language == "fr" else ",")
    if language == "fr":
        if rest:
            return f"{figure}\u00a0h\u00a0{rest:02d}"
        return f"{figure}\u00a0{'heure' if hours < 2 else 'heures'}"
    whole = f"{figure}\u00a0{'hour' if hours == 1 else 'hours'}"
    return whole if not rest else f"{whole} {rest}\u00a0{'minute' if rest == 1 else 'minutes'}"


def grouped(code: str) -> str:
    """A verification code in groups of four, as a reader copies it; separators it already has are left out."""
    bare = "".join(character for character in code if character not in " -")
    return " ".join(bare[start : start + 4] for start in range(0, len(bare), 4))


def made_at(place: str | None, day: date, language: str) -> str:
    """Place and date of issue; French contracts the article of a place: « Fait au Mans », « Fait aux Sables »."""
    if language == "en":
        return f"Done at {place}, on {long_date(day, 'en')}" if place else f"Done on {long_date(day, 'en')}"
    if not place:
        return f"Fait le {long_date(day, 'fr')}"
    for article, contracted in (("Le ", "au "), ("Les ", "aux ")):
        if place.startswith(article):
            return f"Fait {contracted}{place.removeprefix(article)}, le {long_date(day, 'fr')}"
    return f"Fait à {place}, le {long_date(day, 'fr')}"


def birth(facts: CertificateFacts) -> str:
    """Date and place of birth as a labelled line, which needs no agreement of gender, or nothing."""
    if facts.birth_date is None and facts.birth_place is None:
        return ""
    if facts.language == "fr":
        label = {(True, True): "Date et lieu", (True, False): "Date", (False, True): "Lieu"}
        head = f"{label[facts.birth_date is not None, facts.birth_place is not None]} de naissance :"
    else:
        label = {(True, True): "Date and place", (True, False): "Date", (False, True): "Place"}
        head = f"{label[facts.birth_date is not None, facts.birth_place is not None]} of birth:"
    day = long_date(facts.birth_date, facts.language) if facts.birth_date else None
    return f"{head} {', '.join(part for part in (day, facts.birth_place) if part)}"


def jury_sentence(facts: CertificateFacts) -> str:
    """What the jury found, as it follows the name or the training: it ends before the name of the block."""
    occasion, has_training = _occasion(facts), facts.hours_minutes > 0
    if facts.language == "fr":
        return f"{'et ' if has_training else ''}a satisfait{occasion} aux épreuves du bloc de compétences"
    return f"{'and ' if has_training else ''}passed{occasion} the examination for the block of competences"


def _occasion(facts: CertificateFacts) -> str:
    """Before which jury or at which exam, between commas: only what is known."""
    is_french = facts.language == "fr"
    if facts.jury_date is not None:
        words = "devant le jury réuni le" if is_french else "before the jury of"
        return f", {words} {long_date(facts.jury_date, facts.language)},"
    if facts.exam_date is not None:
        words = "à la session d’examen du" if is_french else "at the session of"
        return f", {words} {long_date(facts.exam_date, facts.language)},"
    return ""


def title_reference(facts: CertificateFacts) -> str:
    """Register number and level of the title: « RNCP 34137 · niveau 5 »."""
    register = facts.title_rncp.upper().removeprefix("RNCP").strip()
    level = "niveau" if facts.language == "fr" else "level"
    return f"RNCP\u00a0{register} · {level}\u00a0{facts.title_level}"


def mark(facts: CertificateFacts) -> str:
    """What is printed across the paper: the mark of an installation not in service, of a specimen, or nothing."""
    labels = LABELS[facts.language]
    if facts.is_development:
        return labels["development"]
    return labels["specimen"] if facts.is_specimen else ""


def seal_note(language: str, is_development: bool) -> str:
    """What the paper says of its seal."""
    return LABELS[language]["sealed_in_development" if is_development else "sealed"]
