"""Where everybody stands on the way to the certification."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.certification.rules import (
    Outcome,
    PassRate,
    candidacy_of,
    has_missed_exam,
    has_obtained,
    is_failure,
    is_late_recruit_in_training,
)
from app.training.rules import EntryStatus


class Stage(StrEnum):
    """Where an advisor stands; everybody is at exactly one stage."""

    CERTIFIED = "certified"
    LATE_IN_TRAINING = "late_in_training"
    IN_TRAINING = "in_training"
    NOT_OBTAINED = "not_obtained"
    NOT_PRESENTED = "not_presented"
    EXEMPT = "exempt"
    LEFT = "left"
    NOT_ENROLLED = "not_enrolled"


def stage_of(status: EntryStatus | None, outcome: Outcome | None, *, has_left: bool) -> Stage:
    """Return where an advisor stands.

    Who has obtained a block is certified, however they came. A late recruit is on the way until then and never
    failed, whatever a jury said meanwhile.

    :param status: how they entered their latest cohort, None without any.
    :param outcome: the result that counts for a block of a professional title, None without any.
    :param has_left: whether they left the training before its end.
    """
    candidacy = candidacy_of(outcome, status, has_left=has_left)
    if has_obtained(candidacy):
        return Stage.CERTIFIED
    if candidacy.is_exempt:
        return Stage.EXEMPT
    if is_late_recruit_in_training(candidacy):
        return Stage.LATE_IN_TRAINING
    if is_failure(candidacy):
        return Stage.NOT_OBTAINED
    if has_missed_exam(candidacy):
        return Stage.NOT_PRESENTED
    if status is None:
        return Stage.NOT_ENROLLED
    return Stage.LEFT if candidacy.has_left else Stage.IN_TRAINING


@dataclass(frozen=True, slots=True)
class Summary:
    """How many advisors of a network are at each stage."""

    counts: Mapping[Stage, int]

    @property
    def advisors(self) -> int:
        """Return how many advisors there are."""
        return sum(self.counts.values())

    @property
    def certified(self) -> int:
        """Return how many have obtained a block of a professional title."""
        return self.counts.get(Stage.CERTIFIED, 0)

    @property
    def late_in_training(self) -> int:
        """Return how many late recruits are on their way."""
        return self.counts.get(Stage.LATE_IN_TRAINING, 0)

    @property
    def pass_rate(self) -> PassRate:
        """Return obtained among presented; a late recruit is in neither before having obtained."""
        presented = self.certified + self.counts.get(Stage.NOT_OBTAINED, 0)
        return PassRate(obtained=self.certified, presented=presented)

    @property
    def results_not_known(self) -> int:
        """Return how many are expected before the jury and have no result: none yet, or one that nobody handed on.

        The State's file of results says « non » of both, so that nobody can tell them apart.
        """
        return self.counts.get(Stage.IN_TRAINING, 0)

    @property
    def others(self) -> dict[Stage, int]:
        """Return the stages that the sentence about the network does not tell, without those where nobody is."""
        told = (Stage.CERTIFIED, Stage.LATE_IN_TRAINING)
        return {stage: self.counts[stage] for stage in Stage if stage not in told and self.counts.get(stage)}


def summary_of(groups: Iterable[tuple[Stage, int]]) -> Summary:
    """Add groups of advisors up, of which several may be at one stage."""
    counts: Counter[Stage] = Counter()
    for stage, count in groups:
        counts[stage] += count
    return Summary(dict(counts))
