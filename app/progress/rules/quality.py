"""The result indicators of a training action (*indicateurs de résultats*), as quality auditors ask for them.

Source: the *référentiel national qualité* (Qualiopi), indicators 2, 3 and 12. It asks for the figures and leaves their
definitions to the provider; these are the usual ones, and each is printed beside its figure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from app.certification.rules import (
    Candidacy,
    PassRate,
    has_gone_without_result,
    has_presented,
    is_late_recruit_in_training,
    pass_rate,
)

FEW: Final = 5
"""Below so many people a share says more of one person than of the training."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, both as counted."""

    part: int
    whole: int

    @property
    def is_known(self) -> bool:
        """Return whether there is something to share."""
        return self.whole > 0

    @property
    def value(self) -> float:
        """Return the share between 0 and 1."""
        return self.part / self.whole


@dataclass(frozen=True, slots=True)
class Trainee:
    """One person of a cohort: how they stand before the jury, and at how many half-days they were."""

    candidacy: Candidacy
    minutes: int
    present: int
    expected: int


@dataclass(frozen=True, slots=True)
class QualityFigures:
    """The figures of one cohort. Everybody who entered is in ``entered``; who is exempt never did."""

    entered: int
    late_in_training: int
    minutes: int
    attendance: Share
    presentation: Share
    success: PassRate
    drop_out: Share

    @property
    def are_few(self) -> bool:
        """Return whether the shares are those of too few people to be published."""
        return self.entered < FEW


def quality_figures(trainees: Iterable[Trainee]) -> QualityFigures:
    """Count a cohort.

    A late recruit who is still in training has entered, and is neither expected before the jury nor a drop-out.
    """
    entered = [each for each in trainees if not each.candidacy.is_exempt]
    candidacies = [each.candidacy for each in entered]
    late = sum(map(is_late_recruit_in_training, candidacies))
    return QualityFigures(
        entered=len(entered),
        late_in_training=late,
        minutes=sum(each.minutes for each in entered),
        attendance=Share(sum(each.present for each in entered), sum(each.expected for each in entered)),
        presentation=_presentation(candidacies),
        success=pass_rate(candidacies),
        drop_out=Share(sum(map(has_gone_without_result, candidacies)), len(entered)),
    )


def _presentation(candidacies: Sequence[Candidacy]) -> Share:
    due = [each for each in candidacies if not is_late_recruit_in_training(each)]
    return Share(sum(map(has_presented, due)), len(due))
