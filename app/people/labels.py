"""What the states of an account are called."""

from app.core.language import N_
from app.people.rules import AccountState
from app.web.labels import register_labels

register_labels(
    {
        AccountState.OPEN: N_("Ouvert"),
        AccountState.WAITING: N_("En attente"),
        AccountState.CLOSED: N_("Fermé"),
    }
)
