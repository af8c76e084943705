"""The words of the files: French whatever language the pages are read in, and the same that imports understand."""

from typing import Final

from app.attendance.rules import Attendance
from app.certification.rules import Outcome
from app.core.half_days import Half
from app.documents.models import DocumentState
from app.training.rules import EntryStatus, Modality

HALVES: Final = {Half.MORNING: "matin", Half.AFTERNOON: "après-midi"}
OUTSIDE_OF_HALF_DAYS: Final = "hors séance"
"""What stands under « Demi-journée » where an activity belongs to none."""

MODALITIES: Final = {
    Modality.IN_PERSON: "présentiel",
    Modality.REMOTE: "distanciel",
    Modality.E_LEARNING: "e-learning",
    Modality.AT_WORK: "en situation de travail",
}
ATTENDANCES: Final = {
    Attendance.PRESENT: "présent",
    Attendance.EXCUSED: "absent excusé",
    Attendance.UNEXCUSED: "absent non excusé",
}
ENTRIES: Final = {
    EntryStatus.ON_TIME: "entrée normale",
    EntryStatus.LATE: "recrutement tardif",
    EntryStatus.EXEMPT: "exempté",
    EntryStatus.POSTPONED: "reporté",
}
DOCUMENT_STATES: Final = {
    DocumentState.RESERVED: "en cours d’émission",
    DocumentState.VALID: "valide",
    DocumentState.REVOKED: "révoqué",
}
OUTCOMES: Final = {
    Outcome.OBTAINED: "obtenu",
    Outcome.NOT_OBTAINED: "non obtenu",
    Outcome.NOT_PRESENTED: "non présenté",
}
