"""Training outside of half-days: e-learning, remote and work-based activities, counted once a trainer validates them.

The law asks of open and distance training that the duration of each activity be estimated, and that assiduity be proven
by a bundle of traces rather than by one piece (code du travail, D. 6313-3-1 and R. 6313-3).
"""

from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from app.core.errors import RuleBroken
from app.core.half_days import HALF_DAY_LIMIT_MINUTES
from app.core.hours import format_hours
from app.core.language import N_
from app.training.rules import Modality

LONGEST_ACTIVITY: Final = 2 * HALF_DAY_LIMIT_MINUTES
"""Minutes that one activity can count: a day of training. What took longer is handed in day by day."""

LONGEST_TITLE: Final = 200
LONGEST_LINK: Final = 500
MOST_PROOFS: Final = 10
"""Files that prove one activity."""

MOST_WAITING: Final = 100
"""Activities of one person that wait for a trainer: more than anybody hands in before one is looked at."""

MOST_WAITING_BYTES: Final = 200 * 1024 * 1024
"""What the files of these weigh together, with those of what was refused."""

OUTSIDE_OF_HALF_DAYS: Final = (Modality.E_LEARNING, Modality.REMOTE, Modality.AT_WORK)
"""How an activity can be spent: what happens in a room is a half-day with a register."""

REOPENED: Final = "Validation annulée"


class ActivityState(StrEnum):
    """What has become of an activity; only a validated one counts."""

    WAITING = "waiting"
    VALIDATED = "validated"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ActivityWithoutTitle(RuleBroken):
    """Nobody can validate what has no name."""

    message = N_("Dites quelle activité c’était.")


class ActivityTitleTooLong(RuleBroken):
    """The name does not fit."""

    message = N_("Le nom d’une activité compte au plus %(limit)s caractères ; celui-ci en compte %(length)s.")


class ActivityWithoutDuration(RuleBroken):
    """The estimated duration is missing, or is none."""

    message = N_("Donnez la durée estimée de l’activité, par exemple 1 h 30.")


class ActivityTooLong(RuleBroken):
    """The activity lasted longer than a day of training."""

    message = N_(
        "%(duration)s dépassent une journée de formation, qui compte au plus %(limit)s : remettez l’activité jour par "
        "jour."
    )


class ActivityInARoom(RuleBroken):
    """The hours of a room are recorded by its register."""

    message = N_("Les heures en présence s’enregistrent par la feuille de présence de leur séance.")


class NotALink(RuleBroken):
    """The address of the proof is none that a browser opens safely."""

    message = N_(
        "Le lien doit être une adresse complète qui commence par https://, de 500 caractères au plus."
    )


class ActivityWithoutProof(RuleBroken):
    """Neither a file nor a link shows that the activity was done."""

    message = N_("Joignez un fichier ou donnez un lien : l’assiduité à distance se prouve par des traces.")


class TooManyProofs(RuleBroken):
    """The activity has as many files as it can have."""

    message = N_("Cette activité a déjà %(most)s fichiers. Rassemblez les pages en un seul PDF.")


class TooManyWaiting(RuleBroken):
    """So many activities of one person wait already that a trainer has to look at some first."""

    message = N_(
        "%(most)s activités de %(person)s attendent déjà un formateur : il faut d’abord qu’il en examine."
    )


class ProofsTooHeavy(RuleBroken):
    """The files of what waits for a trainer, or was refused, weigh too much together."""

    message = N_(
        "Les fichiers des activités en attente ou refusées pèsent déjà %(most)s Mo : réduisez celui-ci, supprimez les "
        "preuves d’une activité refusée, ou attendez qu’un formateur en examine."
    )


class AlreadyHandedIn(RuleBroken):
    """The activity was handed in for this day before, with other values."""

    message = N_(
        "L’activité « %(title)s » du %(day)s de %(person)s est déjà remise, pour %(duration)s : une activité compte "
        "une fois par jour."
    )


class DecidedMeanwhile(RuleBroken):
    """The activity is no longer what the page has shown."""

    message = N_(
        "L’activité « %(title)s » de %(person)s a changé entre-temps : relisez-la, puis recommencez."
    )


class OwnActivity(RuleBroken):
    """Nobody validates their own hours."""

    message = N_("Vous ne pouvez pas valider votre propre activité : un autre formateur s’en charge.")


class RefusalWithoutReason(RuleBroken):
    """A refusal says why, so that the advisor knows what to mend."""

    message = N_("Indiquez pourquoi vous refusez cette activité.")


class ActivityIsNoHalfDay(RuleBroken):
    """An activity was corrected to an absence, which it cannot be."""

    message = N_(
        "Une activité hors séance n’a pas d’absence : pour ne plus la compter, annulez sa validation."
    )


def checked_title(typed: str) -> str:
    """Return the name of an activity without doubled blanks.

    :raises ActivityWithoutTitle, ActivityTitleTooLong: when it is none that can be kept.
    """
    title = " ".join(typed.split())
    if not title:
        raise ActivityWithoutTitle
    if len(title) > LONGEST_TITLE:
        raise ActivityTitleTooLong(limit=LONGEST_TITLE, length=len(title))
    return title


def checked_link(typed: str | None) -> str | None:
    """Return the address of a proof, or None when none is given; nobody opens it here.

    :raises NotALink: when it is no https address.
    """
    link = (typed or "").strip()
    if not link:
        return None
    try:
        parts = urlsplit(link)
        is_address = parts.scheme == "https" and bool(parts.hostname) and parts.username is None
    except ValueError:
        is_address = False
    if not is_address or len(link) > LONGEST_LINK or not link.isprintable() or " " in link:
        raise NotALink
    return link


def check_activity(minutes: int, modality: Modality) -> None:
    """Let only a duration and a way pass that an activity can have.

    :raises ActivityInARoom: when the hours belong to a register.
    :raises ActivityWithoutDuration, ActivityTooLong: when the minutes are none, or more than a day of training.
    """
    if modality not in OUTSIDE_OF_HALF_DAYS:
        raise ActivityInARoom
    if minutes < 1:
        raise ActivityWithoutDuration
    if minutes > LONGEST_ACTIVITY:
        raise ActivityTooLong(duration=format_hours(minutes), limit=format_hours(LONGEST_ACTIVITY))
