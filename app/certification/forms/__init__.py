"""What administrators type about exams and results, by subject; callers import every form from here."""

from app.certification.forms.exams import ExamSessionForm, StepForm
from app.certification.forms.results import (
    NOTHING_RECORDED,
    BlockResultForm,
    PixForm,
    ResultsForm,
    outcome_field,
    results_form,
)

__all__ = [
    "NOTHING_RECORDED",
    "BlockResultForm",
    "ExamSessionForm",
    "PixForm",
    "ResultsForm",
    "StepForm",
    "outcome_field",
    "results_form",
]
