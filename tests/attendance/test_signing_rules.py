"""The code of a room, drawings, and what a signature says: plain rules, on any day of any year."""

import json
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.attendance.rules import (
    BOX,
    CODE_LASTS_SECONDS,
    CODE_LENGTH,
    Attendance,
    CodeVerdict,
    NotADrawing,
    NothingDrawn,
    SheetLine,
    agent_family,
    checked_drawing,
    code_of,
    digest_of_text,
    is_name_of,
    judge_code,
    path_of,
    seconds_left,
    signed_text,
    step_of,
    usual_place,
)
from app.core.half_days import Half
from app.core.identifiers import CODE_ALPHABET

SECRET = b"a secret of the tests"
PARIS = ZoneInfo("Europe/Paris")
LINE = SheetLine(
    "Camille Aubert",
    date(2022, 11, 15),
    Half.MORNING,
    time(9),
    time(12, 30),
    "Groupe 1",
    "Accueillir",
    "Salle 4",
    ("Inès Lafitte",),
    Attendance.PRESENT,
    210,
)
moments = st.integers(1_577_836_800, 2_208_988_800).map(lambda second: datetime.fromtimestamp(second, UTC))
sessions = st.integers(1, 2_147_483_647)


@given(sessions, moments, st.integers(0, 7_200))
def test_a_code_is_right_for_two_periods_then_old_for_an_hour_then_wrong(
    session_id: int, shown_at: datetime, seconds: int
) -> None:
    code = code_of(SECRET, session_id, step_of(shown_at))
    at = shown_at + timedelta(seconds=seconds)
    age = step_of(at) - step_of(shown_at)
    expected = CodeVerdict.RIGHT if age <= 1 else CodeVerdict.OLD if age < 240 else CodeVerdict.WRONG
    assert judge_code(SECRET, session_id, code, at) is expected
    assert len(code) == CODE_LENGTH
    assert set(code) <= set(CODE_ALPHABET)


@given(sessions, sessions, moments)
def test_a_code_is_of_one_session_and_one_secret(one: int, other: int, at: datetime) -> None:
    code = code_of(SECRET, one, step_of(at))
    assert judge_code(b"another secret", one, code, at) is not CodeVerdict.RIGHT
    if one != other:
        assert judge_code(SECRET, other, code, at) is not CodeVerdict.RIGHT


@given(sessions, moments, st.text(max_size=30))
def test_what_is_no_code_is_judged_without_an_error(session_id: int, at: datetime, typed: str) -> None:
    assert judge_code(SECRET, session_id, typed, at) in set(CodeVerdict)


@pytest.mark.parametrize(
    "change",
    [datetime(2026, 3, 29, 1, 0, tzinfo=UTC), datetime(2026, 10, 25, 1, 0, tzinfo=UTC)],
    ids=["summer time begins", "summer time ends"],
)
def test_no_code_repeats_or_lasts_longer_when_the_clocks_of_paris_change(change: datetime) -> None:
    """The hour from two to three is left out in March and comes twice in October; the codes count seconds of UTC."""
    moments = [(change + timedelta(seconds=offset)).astimezone(PARIS) for offset in range(-7_200, 7_200, 5)]
    steps = [step_of(at) for at in moments]
    assert steps == sorted(steps)
    assert max(Counter(steps).values()) == CODE_LASTS_SECONDS // 5
    codes = {code_of(SECRET, 7, step) for step in set(steps)}
    assert len(codes) == len(set(steps))
    before, an_hour_later = change - timedelta(minutes=30), change + timedelta(minutes=30)
    # Both are half past two in Paris in October.
    code = code_of(SECRET, 7, step_of(before.astimezone(PARIS)))
    assert judge_code(SECRET, 7, code, an_hour_later.astimezone(PARIS)) is not CodeVerdict.RIGHT


@given(moments)
def test_a_code_has_between_one_and_fifteen_seconds_left(at: datetime) -> None:
    left = seconds_left(at)
    assert 1 <= left <= CODE_LASTS_SECONDS
    assert step_of(at + timedelta(seconds=left)) == step_of(at) + 1


points = st.tuples(st.integers(0, BOX[0]), st.integers(0, BOX[1])).map(list)
strokes = st.lists(points, min_size=1, max_size=5).map(lambda stroke: [n for point in stroke for n in point])


@given(st.lists(strokes, max_size=4))
def test_a_drawing_comes_back_as_it_was_and_is_drawn_of_numbers_alone(drawing: list[list[int]]) -> None:
    try:
        kept = checked_drawing(json.dumps(drawing))
    except NothingDrawn:
        return
    assert kept == drawing
    assert set(path_of(kept)) <= set("ML 0123456789")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=12,
)


@given(anything | st.text(max_size=50))
def test_whatever_is_sent_is_a_drawing_or_refused_by_name(sent: object) -> None:
    for text in (json.dumps(sent), str(sent)):
        try:
            drawing = checked_drawing(text)
        except (NotADrawing, NothingDrawn):
            continue
        assert all(type(number) is int for stroke in drawing for number in stroke)


NO_DRAWINGS = [
    "",
    "[]",
    "[[1,1]]",
    "[[1,1,2,2]]",
    "[[0,0,601,10,0,0]]",
    "[[0,0,-1,100]]",
    "[[0,0,1.5,100]]",
    "[[0,0,true,100,9,100]]",
    '[["0",0,100,100]]',
    "[[0,0,100]]",
    "{}",
    "[[[0,0],[100,100]]]",
    "null",
    "[[0,0,1e9,100]]",
    "<svg onload=alert(1)>",
    "[" * 30_000,
    str([[0, 0, 600, 200]] * 61),
    str([[0, 0, 600, 200] * 1_100]),
    "[[0,0,600,200]]" + " " * 40_000,
]


def test_what_is_no_drawing_is_refused_by_name() -> None:
    for sent in NO_DRAWINGS:
        with pytest.raises((NotADrawing, NothingDrawn)):
            raise AssertionError(f"{sent[:40]} is {checked_drawing(sent)}")


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_name_passes_for_another_fact_of_the_line(person: str, module: str) -> None:
    told = signed_text(SheetLine(person, *[getattr(LINE, name) for name in list(LINE.__slots__)[1:]]))
    assert len(told.splitlines()) == 8
    assert digest_of_text(told) != digest_of_text(told + module + "x")


def test_most_signatures_make_a_place_usual() -> None:
    assert usual_place([]) is None
    assert usual_place(["a", "a"]) is None
    assert usual_place(["a", "a", "a", "b"]) == "a"
    assert usual_place(["a", "a", "a", "b", "b", "b"]) is None
    assert usual_place(["", "", "", ""]) is None


@pytest.mark.parametrize(
    ("typed", "is_theirs"),
    [
        ("camille aubert", True),
        ("AUBERT Camille", True),
        ("Camille", False),
        ("", False),
        ("Camille Aubért", True),
    ],
)
def test_a_typed_name_is_taken_however_it_is_written(typed: str, is_theirs: bool) -> None:
    assert is_name_of(typed, "Camille Aubert") is is_theirs


@pytest.mark.parametrize(
    ("told", "family"),
    [
        ("Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0", "Firefox, Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/120 Safari/537 Edg/120", "Edge, Windows"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_browser_is_told_by_its_family(told: str, family: str) -> None:
    assert agent_family(told) == family
