"""What one certificate says, as plain values frozen at issue.

The record that issues a certificate keeps `CertificateFacts.to_json()`; the paper is typeset from these values
and from nothing else, so that the same facts give the same bytes on any day.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final

LANGUAGES: Final = ("fr", "en")
MOST_COMPETENCES: Final = 6
MOST_SIGNATORIES: Final = 3
# A title of the ministry is prepared in far less; the paper has room for four digits.
MOST_MINUTES: Final = 9_999 * 60

# The State alone delivers the certificate of a block (the livret de certification) and no text lets a network
# print an "attestation de réussite": the heading names what the issuer has really witnessed, the path followed.
# The jury's result is told in the body, and the disclaimer says what the paper is not.
DEFAULT_HEADINGS: Final = {"fr": "Attestation de parcours", "en": "Record of training"}
DEFAULT_DISCLAIMERS: Final = {
    "fr": (
        "Ce document ne vaut pas certificat de compétences professionnelles. Le livret de certification est délivré "
        "par l’État (DREETS). Résultat du jury sous réserve de validation par les services de l’État."
    ),
    "en": (
        "This document is not the certificate of professional competences: the French State (DREETS) alone delivers "
        "the certification booklet. The jury’s result is subject to validation by the State’s services."
    ),
}

# Characters that the paper has room for; tests/documents/test_rendering.py prints each field at its limit.
LIMITS: Final = {
    "number": 40,
    "replaces_number": 40,
    "verification_url": 160,
    "verification_code": 64,
    "given_name": 80,
    "family_name": 80,
    "birth_place": 60,
    "title_name": 120,
    "title_rncp": 20,
    "block_code": 20,
    "block_name": 200,
    "competences": 160,
    "provider_name": 100,
    "place": 60,
    "issuer_name": 100,
    "network_name": 100,
    "heading": 60,
    "disclaimer": 320,
    "signatory_name": 60,
    "signatory_quality": 90,
}

# C0 and C1 controls and lone surrogates have no picture, and XML and PDF strings refuse them.
_COLOUR: Final = re.compile("#[0-9a-f]{6}")
_DIGEST: Final = re.compile("[0-9a-f]{64}")
_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


class FactsRefused(ValueError):
    """The fact `field` cannot be printed: it is empty, too_long, out_of_range, or has a control_character."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs by hand: a name and the quality in which this person signs."""

    name: str
    quality: str
    signature: str | None = None
    """The picture of the scanned signature: the SHA-256 of its bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """Everything that is printed on one certificate.

    `language` is that of the labels; the names of title, block and competences stay in French. `hours_minutes` is the
    training followed, in whole minutes; 0 (someone exempt) leaves the training out. `jury_date` is the day on which the
    jury decided; where it is not known, `exam_date` is that of the exam. `is_specimen` and `is_development` print a
    mark across the paper: a preview, or a document of an installation that is not in service. Pictures are named by the
    SHA-256 of their bytes, which are kept for ever; `colour` (``#174a3b``) is that of the heading and the block.

    :raises FactsRefused: when a text is empty, is longer than `LIMITS` or holds a control character, or a value is out
        of range.
    """

    number: str
    verification_url: str
    verification_code: str
    given_name: str
    family_name: str
    title_name: str
    title_rncp: str
    title_level: int
    block_code: str
    block_name: str
    competences: tuple[str, ...]
    hours_minutes: int
    issued_on: date
    issuer_name: str
    network_name: str
    signatories: tuple[Signatory, ...]
    birth_date: date | None = None
    birth_place: str | None = None
    training_from: date | None = None
    training_to: date | None = None
    provider_name: str | None = None
    jury_date: date | None = None
    exam_date: date | None = None
    place: str | None = None
    language: str = "fr"
    heading: str = DEFAULT_HEADINGS["fr"]
    disclaimer: str = DEFAULT_DISCLAIMERS["fr"]
    replaces_number: str | None = None
    is_specimen: bool = False
    is_development: bool = False
    logo: str | None = None
    colour: str | None = None

    def __post_init__(self) -> None:
        for name, limit, text in self.limited_texts():
            _refuse_unprintable(name, limit, text)
        _refuse_unless(self.language in LANGUAGES, "language")
        _refuse_unless(self.verification_url.startswith(("https://", "http://")), "verification_url")
        _refuse_unless(0 <= self.hours_minutes <= MOST_MINUTES, "hours_minutes")
        _refuse_unless(1 <= self.title_level <= 8, "title_level")
        _refuse_unless(len(self.competences) <= MOST_COMPETENCES, "competences")
        _refuse_unless(1 <= len(self.signatories) <= MOST_SIGNATORIES, "signatories")
        _refuse_unless(self.colour is None or _COLOUR.fullmatch(self.colour) is not None, "colour")
        for name in self.pictures:
            _refuse_unless(_DIGEST.fullmatch(name) is not None, "logo")
        if self.training_from and self.training_to:
            _refuse_unless(self.training_from <= self.training_to, "training_to")

    @property
    def full_name(self) -> str:
        """Given name first, as on the paper."""
        return f"{self.given_name} {self.family_name}"

    @property
    def pictures(self) -> tuple[str, ...]:
        """The pictures that are printed, each once, by their names."""
        named = [self.logo, *(each.signature for each in self.signatories)]
        return tuple(dict.fromkeys(name for name in named if name is not None))

    def limited_texts(self) -> tuple[tuple[str, int, str], ...]:
        """Every printed text with the name of its field and its limit in characters."""
        single = [
            (field.name, LIMITS[field.name], text)
            for field in fields(self)
            if field.name != "competences"
            and field.name in LIMITS
            and (text := getattr(self, field.name)) is not None
        ]
        single += [("competences", LIMITS["competences"], text) for text in self.competences]
        for signatory in self.signatories:
            single.append(("signatory_name", LIMITS["signatory_name"], signatory.name))
            single.append(("signatory_quality", LIMITS["signatory_quality"], signatory.quality))
        return tuple(single)

    def to_json(self) -> str:
        """These facts as canonical JSON: sorted keys, ISO dates, no space, so that equal facts are equal texts."""
        values: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        values["signatories"] = [
            [each.name, each.quality, *([each.signature] if each.signature else [])]
            for each in self.signatories
        ]
        return json.dumps(
            values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_iso_date
        )

    @classmethod
    def from_json(cls, text: str) -> CertificateFacts:
        """The facts that `to_json` wrote.

        :raises ValueError: when the text is no JSON or a date in it is none.
        :raises TypeError: when a fact is missing or unknown.
        :raises FactsRefused: as the constructor does.
        """
        values: dict[str, Any] = json.loads(text)
        for name in _DATES:
            if values.get(name) is not None:
                values[name] = date.fromisoformat(values[name])
        values["competences"] = tuple(values["competences"])
        values["signatories"] = tuple(Signatory(*pair) for pair in values["signatories"])
        return cls(**values)


_DATES: Final = ("birth_date", "training_from", "training_to", "jury_date", "exam_date", "issued_on")


def _iso_date(value: date) -> str:
    return value.isoformat()


def _refuse_unless(is_good: bool, field: str) -> None:
    if not is_good:
        raise FactsRefused(field, "out_of_range")


def _refuse_unprintable(field: str, limit: int, text: str) -> None:
    if not text.strip():
        raise FactsRefused(field, "empty")
    if len(text) > limit:
        raise FactsRefused(field, "too_long")
    if _UNPRINTABLE.search(text):
        raise FactsRefused(field, "control_character")
