"""A kept sheet speaks of those who are on it, and of nobody else."""

from app.attendance.rules import Attendance, Claim, differences


def test_a_sheet_says_nothing_of_who_is_not_on_it() -> None:
    there = Claim(Attendance.PRESENT, 210)
    assert differences({1: there, 2: there}, {1: there}) == set()
    assert differences({1: there}, {1: there, 2: there}) == {2}
