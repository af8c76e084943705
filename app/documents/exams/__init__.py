"""The papers of an exam session: convocations, the attendance sheet of the day, the minutes to sign."""

from app.documents.exams.facts import CandidateFacts, ExamFacts, MemberFacts
from app.documents.exams.gathering import candidates_in_order, exam_facts
from app.documents.exams.printing import ExamPaper, file_name, print_exam_paper

__all__ = [
    "CandidateFacts",
    "ExamFacts",
    "ExamPaper",
    "MemberFacts",
    "candidates_in_order",
    "exam_facts",
    "file_name",
    "print_exam_paper",
]
