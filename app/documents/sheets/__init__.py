"""Attendance sheets on paper: facts gathered from the registers, typeset from these facts alone."""

from app.documents.sheets.facts import SheetFacts
from app.documents.sheets.gathering import half_day_facts, week_facts
from app.documents.sheets.printing import file_name, print_sheet

__all__ = ["SheetFacts", "file_name", "half_day_facts", "print_sheet", "week_facts"]
