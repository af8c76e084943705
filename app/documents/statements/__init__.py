"""Statements of hours on paper: of one person half-day by half-day, or of many people person by person."""

from app.documents.statements.facts import StatementFacts
from app.documents.statements.gathering import group_statement, people_statement, person_statement
from app.documents.statements.printing import file_name, print_statement

__all__ = [
    "StatementFacts",
    "file_name",
    "group_statement",
    "people_statement",
    "person_statement",
    "print_statement",
]
