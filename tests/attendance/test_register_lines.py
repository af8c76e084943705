"""The lines of a register are written out, for speed, and stay what the components of forms would draw."""

import re
from types import SimpleNamespace
from typing import Any

from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict

from app.attendance.forms import ABSENCE_KINDS, ATTENDANCES, RegisterForm, typed_for, untouched_lines
from app.attendance.rules import LONGEST_REMARK

PEOPLE = {7: "Léa <Martin>", 9: "Paul people-any Dupuy"}
WRITTEN_OUT = """
{% from "attendance/register_lines.html" import register_lines %}
{{ register_lines(lines, people, attendances, absence_kinds, longest_remark) }}
"""
BY_COMPONENTS = """
{% from "components/forms.html" import field %}
{% from "components/roster.html" import roster, roster_person %}
{% call roster() %}
{% for entry in form.people %}
{% set person = people[entry.form.enrolment_id.data] %}
{% call roster_person(person.advisor.person.display_name, entry.form.attendance,
                      {"present": "good", "excused": "attention", "unexcused": "problem"},
                      note=_("Recrutement tardif") if person.entry_status == "late",
                      details_label=_("Détails"), is_open=entry.form.is_open) %}
{{ entry.form.enrolment_id(id=false) }}
{% for name in ("arrived_at", "left_at", "absence_kind") %}{{ field(entry.form[name], inline=true) }}{% endfor %}
{{ field(entry.form.remark, inline=true, autocomplete="off") }}
{% endcall %}
{% endfor %}
{% endcall %}
"""
TYPED = {
    "people-0-attendance": "excused",
    "people-0-absence_kind": "sick",
    "people-0-remark": "Rendez-vous « médical » <à Dax>",
    "people-1-attendance": "elsewhere",
    "people-1-arrived_at": 'mi"di',
    "people-1-left_at": "11:30",
    "people-1-absence_kind": "holiday",
    "people-1-remark": "x" * (LONGEST_REMARK + 1),
}


def test_people_whom_nobody_has_marked_are_drawn_as_the_components_would(app: Flask) -> None:
    with app.test_request_context():
        form = _form({})
        assert _tags(WRITTEN_OUT, lines=untouched_lines(PEOPLE)) == _tags(BY_COMPONENTS, form=form)


def test_what_was_typed_and_what_is_wrong_about_it_is_drawn_as_the_components_would(app: Flask) -> None:
    with app.test_request_context():
        form = _form(TYPED)
        assert not form.validate()
        by_components = _tags(BY_COMPONENTS, form=form)
        assert sum('aria-invalid="true"' in tag for tag in by_components) == 3
        assert _tags(WRITTEN_OUT, lines=form.lines) == by_components


def _form(typed: dict[str, str]) -> RegisterForm:
    typed = {f"people-{rank}-enrolment_id": str(number) for rank, number in enumerate(PEOPLE)} | typed
    return RegisterForm(formdata=typed_for(list(PEOPLE), MultiDict(typed)), meta={"csrf": False})


def _tags(template: str, **values: Any) -> list[str]:
    drawn = render_template_string(
        template,
        people={number: _person(number, name) for number, name in PEOPLE.items()},
        attendances=[(value, str(label)) for value, label in ATTENDANCES],
        absence_kinds=[(value, str(label)) for value, label in ABSENCE_KINDS],
        longest_remark=LONGEST_REMARK,
        **values,
    )
    return [" ".join(part.split()) for part in re.split(r"(<[^>]*>)", drawn) if part.strip()]


def _person(number: int, name: str) -> SimpleNamespace:
    person = SimpleNamespace(display_name=name)
    return SimpleNamespace(
        advisor=SimpleNamespace(person=person), entry_status="late" if number == 9 else "on_time"
    )
