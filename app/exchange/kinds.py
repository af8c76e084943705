"""The kinds of files that come in, under the names that commands and addresses use, and what they bring."""

from enum import StrEnum


class Brought(StrEnum):
    """What an import has made, as far as it can be taken back."""

    HOURS = "hours"
    SESSION = "session"
    ACTIVITY = "activity"
    ADVISOR = "advisor"
    RESULT = "result"
    ENROLMENT = "enrolment"


class FileKind(StrEnum):
    """What a file holds."""

    ADVISORS = "advisors"
    TRAINING_DATES = "training-dates"
    CCP1_RESULTS = "ccp1-results"
    PIX_RESULTS = "pix-results"
    HOURS = "hours"
    SESSIONS = "sessions"
    ACTIVITIES = "activities"
