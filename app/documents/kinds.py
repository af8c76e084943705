"""The kinds of paper: what each is called, who may sign it, and how its sample is typeset.

A kind is a folder below ``papers/`` with template, style sheet, version and sample. A feature that prints one registers
it, as the training lets features above it register what they object to.

Sources of who may sign: *code du travail* L. 6313-7 and R. 6332-26 for what the provider attests; for the papers of an
exam, the *règlement général des sessions d’examen* (arrêté du 21 juillet 2016). The State alone delivers the *livret
de certification* and the *parchemin*: no kind of paper has it for its signer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from app.documents.typesetting.papers import Paper
from app.people.models import Network


class Signer(StrEnum):
    """Who may sign a paper."""

    NETWORK = "network"
    PROVIDER = "provider"
    CENTRE = "centre"
    STATE = "state"


PrintedSample = Callable[[Network, date], bytes]
"""Takes the network in whose name a sample is typeset, and the day that it bears."""


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of paper; ``printed_sample`` typesets its sample, marked as a specimen."""

    name: str
    signer: Signer
    printed_sample: PrintedSample

    @property
    def version(self) -> str:
        """Return the version of the paper."""
        return Paper(self.name).version


_KINDS: Final[dict[str, PaperKind]] = {}


def register_kind(name: str, signer: Signer, printed_sample: PrintedSample) -> None:
    """Add a kind of paper under the name of its folder."""
    _KINDS[name] = PaperKind(name, signer, printed_sample)


def paper_kinds() -> Mapping[str, PaperKind]:
    """Return every kind that is registered, under its name."""
    return _KINDS
