"""The kinds of files that come in, under the names that commands and addresses use."""

from enum import StrEnum


class FileKind(StrEnum):
    """What a file holds."""

    ADVISORS = "advisors"
    TRAINING_DATES = "training-dates"
    CCP1_RESULTS = "ccp1-results"
    PIX_RESULTS = "pix-results"
    HOURS = "hours"
    SESSIONS = "sessions"
    ACTIVITIES = "activities"
