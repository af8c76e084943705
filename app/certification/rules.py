"""What the regulation says of results: who obtained, what may still change, and who counts in the pass rate."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from app.core.errors import RuleBroken
from app.core.language import N_
from app.training.titles import Title

MINIMUM_JURORS = 2
"""A jury has two accredited members at least (règlement général des sessions d’examen)."""


class Outcome(StrEnum):
    """What the jury decided for one block."""

    OBTAINED = "obtained"
    NOT_OBTAINED = "not_obtained"
    NOT_PRESENTED = "not_presented"


@dataclass(frozen=True, slots=True)
class Candidacy:
    """What is known of one advisor when the pass rate is counted."""

    outcome: Outcome | None
    is_late: bool
    is_exempt: bool = False


@dataclass(frozen=True, slots=True)
class PassRate:
    """How many obtained the block among those who presented themselves."""

    obtained: int
    presented: int

    @property
    def share(self) -> Fraction | None:
        """Return the exact share, or None when nobody presented themselves."""
        return Fraction(self.obtained, self.presented) if self.presented else None


class ObtainedStaysObtained(RuleBroken):
    """A block once obtained cannot be taken back by a later result."""

    message = N_(
        "%(person)s a déjà obtenu le bloc %(block)s : un bloc obtenu reste acquis."
    )


class ResultIsCertified(RuleBroken):
    """A certificate was issued for this result, which fixes it."""

    message = N_(
        "Le certificat n° %(number)s a été émis pour ce résultat. Pour le changer, révoquez d’abord le certificat."
    )


class CorrectionNeedsReason(RuleBroken):
    """A recorded result changes only with a reason."""

    message = N_(
        "Le résultat de %(person)s est déjà enregistré : indiquez le motif de la correction."
    )


class DecidedInTheFuture(RuleBroken):
    """The jury has not met yet."""

    message = N_(
        "Le jury du %(day)s n’a pas encore eu lieu : les résultats s’enregistrent après sa délibération."
    )


class TitleNotInForce(RuleBroken):
    """The title was not in force on the day of the exam."""

    message = N_("Le titre « %(title)s » n’était pas en vigueur le %(day)s.")


class JuryTooSmall(RuleBroken):
    """The jury has too few members."""

    message = N_(
        "Un jury compte au moins %(minimum)s membres habilités ; celui-ci en compte %(count)s."
    )


class NotACandidate(RuleBroken):
    """The person follows no training towards this block."""

    message = N_(
        "%(person)s n’est pas inscrit·e à une formation qui prépare le bloc %(block)s."
    )


def counts_in_pass_rate(candidacy: Candidacy) -> bool:
    """Return whether the advisor is in the denominator: presented to the jury, and neither late nor exempt.

    A late recruit who has already obtained the block counts like everybody who has.
    """
    has_passed = candidacy.outcome is Outcome.OBTAINED
    has_presented = candidacy.outcome in (Outcome.OBTAINED, Outcome.NOT_OBTAINED)
    return has_passed or all(
        (has_presented, not candidacy.is_late, not candidacy.is_exempt)
    )


def pass_rate(candidacies: list[Candidacy]) -> PassRate:
    """Return obtained among presented (*taux d’obtention* of the quality indicators)."""
    counted = [candidacy for candidacy in candidacies if counts_in_pass_rate(candidacy)]
    obtained = sum(candidacy.outcome is Outcome.OBTAINED for candidacy in counted)
    return PassRate(obtained=obtained, presented=len(counted))


def is_late_recruit_in_training(candidacy: Candidacy) -> bool:
    """Return whether the advisor came late and has no certificate yet: on the way, not failed."""
    return candidacy.is_late and candidacy.outcome is not Outcome.OBTAINED


def check_outcome_may_change(
    previous: Outcome,
    *,
    person: str,
    reason: str | None,
    certificate_number: str | None,
) -> None:
    """Let a recorded outcome change only with a reason, and never under a certificate that is in force.

    :raises ResultIsCertified: when a certificate rests on it.
    :raises CorrectionNeedsReason: when no reason is given.
    """
    if certificate_number is not None:
        raise ResultIsCertified(number=certificate_number, outcome=previous)
    if not (reason or "").strip():
        raise CorrectionNeedsReason(person=person)


def check_title_in_force(title: Title, day: date) -> None:
    """Let an exam be held only while its title is in force.

    :raises TitleNotInForce: before its first or after its last day.
    """
    is_too_early = title.valid_from is not None and day < title.valid_from
    is_too_late = title.valid_until is not None and day > title.valid_until
    if is_too_early or is_too_late:
        raise TitleNotInForce(title=title.name, day=day)


def check_jury(names: list[str]) -> None:
    """Let only a jury of enough different members sit.

    :raises JuryTooSmall: otherwise.
    """
    count = len({name.strip().casefold() for name in names if name.strip()})
    if count < MINIMUM_JURORS:
        raise JuryTooSmall(minimum=MINIMUM_JURORS, count=count)


def check_decided(decided_on: date | None, today: date) -> None:
    """Let results be recorded only once the jury has decided.

    :raises DecidedInTheFuture: when its day has not come.
    """
    if decided_on is not None and decided_on > today:
        raise DecidedInTheFuture(day=decided_on)
