"""What is decided across the features, by subject; callers import every one from here."""

from app.progress.rules.alerts import (
    FEWEST_FOR_A_SHARE,
    RESIT_REMINDERS,
    AlertKind,
    Presence,
    Thresholds,
    Verdict,
    levels_of,
    resit_level,
    verdicts,
)
from app.progress.rules.contract import (
    Contract,
    HalfDayKey,
    PlannedHalfDay,
    Projection,
    contract_of,
    projection_of,
    still_ahead,
)
from app.progress.rules.exams import earliest_exam
from app.progress.rules.quality import FEW, QualityFigures, Share, Trainee, quality_figures
from app.progress.rules.stages import Stage, Summary, stage_of, summary_of
from app.progress.rules.subjects import SubjectHours

__all__ = [
    "FEW",
    "FEWEST_FOR_A_SHARE",
    "RESIT_REMINDERS",
    "AlertKind",
    "Contract",
    "HalfDayKey",
    "PlannedHalfDay",
    "Presence",
    "Projection",
    "QualityFigures",
    "Share",
    "Stage",
    "SubjectHours",
    "Summary",
    "Thresholds",
    "Trainee",
    "Verdict",
    "contract_of",
    "earliest_exam",
    "levels_of",
    "projection_of",
    "quality_figures",
    "resit_level",
    "stage_of",
    "still_ahead",
    "summary_of",
    "verdicts",
]
