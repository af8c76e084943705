"""What the values of the certification are called on pages."""

from typing import Final

from app.certification.rules import AssessmentLevel, ExamStage, Outcome
from app.core.language import N_
from app.training.titles import Block, Title
from app.web.labels import register_labels

register_labels(
    {
        Outcome.OBTAINED: N_("Obtenu"),
        Outcome.NOT_OBTAINED: N_("Non obtenu"),
        Outcome.NOT_PRESENTED: N_("Non présenté"),
    }
)

register_labels(
    {
        ExamStage.PLANNED: N_("Planifiée"),
        ExamStage.DECLARED: N_("Déclarée"),
        ExamStage.HELD: N_("Tenue"),
        ExamStage.DELIBERATED: N_("Délibérée"),
        ExamStage.CLOSED: N_("Procès-verbal signé"),
        ExamStage.VALIDATED: N_("Validée par l’État"),
        ExamStage.CANCELLED: N_("Annulée"),
    }
)

STAGE_TONES: Final = {
    ExamStage.PLANNED: "neutral",
    ExamStage.DECLARED: "neutral",
    ExamStage.HELD: "attention",
    ExamStage.DELIBERATED: "attention",
    ExamStage.CLOSED: "good",
    ExamStage.VALIDATED: "good",
    ExamStage.CANCELLED: "neutral",
}
"""The tone of the badge that shows how far a session is; what waits for somebody asks for attention."""

register_labels(
    {
        AssessmentLevel.ACQUIRED: N_("Acquise"),
        AssessmentLevel.IN_PROGRESS: N_("En cours d’acquisition"),
        AssessmentLevel.NOT_ACQUIRED: N_("Non acquise"),
    }
)

TONES: Final = {
    Outcome.OBTAINED: "good",
    Outcome.NOT_OBTAINED: "problem",
    Outcome.NOT_PRESENTED: "attention",
}
"""The tone of the badge that shows an outcome."""


def block_label(title_code: str, block_code: str) -> str:
    """Return a block as a list names it in a few signs: ``CCP1 · REMN``; Pix is alone in its title."""
    return title_code if title_code == block_code else f"{block_code} · {title_code}"


def kind_and_name(title: Title, block: Block) -> str:
    """Return what can be examined as a list names it in full."""
    return " — ".join(filter(None, (block_label(title.code, block.code), block.name)))
