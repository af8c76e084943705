"""The three roles that a person can hold in a network."""

from enum import StrEnum


class Role(StrEnum):
    """What a person does in one network; a person may hold several."""

    ADVISOR = "advisor"
    TRAINER = "trainer"
    ADMINISTRATOR = "administrator"
