"""What the words of the ledger are called."""

from app.attendance.models import RecordingKind
from app.attendance.rules import Attendance
from app.core.language import N_
from app.web.labels import register_labels

register_labels(
    {
        Attendance.PRESENT: N_("Présent"),
        Attendance.EXCUSED: N_("Absent excusé"),
        Attendance.UNEXCUSED: N_("Absent non excusé"),
    }
)
register_labels(
    {
        RecordingKind.REGISTER: N_("Feuille de présence"),
        RecordingKind.CORRECTION: N_("Correction"),
        RecordingKind.IMPORT: N_("Import d’un fichier"),
    }
)
