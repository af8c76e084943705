"""The tones in which the pages of this feature show what they tell."""

from typing import Any

from app.certification.labels import TONES as OUTCOME_TONES
from app.progress.labels import TONES as STAGE_TONES
from app.training.labels import TONES as STATUS_TONES


def badges() -> dict[str, Any]:
    """Return what the templates need to choose the tone of a badge."""
    return {"outcome_tones": OUTCOME_TONES, "stage_tones": STAGE_TONES, "status_tones": STATUS_TONES}
