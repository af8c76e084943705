"""Tables of the hours and of the register: the append-only ledger, the signatures, the acts of a register."""

from app.attendance.models.activities import (
    ONE_ACTIVITY_PER_DAY,
    Activity,
    ActivityProof,
)
from app.attendance.models.guests import (
    Guest,
)
from app.attendance.models.ledger import (
    ONE_ORIGINAL_PER_ACTIVITY,
    ONE_ORIGINAL_PER_HALF_DAY,
    CreditKey,
    HoursEntry,
    Recording,
    RecordingKind,
)
from app.attendance.models.scans import (
    RegisterScan,
)
from app.attendance.models.sheets import (
    KeptSheet,
)
from app.attendance.models.signatures import (
    RegisterAct,
    Signature,
    SigningLink,
    SigningTry,
)

__all__ = [
    "ONE_ACTIVITY_PER_DAY",
    "ONE_ORIGINAL_PER_ACTIVITY",
    "ONE_ORIGINAL_PER_HALF_DAY",
    "Activity",
    "ActivityProof",
    "CreditKey",
    "Guest",
    "HoursEntry",
    "KeptSheet",
    "Recording",
    "RecordingKind",
    "RegisterAct",
    "RegisterScan",
    "Signature",
    "SigningLink",
    "SigningTry",
]
