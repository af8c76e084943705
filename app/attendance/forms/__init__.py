"""What people type about registers: the marks of a half-day, the correction of one line."""

from app.attendance.forms.activities import (
    ActivityCorrectionForm,
    ActivityForm,
    RefuseActivityForm,
    ReopenActivityForm,
)
from app.attendance.forms.closing import (
    CloseForm,
    ReopenForm,
    UnsignedForm,
)
from app.attendance.forms.guests import (
    GuestForm,
    RecogniseForm,
)
from app.attendance.forms.lines import ABSENCE_KINDS, ATTENDANCES, untouched_lines
from app.attendance.forms.register import (
    MOST_PEOPLE,
    CorrectionForm,
    DayForm,
    MarkForm,
    RegisterForm,
    absence_kind_field,
    kind_of_absence,
    typed_for,
)
from app.attendance.forms.scans import ScanForm
from app.attendance.forms.sheets import KEPT, ChoiceForm, DecideForm, form_of_kept, readable_marks
from app.attendance.forms.signing import (
    CodeForm,
    ConfirmForm,
    PadForm,
)

__all__ = [
    "ABSENCE_KINDS",
    "ATTENDANCES",
    "KEPT",
    "MOST_PEOPLE",
    "ActivityCorrectionForm",
    "ActivityForm",
    "ChoiceForm",
    "CloseForm",
    "CodeForm",
    "ConfirmForm",
    "CorrectionForm",
    "DayForm",
    "DecideForm",
    "GuestForm",
    "MarkForm",
    "PadForm",
    "RecogniseForm",
    "RefuseActivityForm",
    "RegisterForm",
    "ReopenActivityForm",
    "ReopenForm",
    "ScanForm",
    "UnsignedForm",
    "absence_kind_field",
    "form_of_kept",
    "kind_of_absence",
    "readable_marks",
    "typed_for",
    "untouched_lines",
]
