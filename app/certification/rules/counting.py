"""Who counts: the pass rate, and where each advisor stands.

The pass rate is the *taux d’obtention* of the quality indicators: obtained among presented. That a late recruit is
never a failure is the word of the networks: they arrived after the others, that is all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app.training.rules import EntryStatus


class Outcome(StrEnum):
    """What the jury decided for one block."""

    OBTAINED = "obtained"
    NOT_OBTAINED = "not_obtained"
    NOT_PRESENTED = "not_presented"


@dataclass(frozen=True, slots=True)
class Candidacy:
    """What is known of one advisor when results are counted."""

    outcome: Outcome | None
    is_late: bool
    is_exempt: bool = False
    has_left: bool = False


def candidacy_of(outcome: Outcome | None, status: EntryStatus | None, *, has_left: bool) -> Candidacy:
    """Return what is counted of an advisor; whoever is enrolled nowhere came on time, and left nothing.

    :param outcome: the result that counts, None without any.
    :param status: how they entered their latest cohort, None without any.
    """
    return Candidacy(
        outcome=outcome,
        is_late=status is EntryStatus.LATE,
        is_exempt=status is EntryStatus.EXEMPT,
        has_left=status is not None and has_left,
    )


def has_obtained(candidacy: Candidacy) -> bool:
    """Return whether the jury gave the advisor the block."""
    return candidacy.outcome is Outcome.OBTAINED


def has_presented(candidacy: Candidacy) -> bool:
    """Return whether the advisor stood before the jury, whatever it decided."""
    return candidacy.outcome in (Outcome.OBTAINED, Outcome.NOT_OBTAINED)


def is_expected_at_exam(candidacy: Candidacy) -> bool:
    """Return whether the advisor sits the exam with the others: neither late nor exempt."""
    return not candidacy.is_late and not candidacy.is_exempt


def counts_in_pass_rate(candidacy: Candidacy) -> bool:
    """Return whether the advisor is in the denominator: has obtained, or was expected and has presented.

    A late recruit who has already obtained the block counts like everybody who has.
    """
    return has_obtained(candidacy) or (is_expected_at_exam(candidacy) and has_presented(candidacy))


def is_failure(candidacy: Candidacy) -> bool:
    """Return whether the jury refused the block to somebody who was expected; a late recruit never fails."""
    return is_expected_at_exam(candidacy) and candidacy.outcome is Outcome.NOT_OBTAINED


def is_late_recruit_in_training(candidacy: Candidacy) -> bool:
    """Return whether the advisor came late and has not obtained the block yet: on the way, not failed, not gone."""
    is_under_way = candidacy.is_late and not candidacy.has_left
    return is_under_way and not candidacy.is_exempt and not has_obtained(candidacy)


def has_gone_without_result(candidacy: Candidacy) -> bool:
    """Return whether somebody left the training before anything could be said of them: neither awaited nor failed.

    A late recruit who left has not failed either, whatever a jury said meanwhile.
    """
    is_undecided = candidacy.outcome is None or (candidacy.is_late and not has_obtained(candidacy))
    return candidacy.has_left and is_undecided and not candidacy.is_exempt


def has_missed_exam(candidacy: Candidacy) -> bool:
    """Return whether somebody who was expected did not present themselves."""
    return is_expected_at_exam(candidacy) and candidacy.outcome is Outcome.NOT_PRESENTED


def awaits_result(candidacy: Candidacy) -> bool:
    """Return whether nothing is recorded yet for somebody who is expected."""
    is_still_there = is_expected_at_exam(candidacy) and not candidacy.has_left
    return is_still_there and candidacy.outcome is None


@dataclass(frozen=True, slots=True)
class PassRate:
    """How many obtained the block among those who presented themselves."""

    obtained: int
    presented: int

    @property
    def share(self) -> Fraction | None:
        """Return the exact share, or None when nobody presented themselves."""
        return Fraction(self.obtained, self.presented) if self.presented else None


def pass_rate(candidacies: Iterable[Candidacy]) -> PassRate:
    """Return obtained among presented (*taux d’obtention* of the quality indicators)."""
    counted = [candidacy for candidacy in candidacies if counts_in_pass_rate(candidacy)]
    return PassRate(obtained=sum(map(has_obtained, counted)), presented=len(counted))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many advisors stand where; everybody is counted once."""

    obtained: int
    not_obtained: int
    not_presented: int
    awaited: int
    late_in_training: int
    exempt: int
    left: int
    pass_rate: PassRate

    @property
    def total(self) -> int:
        """Return how many advisors were counted."""
        decided = self.obtained + self.not_obtained + self.not_presented
        return decided + self.awaited + self.late_in_training + self.exempt + self.left


def tally(candidacies: Sequence[Candidacy]) -> Tally:
    """Count the advisors by where they stand: a late recruit is on the way until they obtain the block or leave."""
    return Tally(
        obtained=sum(map(has_obtained, candidacies)),
        not_obtained=sum(map(is_failure, candidacies)),
        not_presented=sum(map(has_missed_exam, candidacies)),
        awaited=sum(map(awaits_result, candidacies)),
        late_in_training=sum(map(is_late_recruit_in_training, candidacies)),
        exempt=sum(candidacy.is_exempt and not has_obtained(candidacy) for candidacy in candidacies),
        left=sum(map(has_gone_without_result, candidacies)),
        pass_rate=pass_rate(candidacies),
    )
