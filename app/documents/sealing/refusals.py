"""Why nothing can be sealed, and hence nothing issued."""

from app.core.errors import RuleBroken
from app.core.language import N_


class SealRefused(RuleBroken):
    """No document can be sealed now; nothing is issued."""


class SealKeyExpired(SealRefused):
    """The certificate of the key has ended, or one above it."""

    message = N_(
        "La clé qui scelle les documents n’est plus valable depuis le %(day)s. Rien n’a été émis : installez d’abord"
        " la nouvelle clé."
    )


class SealKeyNotYetValid(SealRefused):
    """The certificate of the key has not begun: it is a key of tomorrow, or the clock of the server was set back."""

    message = N_(
        "La clé qui scelle les documents n’est valable qu’à partir du %(day)s. Rien n’a été émis : vérifiez l’horloge"
        " du serveur."
    )


class ClockSetBack(SealRefused):
    """The clock shows an earlier time than the last certificate of the network bears."""

    message = N_(
        "L’horloge du serveur retarde : elle est en arrière du dernier certificat émis (%(day)s). Rien n’a été émis."
    )


class SealKeyUnusable(SealRefused):
    """The key cannot be opened: a missing file, a wrong password, a device that does not answer."""

    message = N_("La clé qui scelle les documents ne s’ouvre pas : %(reason)s. Rien n’a été émis.")


class TimestampRefused(SealRefused):
    """The timestamp server gave no timestamp."""

    message = N_(
        "Le serveur d’horodatage n’a pas répondu (%(reason)s). Ce qui n’est pas émis attend, et se reprend."
    )
