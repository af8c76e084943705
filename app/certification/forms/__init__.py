"""What administrators type about exams and results, by subject; callers import every form from here."""

from app.certification.forms.authorities import StateAuthorityForm
from app.certification.forms.candidates import (
    AdmitForm,
    AdmitTogetherForm,
    ArrangementForm,
    ExamFileForm,
    FilesForm,
    SentenceForm,
    admit_form,
    arrangement_form,
    exam_file_form,
)
from app.certification.forms.decisions import (
    DecisionForm,
    ExamCancellationForm,
    IncidentsForm,
    SteppingBackForm,
)
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
    "AdmitForm",
    "AdmitTogetherForm",
    "ArrangementForm",
    "BlockResultForm",
    "DecisionForm",
    "ExamCancellationForm",
    "ExamFileForm",
    "ExamSessionForm",
    "FilesForm",
    "IncidentsForm",
    "PixForm",
    "ResultsForm",
    "SentenceForm",
    "StateAuthorityForm",
    "StepForm",
    "SteppingBackForm",
    "admit_form",
    "arrangement_form",
    "exam_file_form",
    "outcome_field",
    "results_form",
]
