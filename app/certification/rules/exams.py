"""What makes an exam: a title in force on its day, and a jury of enough members that decides after it.

Source: règlement général des sessions d’examen (arrêté du 21 juillet 2016).
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from app.certification.rules.jury import MINIMUM_JURORS, JuryTooSmall, Member, count_different
from app.core.errors import RuleBroken
from app.core.language import N_
from app.training.titles import PIX, WHOLE_TITLE, Title

LONGEST_NAME: Final = 200
LONGEST_JUROR: Final = 100
LONGEST_NUMBER: Final = 30
"""Characters that fit into the columns, and on one line of a list."""


class TitleNotInForce(RuleBroken):
    """The title was not in force on the day of the exam."""

    message = N_("Le titre « %(title)s » n’était pas en vigueur le %(day)s.")


class DecidedBeforeHeld(RuleBroken):
    """The deliberation would come before the exam."""

    message = N_("Le jury délibérerait le %(decided_on)s, avant l’examen du %(held_on)s.")


class ExamSessionExists(RuleBroken):
    """Another session of the block has this name."""

    message = N_("Une session de ce bloc s’appelle déjà « %(name)s ».")


class BlockHasResults(RuleBroken):
    """The session has results, which belong to its block."""

    message = N_(
        "Des résultats sont enregistrés dans cette session : son titre et son bloc ne changent plus."
    )


class AddedBlockHasResults(RuleBroken):
    """A result rests on a block that was added to its title."""

    message = N_(
        "Des résultats sont enregistrés pour le bloc %(block)s : il n’est plus ni corrigé ni retiré."
    )


class AddedBlockIsExamined(RuleBroken):
    """An exam session is for a block that was added to its title."""

    message = N_("Une session d’examen porte sur le bloc %(block)s : il ne se retire pas.")


class CohortHasResults(RuleBroken):
    """People of a cohort have results for the block that it prepares, which they would lose from sight."""

    message = N_(
        "La promotion « %(cohort)s » a des résultats pour le bloc %(block)s (%(count)s) : son titre et son bloc ne "
        "changent plus. Ouvrez une autre promotion pour un autre bloc."
    )


def prepares(aim: tuple[str, str], title_code: str, block_code: str) -> bool:
    """Return whether a cohort that aims at one block leads to another; each leads to its title and to Pix too.

    :param aim: the codes of the title and the block that the cohort prepares.
    """
    if block_code == WHOLE_TITLE:
        return aim[0] == title_code
    return title_code == PIX.code or aim == (title_code, block_code)


def check_title_in_force(title: Title, day: date) -> None:
    """Let an exam be held only while its title is in force, its first and its last day included.

    :raises TitleNotInForce: before its first or after its last day.
    """
    is_too_early = title.valid_from is not None and day < title.valid_from
    is_too_late = title.valid_until is not None and day > title.valid_until
    if is_too_early or is_too_late:
        raise TitleNotInForce(title=title.name, day=day)


def check_days(title: Title, held_on: date | None, decided_on: date | None) -> None:
    """Let an exam take place under a title in force, and be decided afterwards.

    :raises DecidedBeforeHeld: when the deliberation would come first.
    :raises TitleNotInForce: when the title was not in force on the day of the exam.
    """
    if held_on is not None and decided_on is not None and decided_on < held_on:
        raise DecidedBeforeHeld(held_on=held_on, decided_on=decided_on)
    day_of_exam = held_on or decided_on
    if day_of_exam is not None:
        check_title_in_force(title, day_of_exam)


def check_jury(title: Title, decided_on: date | None, members: Iterable[Member]) -> None:
    """Let only a jury of enough different members decide on a block of a professional title.

    Whoever delivers a certification without a jury, as Pix does, decides without one.

    :raises JuryTooSmall: when a day of deliberation is given and the jury has too few members.
    """
    if decided_on is None or not title.is_professional:
        return
    count = count_different(members)
    if count < MINIMUM_JURORS:
        raise JuryTooSmall(minimum=MINIMUM_JURORS, count=count)
