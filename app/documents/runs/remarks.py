"""What is said by name at the gate of a print run, beside what a certificate itself refuses to say."""

from app.core.errors import RuleBroken
from app.core.language import N_


class AlreadyIssued(RuleBroken):
    """The result has its certificate."""

    message = N_("%(person)s : le certificat n° %(number)s existe déjà.")


class AlreadyReserved(RuleBroken):
    """The result has its number, and its certificate waits for its bytes."""

    message = N_("%(person)s : le certificat n° %(number)s attend son PDF. Reprenez son impression.")


class IssuedSaysOtherwise(RuleBroken):
    """The result has its certificate, which says other hours than the ledger does today."""

    message = N_(
        "%(person)s : le certificat n° %(number)s dit %(issued)s, le livre d’heures en compte %(today)s."
    )


class NoResultYet(RuleBroken):
    """A late recruit before the jury: nothing is due, and nothing is a failure."""

    message = N_("%(person)s : recrutement tardif, aucun résultat pour le moment. Rien n’est dû.")


class NoHours(RuleBroken):
    """Somebody passed without an hour of training in the ledger: it may have been forgotten."""

    message = N_("0 h suivie. Si c’est juste, cochez la case : le certificat le dira.")


class NoBirthDate(RuleBroken):
    """The certificate tells people of one name apart by the day of birth, and does not know it."""

    message = N_("Date de naissance manquante. Sans elle, le certificat ne la dira pas.")


class SheetsStillOpen(RuleBroken):
    """Some of the hours stand on registers that the trainer has not signed: they may still change."""

    message = N_("Des heures sont sur des feuilles que le formateur n’a pas closes (%(count)s).")


class EverybodyOnOpenSheets(RuleBroken):
    """The same of everybody who can be printed: said once, it is read."""

    message = N_(
        "Toutes ces personnes ont des heures sur des feuilles que le formateur n’a pas closes. "
        "Leurs certificats disent ce qui est enregistré aujourd’hui."
    )


class HoursBelowPrescription(RuleBroken):
    """Fewer hours were followed than prescribed: the certificate tells the hours followed."""

    message = N_("%(followed)s suivies sur %(prescribed)s prescrites.")


class ChangedSinceShown(RuleBroken):
    """What the certificate would say is no longer what was shown at the gate."""

    message = N_(
        "%(person)s : ce que le certificat dira a changé depuis le contrôle. Vérifiez, puis émettez."
    )
