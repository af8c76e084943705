"""What people type about registers: the marks of a half-day, the correction of one line."""

from app.attendance.forms.register import (
    MOST_PEOPLE,
    CorrectionForm,
    DayForm,
    MarkForm,
    RegisterForm,
    typed_for,
)

__all__ = [
    "MOST_PEOPLE",
    "CorrectionForm",
    "DayForm",
    "MarkForm",
    "RegisterForm",
    "typed_for",
]
