"""What a network adds to a title where the regulation, as it is known here, leaves something empty.

What the regulation gives is never overwritten; each addition names the text in which it was found.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from app.core.errors import RuleBroken
from app.core.language import N_
from app.training.rules.records import check_text
from app.training.titles import WHOLE_TITLE, Block, Title, UnknownBlock

LONGEST_BLOCK_CODE: Final = 20
LONGEST_STATE_CODE: Final = 20
LONGEST_BLOCK_NAME: Final = 200
LONGEST_COMPETENCE: Final = 160
"""Characters that a certificate has room for."""
MOST_COMPETENCES: Final = 20
LEVELS: Final = range(1, 9)
"""The levels of the national framework of certifications (décret du 8 janvier 2019)."""


class Added(StrEnum):
    """What can be added to a title, or to one of its blocks."""

    STATE_CODE = "state_code"
    LEVEL = "level"
    NAME = "name"
    COMPETENCES = "competences"


OF_BLOCKS: Final = frozenset({Added.NAME, Added.COMPETENCES})


@dataclass(frozen=True, slots=True)
class Addition:
    """One thing that a network adds; competences stand one on each line.

    The name of a block that the title does not have adds this block, where not every block is known.
    """

    what: Added
    value: str
    block_code: str = ""
    """Empty where the whole title is completed."""


class GivenByRegulation(RuleBroken):
    """The regulation says already what was to be added."""

    message = N_("« %(given)s » vient du texte officiel : ce qu’il donne ne se remplace pas.")


class AllBlocksAreKnown(RuleBroken):
    """A block was to be added to a title whose blocks are all known."""

    message = N_("Le texte officiel donne tous les blocs du titre « %(title)s » : aucun ne s’ajoute.")


class NotABlockCode(RuleBroken):
    """The code of a block is not written as such codes are, or stands for the whole title."""

    message = N_("« %(code)s » n’est pas un code de bloc. Écrivez des capitales et des chiffres : CCP2.")


class NotALevel(RuleBroken):
    """A level is none of the national framework."""

    message = N_("« %(level)s » n’est pas un niveau : écrivez un chiffre de %(first)s à %(last)s.")


class TooManyCompetences(RuleBroken):
    """A block has more competences than a certificate has room for."""

    message = N_("Un bloc a au plus %(most)s compétences.")


class CompetenceTwice(RuleBroken):
    """A block names one competence twice."""

    message = N_("La compétence « %(competence)s » est écrite deux fois.")


class CompletedAlready(RuleBroken):
    """Somebody has added the same thing: it is corrected, not added twice."""

    message = N_("Cela est déjà complété par « %(value)s » : corrigez-le, avec sa source.")


class AdditionGone(RuleBroken):
    """Somebody has taken the addition back in the meantime."""

    message = N_("Quelqu’un d’autre a retiré ce complément entre-temps.")


class AddedBlockIsUsed(RuleBroken):
    """A cohort prepares the block, or its competences were added: it cannot be taken back."""

    message = N_("Le bloc %(block)s a des compétences ajoutées ou une promotion : il ne se retire pas.")


class CompetencesAreUsed(RuleBroken):
    """A half-day or an assessment names one of these competences: none of them can go."""

    message = N_(
        "Des séances ou des évaluations nomment des compétences du bloc %(block)s : corrigez leur texte, sans en "
        "retirer."
    )


def completed(title: Title, additions: Iterable[Addition]) -> Title:
    """Return a title with what was added where it is empty; what it says itself stays as it is."""
    said = {(each.what, each.block_code): each.value for each in additions}
    blocks = (*title.blocks, *_added_blocks(title, said))
    level = said.get((Added.LEVEL, ""))
    return replace(
        title,
        state_code=title.state_code or said.get((Added.STATE_CODE, ""), ""),
        level=title.level if title.level is not None or level is None else int(level),
        blocks=tuple(
            replace(
                block,
                name=block.name or said.get((Added.NAME, block.code), ""),
                competences=block.competences or lines_of(said.get((Added.COMPETENCES, block.code), "")),
            )
            for block in blocks
        ),
    )


def adds_block(title: Title, addition: Addition) -> bool:
    """Return whether an addition adds a block that the regulation does not give to the title.

    :param title: as the regulation gives it.
    """
    known = {block.code for block in title.blocks}
    return addition.what is Added.NAME and addition.block_code not in known


def lines_of(text: str) -> tuple[str, ...]:
    """Return the competences of a text, one on each line, without blanks around and doubled inside."""
    return tuple(tidy for line in text.splitlines() if (tidy := " ".join(line.split())))


def checked(title: Title, addition: Addition) -> Addition:
    """Return an addition as it is kept, when it completes what the regulation leaves empty.

    :param title: with what was added before.
    :raises GivenByRegulation: when there is a value already.
    :raises AllBlocksAreKnown: and NotABlockCode, when a block cannot be added so.
    :raises UnknownBlock: when competences are for a block that the title does not have, or a code or a level for any.
    :raises NotALevel: and TooManyCompetences, CompetenceTwice, NameMissing, NameTooLong, NameNotPrintable.
    """
    if addition.what not in OF_BLOCKS and addition.block_code:
        raise UnknownBlock(block=addition.block_code[:LONGEST_BLOCK_CODE], title=title.name)
    if adds_block(title, addition):
        _check_new_block(title, addition.block_code)
    given = _given(title, addition)
    if given:
        raise GivenByRegulation(given=given)
    return replace(addition, value=_checked_value(addition))


def _added_blocks(title: Title, said: dict[tuple[Added, str], str]) -> list[Block]:
    known = {block.code for block in title.blocks}
    codes = sorted(code for what, code in said if what is Added.NAME and code not in known)
    return [] if title.has_all_blocks else [Block(code, "") for code in codes]


def _check_new_block(title: Title, code: str) -> None:
    if title.has_all_blocks:
        raise AllBlocksAreKnown(title=title.name)
    is_written_well = code.isascii() and code.isalnum() and code == code.upper()
    if not is_written_well or len(code) > LONGEST_BLOCK_CODE or code == WHOLE_TITLE:
        raise NotABlockCode(code=code[:LONGEST_BLOCK_CODE])


def _given(title: Title, addition: Addition) -> str:
    match addition.what:
        case Added.STATE_CODE:
            return title.state_code
        case Added.LEVEL:
            return "" if title.level is None else str(title.level)
        case Added.NAME:
            return next((block.name for block in title.blocks if block.code == addition.block_code), "")
        case Added.COMPETENCES:
            if addition.block_code == WHOLE_TITLE:
                # What is examined at once has no competences of its own.
                raise UnknownBlock(block=WHOLE_TITLE, title=title.name)
            return ", ".join(title.block(addition.block_code).competences)


def _checked_value(addition: Addition) -> str:
    match addition.what:
        case Added.LEVEL:
            if addition.value.strip() not in map(str, LEVELS):
                raise NotALevel(level=addition.value[:LONGEST_STATE_CODE], first=LEVELS[0], last=LEVELS[-1])
            return addition.value.strip()
        case Added.COMPETENCES:
            return _checked_competences(addition.value)
        case what:
            value = addition.value.strip()
            check_text(value, LONGEST_STATE_CODE if what is Added.STATE_CODE else LONGEST_BLOCK_NAME)
            return value


def _checked_competences(text: str) -> str:
    competences = lines_of(text)
    for each in competences or ("",):
        check_text(each, LONGEST_COMPETENCE)
        if competences.count(each) > 1:
            raise CompetenceTwice(competence=each)
    if len(competences) > MOST_COMPETENCES:
        raise TooManyCompetences(most=MOST_COMPETENCES)
    return "\n".join(competences)
