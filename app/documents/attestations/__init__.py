"""What a training provider attests of one training of one person: that it took place, what it was, who was there."""

from app.documents.attestations.facts import AttestationFacts
from app.documents.attestations.gathering import attestation_facts, provider_facts
from app.documents.attestations.printing import file_name, print_attestation
from app.documents.attestations.rules import Attestation, can_sign

__all__ = [
    "Attestation",
    "AttestationFacts",
    "attestation_facts",
    "can_sign",
    "file_name",
    "print_attestation",
    "provider_facts",
]
