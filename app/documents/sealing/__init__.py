"""The seal of a document (PAdES): who seals, the room that a paper leaves, the sealing itself, and its inspection."""

from app.documents.sealing.authority import Authority
from app.documents.sealing.inspection import SealFound, inspect
from app.documents.sealing.key_ring import keyring
from app.documents.sealing.papers import room_for, sealed, sealed_certificate

__all__ = ["Authority", "SealFound", "inspect", "keyring", "room_for", "sealed", "sealed_certificate"]
