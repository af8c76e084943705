"""What the stages of an advisor are called on pages."""

from typing import Final

from app.core.language import N_
from app.progress.rules import AlertKind, Stage
from app.training.rules import TargetKind
from app.web.labels import register_labels

register_labels(
    {
        TargetKind.FULL: N_("Toutes les heures du parcours"),
        TargetKind.PRO_RATA: N_("Au prorata de ce qui reste à suivre"),
        TargetKind.EQUIVALENCE: N_("Par équivalence, moins les heures acquises ailleurs"),
        TargetKind.DISPENSED: N_("Dispensé·e : plus aucune heure n’est attendue"),
    }
)
register_labels(
    {
        AlertKind.OUT_OF_REACH: N_("N’atteindra plus ses heures"),
        AlertKind.UNEXCUSED: N_("Absences non excusées"),
        AlertKind.ABSENCES: N_("Absences nombreuses"),
        AlertKind.RESIT: N_("Bloc à représenter"),
    }
)
register_labels(
    {
        Stage.CERTIFIED: N_("Certifié·e"),
        Stage.LATE_IN_TRAINING: N_("Recrutement tardif, en formation"),
        Stage.IN_TRAINING: N_("En formation"),
        Stage.NOT_OBTAINED: N_("Bloc non obtenu"),
        Stage.NOT_PRESENTED: N_("Non présenté·e à l’examen"),
        Stage.EXEMPT: N_("Exempté·e de formation"),
        Stage.LEFT: N_("Sorti·e de la formation"),
        Stage.NOT_ENROLLED: N_("Pas encore inscrit·e en formation"),
    }
)

TONES: Final = {
    Stage.CERTIFIED: "good",
    Stage.LATE_IN_TRAINING: "late",
    Stage.IN_TRAINING: "neutral",
    Stage.NOT_OBTAINED: "problem",
    Stage.NOT_PRESENTED: "attention",
    Stage.EXEMPT: "neutral",
    Stage.LEFT: "neutral",
    Stage.NOT_ENROLLED: "attention",
}
"""The tone of the badge that shows a stage."""
