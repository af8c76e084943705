"""Why the ledger refuses a line: each refusal by its name."""

from app.core.errors import RuleBroken
from app.core.language import N_


class OutsideTheHalfDay(RuleBroken):
    """An arrival or a departure lies outside of the half-day, or in the wrong order."""

    message = N_(
        "Arrivée à %(arrived_at)s et départ à %(left_at)s : les heures doivent se suivre entre %(starts_at)s et "
        "%(ends_at)s, fin de la demi-journée."
    )


class NegativeHours(RuleBroken):
    """Fewer than no minutes were given."""

    message = N_("Une durée ne peut pas être négative (%(duration)s).")


class MoreThanAHalfDay(RuleBroken):
    """More minutes than a half-day can have."""

    message = N_("%(duration)s dépassent la demi-journée, qui compte au plus %(limit)s.")


class AbsentWithHours(RuleBroken):
    """Somebody absent was given hours."""

    message = N_("Une personne absente ne peut pas avoir d’heures sur la demi-journée.")


class PresentWithoutHours(RuleBroken):
    """Somebody was corrected to have been there for no time at all."""

    message = N_("Une personne présente a des heures. Si elle n’était pas là, choisissez une absence.")


class InTheFuture(RuleBroken):
    """The half-day has not come yet."""

    message = N_("Le %(day)s est dans le futur : les heures s’enregistrent le jour même ou après.")


class BeforeArrival(RuleBroken):
    """The half-day lies before the person was hired or entered the training."""

    message = N_("Le %(day)s précède l’arrivée de %(person)s, le %(first_day)s.")


class AfterExit(RuleBroken):
    """The half-day lies after the person left the training."""

    message = N_("Le %(day)s suit la sortie de formation de %(person)s, le %(exited_on)s.")


class HoursOutsideThePeriod(RuleBroken):
    """New dates of an enrolment would leave credited half-days outside: ``first`` and ``last`` of ``count`` of them."""

    message = N_(
        "%(person)s a des heures créditées hors de ces dates, du %(first)s au %(last)s (demi-journées : %(count)s). "
        "Corrigez d’abord ces heures, ou gardez les dates."
    )


class ExemptFromTraining(RuleBroken):
    """The person is exempt from the training, so that no hours are expected of them."""

    message = N_("%(person)s est exempté·e de formation : aucune heure ne peut être enregistrée.")


class AlreadyRecorded(RuleBroken):
    """The half-day of this person is already in the ledger; only a correction can change it."""

    message = N_(
        "La demi-journée du %(day)s (%(half)s) de %(person)s est déjà enregistrée : corrigez-la si besoin."
    )


class RecordedAtThisTime(AlreadyRecorded):
    """This person was recorded on the same day with another group, for hours that overlap these."""

    message = N_(
        "%(person)s est déjà au registre du groupe « %(group)s » le %(day)s, de %(starts_at)s à %(ends_at)s : ces "
        "heures ne comptent pas deux fois. Corrigez cette autre demi-journée si besoin."
    )


class RegisterAlreadyRecorded(AlreadyRecorded):
    """The register of this half-day was recorded before: ``recorded_by`` (a name, or None) and ``recorded_at``."""

    message = N_("Cette feuille de présence est déjà enregistrée : corrigez-la si besoin.")


class GivenTwice(RuleBroken):
    """A file gives one half-day of one person on two lines."""

    message = N_("La demi-journée du %(day)s (%(half)s) de %(person)s est donnée deux fois.")


class NotExpected(RuleBroken):
    """Somebody was marked who is not on the list of the half-day."""

    message = N_(
        "La liste des personnes attendues a changé depuis l’ouverture de cette page : relisez-la, puis enregistrez à "
        "nouveau."
    )


class RemarkTooLong(RuleBroken):
    """The remark does not fit into the ledger."""

    message = N_("Une remarque compte au plus %(limit)s caractères ; celle-ci en compte %(length)s.")


class CorrectionWithoutReason(RuleBroken):
    """A correction says why."""

    message = N_("Indiquez pourquoi vous corrigez cette demi-journée.")


class NothingToCorrect(RuleBroken):
    """The correction says what the ledger says already."""

    message = N_("La correction ne change rien à la demi-journée.")


class CorrectedMeanwhile(RuleBroken):
    """Somebody else corrected the entry after this page was opened."""

    message = N_(
        "Quelqu’un a corrigé cette demi-journée entre-temps : relisez-la avant de la corriger à nouveau."
    )
