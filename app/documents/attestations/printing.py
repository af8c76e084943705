"""Typesets attestations: facts in, bytes out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

from app.documents.attestations.facts import AttestationFacts
from app.documents.attestations.rules import Attestation
from app.documents.naming import safe_name
from app.documents.typesetting import wording
from app.documents.typesetting.papers import Paper
from app.documents.typesetting.pictures import NO_PICTURES

PAPERS: Final = {
    Attestation.COMPLETION: Paper("completion_certificate"),
    Attestation.TRAINING: Paper("training_attestation"),
    Attestation.ATTENDANCE: Paper("attendance_attestation"),
}
_HEADINGS: Final = {
    Attestation.COMPLETION: "Certificat de réalisation",
    Attestation.TRAINING: "Attestation de fin de formation",
    Attestation.ATTENDANCE: "Attestation d’assiduité",
}


def print_attestation(
    kind: Attestation,
    facts: AttestationFacts,
    pictures: Mapping[str, bytes] = NO_PICTURES,
    *,
    is_specimen: bool = False,
) -> bytes:
    """Typeset an attestation as a tagged PDF that claims PDF/A-3a and PDF/UA-1; equal facts give equal bytes.

    :param pictures: the bytes of every picture that the facts name.
    :raises KeyError: when a picture is not among them.
    """
    context = {
        "facts": facts,
        "heading": _HEADINGS[kind],
        "document_title": f"{_HEADINGS[kind]} – {facts.person}",
        "words": wording,
        "colour": facts.provider.colour,
    }
    shown = {name: pictures[name] for name in facts.provider.pictures}
    identifier = hashlib.sha256(f"{kind} {facts.to_json()}".encode()).hexdigest()[:32].encode()
    return PAPERS[kind].printed(context, shown, identifier, is_specimen=is_specimen)


def file_name(kind: Attestation, facts: AttestationFacts) -> str:
    """The name of the file: ``realisation_Léa-Martin_2022-11-15.pdf``."""
    return f"{kind}_{safe_name(facts.person)}_{facts.printed_on.isoformat()}.pdf"
