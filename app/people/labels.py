"""What the states of an account are called, and the territories of networks."""

from app.core.language import N_
from app.core.territories import Territory
from app.people.rules import AccountState
from app.web.labels import register_labels

register_labels(
    {
        AccountState.OPEN: N_("Ouvert"),
        AccountState.WAITING: N_("En attente"),
        AccountState.CLOSED: N_("Fermé"),
    }
)
register_labels(
    {
        Territory.MAINLAND: N_("Métropole"),
        Territory.ALSACE_MOSELLE: N_("Alsace et Moselle"),
        Territory.GUADELOUPE: N_("Guadeloupe"),
        Territory.GUYANE: N_("Guyane"),
        Territory.MARTINIQUE: N_("Martinique"),
        Territory.MAYOTTE: N_("Mayotte"),
        Territory.REUNION: N_("La Réunion"),
        Territory.SAINT_BARTHELEMY: N_("Saint-Barthélemy"),
        Territory.SAINT_MARTIN: N_("Saint-Martin"),
    }
)
