"""What the values of the training are called on pages."""

from typing import Final

from app.core.language import N_
from app.training.rules import Added, EntryStatus, Modality, SpanKind
from app.web.labels import register_labels

TONES: Final = {
    EntryStatus.ON_TIME: "neutral",
    EntryStatus.LATE: "late",
    EntryStatus.EXEMPT: "neutral",
    EntryStatus.POSTPONED: "attention",
}
"""The tone of the badge that shows how somebody entered."""

register_labels(
    {
        EntryStatus.ON_TIME: N_("Entrée normale"),
        EntryStatus.LATE: N_("Recrutement tardif"),
        EntryStatus.EXEMPT: N_("Exempté·e"),
        EntryStatus.POSTPONED: N_("Entrée reportée"),
    }
)
register_labels(
    {
        Modality.IN_PERSON: N_("En présence"),
        Modality.REMOTE: N_("À distance"),
        Modality.E_LEARNING: N_("E-learning"),
        Modality.AT_WORK: N_("En situation de travail"),
    }
)
register_labels(
    {
        Added.STATE_CODE: N_("Code du ministère"),
        Added.LEVEL: N_("Niveau"),
        Added.NAME: N_("Intitulé du bloc"),
        Added.COMPETENCES: N_("Compétences du bloc"),
    }
)
register_labels({SpanKind.WEEK: N_("Semaine"), SpanKind.MONTH: N_("Mois")})
