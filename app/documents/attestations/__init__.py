"""What a training provider attests of one training of one person: that it took place, what it was, who was there."""

from app.documents.attestations.facts import AttestationFacts
from app.documents.attestations.gathering import attestation_facts
from app.documents.attestations.printing import file_name, print_attestation
from app.documents.attestations.rules import Attestation

__all__ = ["Attestation", "AttestationFacts", "attestation_facts", "file_name", "print_attestation"]
