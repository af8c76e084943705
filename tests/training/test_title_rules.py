"""A title as a network has completed it: the regulation first, and nothing but what was added."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import RuleBroken
from app.training.rules import (
    Added,
    Addition,
    AllBlocksAreKnown,
    CompetenceTwice,
    GivenByRegulation,
    NameMissing,
    NameTooLong,
    NotABlockCode,
    NotALevel,
    TooManyCompetences,
    checked,
    completed,
    lines_of,
)
from app.training.titles import DIGITAL_MEDIATOR, PIX, REMN, TITLES, WHOLE_TITLE, Title, UnknownBlock

ANYTHING = st.builds(
    Addition,
    what=st.sampled_from(Added),
    value=st.sampled_from(["5", "TP-01337", "Accompagner", "Accueillir\nAnimer", ""]) | st.text(max_size=20),
    block_code=st.sampled_from(["", "CCP1", "CCP2", "CCP4", "PIX", WHOLE_TITLE]),
)


@given(st.sampled_from(TITLES), st.lists(ANYTHING, max_size=8))
def test_what_the_regulation_gives_stays_whatever_is_added(title: Title, tried: list[Addition]) -> None:
    accepted: list[Addition] = []
    for addition in tried:
        try:
            accepted.append(checked(completed(title, accepted), addition))
        except RuleBroken:
            continue
    result = completed(title, accepted)

    assert result.state_code == title.state_code or not title.state_code
    assert result.level == title.level or title.level is None
    assert [block.code for block in result.blocks[: len(title.blocks)]] == [one.code for one in title.blocks]
    assert len(result.blocks) == len(title.blocks) or not title.has_all_blocks
    for before, after in zip(title.blocks, result.blocks, strict=False):
        assert after.name == before.name or not before.name
        assert after.competences == before.competences or not before.competences
    assert result.has_all_blocks is title.has_all_blocks
    # Whoever asks whether a jury sanctions it asks by the code.
    assert result.is_professional is title.is_professional
    if title.is_professional:
        assert result.block(WHOLE_TITLE).name == title.name


@given(st.sampled_from(TITLES), ANYTHING)
def test_what_is_accepted_is_found_in_the_title_and_is_refused_a_second_time(
    title: Title, addition: Addition
) -> None:
    try:
        kept = checked(title, addition)
    except RuleBroken:
        return
    result = completed(title, [kept])
    said = {
        Added.STATE_CODE: lambda: result.state_code,
        Added.LEVEL: lambda: str(result.level),
        Added.NAME: lambda: result.block(kept.block_code).name,
        Added.COMPETENCES: lambda: "\n".join(result.block(kept.block_code).competences),
    }
    assert kept.value
    assert said[kept.what]() == kept.value
    with pytest.raises(GivenByRegulation):
        checked(result, addition)


@pytest.mark.parametrize(
    ("title", "addition", "refusal"),
    [
        (REMN, Addition(Added.STATE_CODE, "TP-1"), GivenByRegulation),
        (REMN, Addition(Added.LEVEL, "6"), GivenByRegulation),
        (REMN, Addition(Added.NAME, "Autrement", "CCP1"), GivenByRegulation),
        (REMN, Addition(Added.COMPETENCES, "Autrement", "CCP1"), GivenByRegulation),
        (REMN, Addition(Added.NAME, "Un de plus", "CCP4"), AllBlocksAreKnown),
        (REMN, Addition(Added.COMPETENCES, "Animer", "CCP4"), UnknownBlock),
        (REMN, Addition(Added.COMPETENCES, "Animer\n  Animer", "CCP2"), CompetenceTwice),
        (REMN, Addition(Added.COMPETENCES, " \n ", "CCP2"), NameMissing),
        (REMN, Addition(Added.COMPETENCES, "A" * 161, "CCP2"), NameTooLong),
        (REMN, Addition(Added.COMPETENCES, "\n".join(map(str, range(21))), "CCP2"), TooManyCompetences),
        (DIGITAL_MEDIATOR, Addition(Added.NAME, "Un de plus", WHOLE_TITLE), NotABlockCode),
        (DIGITAL_MEDIATOR, Addition(Added.NAME, "Un de plus", "MN:CCP2"), NotABlockCode),
        (DIGITAL_MEDIATOR, Addition(Added.NAME, "Un de plus", ""), NotABlockCode),
        (DIGITAL_MEDIATOR, Addition(Added.NAME, "", "CCP1"), NameMissing),
        (PIX, Addition(Added.LEVEL, "9"), NotALevel),
        (PIX, Addition(Added.LEVEL, "cinq"), NotALevel),
    ],
)
def test_what_cannot_be_added_is_refused_by_its_name(
    title: Title, addition: Addition, refusal: type[RuleBroken]
) -> None:
    with pytest.raises(refusal):
        checked(title, addition)


def test_a_block_that_was_added_has_its_name_and_its_competences() -> None:
    block = Addition(Added.NAME, "Concevoir des actions", "CCP2")
    competences = Addition(Added.COMPETENCES, "Recueillir\nConcevoir", "CCP2")

    added = completed(DIGITAL_MEDIATOR, [competences, block]).block("CCP2")

    assert (added.name, added.competences) == ("Concevoir des actions", ("Recueillir", "Concevoir"))
    # Competences alone add no block.
    with pytest.raises(UnknownBlock):
        completed(DIGITAL_MEDIATOR, [competences]).block("CCP2")


def test_competences_stand_one_on_each_line_without_blank_ones() -> None:
    assert lines_of(" Recueillir  les besoins \r\n\n Animer") == ("Recueillir les besoins", "Animer")


def test_what_the_regulation_gives_later_counts_before_what_was_added_until_then() -> None:
    additions = [
        Addition(Added.STATE_CODE, "TP-0"),
        Addition(Added.LEVEL, "8"),
        Addition(Added.NAME, "Autrement", "CCP1"),
        Addition(Added.COMPETENCES, "Autrement", "CCP1"),
        Addition(Added.NAME, "Un de plus", "CCP4"),
    ]
    assert completed(REMN, additions) == REMN
