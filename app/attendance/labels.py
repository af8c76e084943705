"""What the words of the ledger are called."""

from app.attendance.models import RecordingKind
from app.attendance.rules import AbsenceKind, ActivityState, Attendance, Oddity, SignatureMethod
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
        RecordingKind.UNDO: N_("Enregistrement annulé"),
        RecordingKind.ADDITION: N_("Ajout à la feuille"),
        RecordingKind.VALIDATION: N_("Validation d’une activité"),
    }
)
register_labels(
    {
        ActivityState.WAITING: N_("À valider"),
        ActivityState.VALIDATED: N_("Validée"),
        ActivityState.REFUSED: N_("Refusée"),
        ActivityState.WITHDRAWN: N_("Retirée"),
    }
)
register_labels(
    {
        SignatureMethod.ACCOUNT: N_("Sur son téléphone, avec son compte"),
        SignatureMethod.LINK: N_("Par un lien à usage unique"),
        SignatureMethod.DRAWN: N_("Dessinée sur la tablette"),
        SignatureMethod.TYPED: N_("Nom écrit sur la tablette"),
        SignatureMethod.COUNTERSIGNATURE: N_("Contresignature du formateur"),
    }
)
register_labels(
    {
        Oddity.ELSEWHERE: N_("Signature venue d’un autre endroit que la salle"),
        Oddity.OLD_CODE: N_("Code périmé, sans doute transmis par message"),
        Oddity.WRONG_CODE: N_("Code erroné"),
        Oddity.OTHER_SESSION: N_("Code d’une autre séance"),
        Oddity.NOT_EXPECTED: N_("Personne qui n’est pas sur la liste"),
        Oddity.ALREADY_SIGNED: N_("Personne qui a déjà signé, depuis un autre endroit"),
        Oddity.MARKED_ABSENT: N_("Personne notée absente"),
        Oddity.CLOSED: N_("Feuille déjà close"),
        Oddity.TOO_MANY: N_("Trop d’essais de code"),
    }
)
register_labels(
    {
        AbsenceKind.SICK: N_("Maladie"),
        AbsenceKind.LEAVE: N_("Congé"),
        AbsenceKind.EMPLOYER: N_("Besoin de l’employeur"),
        AbsenceKind.TRAINING_ELSEWHERE: N_("Autre formation"),
        AbsenceKind.OTHER: N_("Autre motif"),
    }
)
