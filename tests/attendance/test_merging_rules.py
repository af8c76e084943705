"""Sheets of several tablets are put together as sets are: the order of arrival and a retry change nothing."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from app.attendance.rules import AbsenceKind, Attendance, Claim, differences, merged

claims = st.one_of(
    st.builds(Claim, st.just(Attendance.PRESENT), st.integers(1, 210)),
    st.builds(
        Claim,
        st.sampled_from([Attendance.EXCUSED, Attendance.UNEXCUSED]),
        st.just(0),
        st.none() | st.sampled_from(AbsenceKind),
    ),
)
sheets = st.dictionaries(st.integers(1, 6), claims, max_size=6)


@given(st.lists(sheets, min_size=2, max_size=3))
def test_any_order_of_arrival_gives_the_same_state(arriving: list[dict[int, Claim]]) -> None:
    states = [merged(order) for order in permutations(arriving)]
    assert all(state == states[0] for state in states)


@given(st.lists(sheets, min_size=1, max_size=3), st.data())
def test_a_retry_changes_nothing(arriving: list[dict[int, Claim]], data: st.DataObject) -> None:
    again = data.draw(st.sampled_from(arriving))
    assert merged([*arriving, again]) == merged(arriving)


@given(st.lists(sheets, max_size=3))
def test_nobody_is_lost_and_nobody_is_doubled(arriving: list[dict[int, Claim]]) -> None:
    state = merged(arriving)
    assert state.agreed.keys() | state.disputed.keys() == {each for sheet in arriving for each in sheet}
    assert not state.agreed.keys() & state.disputed.keys()


@given(sheets, sheets)
def test_who_is_disputed_by_two_is_who_differs(first: dict[int, Claim], second: dict[int, Claim]) -> None:
    both = first.keys() & second.keys()
    assert merged([first, second]).disputed.keys() == differences(first, second) & both


def test_a_sheet_says_nothing_of_who_is_not_on_it() -> None:
    there = Claim(Attendance.PRESENT, 210)
    assert differences({1: there, 2: there}, {1: there}) == set()
    assert differences({1: there}, {1: there, 2: there}) == {2}
