"""What may be recorded, and what stays: a block once obtained is never taken back by a later result.

Source: arrêté du 22 décembre 2015 for the blocks that stay obtained. That a certificate fixes its result is our own.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from app.certification.rules.counting import Outcome
from app.core.errors import ChangedMeanwhile, RuleBroken
from app.core.language import N_

LONGEST_REMARK: Final = 200
"""Characters that fit into the column, and on one line of a list."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be recorded for one advisor; a remark left out leaves the one that is there."""

    outcome: Outcome
    remark: str | None = None


class UnknownAdvisor(RuleBroken):
    """No advisor of the network has this identifier."""

    message = N_("Aucun conseiller de ce réseau ne porte l’identifiant %(advisor_id)s.")


class NotACandidate(RuleBroken):
    """The person follows no training towards this block."""

    message = N_("%(person)s n’est pas inscrit·e à une formation qui prépare le bloc %(block)s.")


class NotEnrolled(RuleBroken):
    """The person follows no training at all."""

    message = N_("%(person)s n’est inscrit·e à aucune promotion : inscrivez d’abord cette personne.")


class DecidedInTheFuture(RuleBroken):
    """The jury has not met yet."""

    message = N_(
        "Le jury du %(day)s n’a pas encore eu lieu : les résultats s’enregistrent après sa délibération."
    )


class RemarkTooLong(RuleBroken):
    """The remark does not fit on its line."""

    message = N_("La remarque pour %(person)s dépasse %(limit)s caractères : raccourcissez-la.")


class ObtainedStaysObtained(RuleBroken):
    """A block once obtained is neither taken back nor obtained again."""

    message = N_("%(person)s a déjà obtenu le bloc %(block)s : un bloc obtenu reste acquis.")


class CorrectionNeedsReason(RuleBroken):
    """A recorded result changes only with a reason."""

    message = N_(
        "Le résultat de %(person)s est déjà enregistré : indiquez en remarque le motif de la correction."
    )


class ResultIsCertified(RuleBroken):
    """A certificate was issued for this result, which fixes it."""

    message = N_(
        "Un certificat a été émis pour le résultat de %(person)s. Pour changer ce résultat, "
        "révoquez d’abord le certificat."
    )


class ResultInUse(RuleBroken):
    """Something rests on a result: a certificate, a decision, or signed minutes."""

    message = N_("Un certificat, une décision ou un procès-verbal signé repose sur un de ces résultats.")


class RecordedMeanwhile(ChangedMeanwhile):
    """Somebody else recorded one of these results at the same moment."""

    message = N_(
        "Quelqu’un d’autre vient d’enregistrer un de ces résultats. Rechargez la page pour voir ce qui est enregistré."
    )


class ResultsChangedMeanwhile(ChangedMeanwhile):
    """Somebody else recorded or corrected these results after the list was shown that now says otherwise."""

    message = N_(
        "Depuis l’ouverture de cette page, quelqu’un a enregistré ou corrigé le résultat de %(people)s : voici ce qui "
        "est enregistré maintenant. Vérifiez, puis recommencez."
    )


def check_decided(day: date | None, today: date) -> None:
    """Let results be recorded only once the jury has met.

    :raises DecidedInTheFuture: when its day has not come.
    """
    if day is not None and day > today:
        raise DecidedInTheFuture(day=day)


def check_remark(remark: str | None, *, person: str) -> None:
    """Let a remark pass that fits on its line.

    :raises RemarkTooLong: otherwise.
    """
    if remark is not None and len(remark) > LONGEST_REMARK:
        raise RemarkTooLong(person=person, limit=LONGEST_REMARK)


def check_not_obtained_before(has_obtained_elsewhere: bool, *, person: str, block: str) -> None:
    """Let nobody be judged again on a block that they obtained in another session.

    :raises ObtainedStaysObtained: when they did.
    """
    if has_obtained_elsewhere:
        raise ObtainedStaysObtained(person=person, block=block)


def check_correction(reason: str | None, earlier_remark: str | None, *, person: str) -> None:
    """Let a recorded outcome be corrected only with a reason of its own: an earlier remark does not explain it.

    :raises CorrectionNeedsReason: when no reason is given, or the remark that was there.
    """
    given = (reason or "").strip()
    if not given or given == (earlier_remark or "").strip():
        raise CorrectionNeedsReason(person=person)
