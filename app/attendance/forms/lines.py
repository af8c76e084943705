"""The people of a register as its page draws them, in plain values: nothing typed about them yet, or what was."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from app.attendance.rules import AbsenceKind, Attendance

ATTENDANCES: Final = (
    (Attendance.PRESENT.value, _l("Présent")),
    (Attendance.EXCUSED.value, _l("Absent excusé")),
    (Attendance.UNEXCUSED.value, _l("Absent non excusé")),
)
ABSENCE_KINDS: Final = (
    ("", _l("Non précisé")),
    (AbsenceKind.SICK.value, _l("Maladie")),
    (AbsenceKind.LEAVE.value, _l("Congé")),
    (AbsenceKind.EMPLOYER.value, _l("Besoin de l’employeur")),
    (AbsenceKind.TRAINING_ELSEWHERE.value, _l("Autre formation")),
    (AbsenceKind.OTHER.value, _l("Autre motif")),
)


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """Somebody on the page of a register, with what was typed about them, letter by letter, and what is wrong with it.

    The form of a person has six fields; to make and draw those of fifteen people takes twice as long as all the rest
    of the page. It is made when something was typed; until then everybody is these values.
    """

    enrolment_id: int
    is_untouched: bool = True
    attendance: str = Attendance.PRESENT.value
    arrived_at: str = ""
    left_at: str = ""
    absence_kind: str = ""
    remark: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    """The first thing that is wrong with a field, by its name."""
    is_open: bool = False


def untouched_lines(enrolment_ids: Iterable[int]) -> list[RegisterLine]:
    """Return the lines of a register that nobody has begun to fill in: everybody is present."""
    return [RegisterLine(enrolment_id) for enrolment_id in enrolment_ids]


def typed_line(form: Any) -> RegisterLine:
    """Return the line of somebody about whom ``form``, a mark's, was typed."""
    return RegisterLine(
        enrolment_id=form.enrolment_id.data,
        is_untouched=False,
        attendance=form.attendance.data,
        arrived_at=_as_typed(form.arrived_at),
        left_at=_as_typed(form.left_at),
        absence_kind=form.absence_kind.data,
        remark=form.remark.data or "",
        errors={name: errors[0] for name, errors in form.errors.items() if name is not None},
        is_open=form.is_open,
    )


def _as_typed(time_field: Any) -> str:
    # What is no time has no other value than its letters.
    return " ".join(time_field.raw_data or ())
