"""What the values of the vocabulary are called on pages; each feature registers the names of its own."""

from collections.abc import Mapping
from enum import StrEnum

from app.core.half_days import Half
from app.core.language import N_
from app.core.roles import Role

# The class is part of the key: two vocabularies may share a value.
_LABELS: dict[tuple[type[StrEnum], str], str] = {}


def register_labels(labels: Mapping[StrEnum, str]) -> None:
    """Add the names of a vocabulary, as French words marked for translation."""
    for value, text in labels.items():
        _LABELS[type(value), value.value] = text


def label(value: StrEnum) -> str:
    """Return the French name of ``value``.

    :raises KeyError: when no feature has named it.
    """
    return _LABELS[type(value), value.value]


register_labels({Half.MORNING: N_("Matin"), Half.AFTERNOON: N_("Après-midi")})
register_labels(
    {
        Role.ADVISOR: N_("Conseiller numérique"),
        Role.TRAINER: N_("Formateur"),
        Role.ADMINISTRATOR: N_("Administrateur"),
    }
)
