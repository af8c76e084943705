"""The weeks and months that a calendar shows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.training.rules import Span, SpanKind

SPANS = st.builds(Span, st.sampled_from(SpanKind), st.dates(date(1950, 1, 1), date(2090, 12, 31)))


@given(SPANS)
def test_a_span_is_whole_weeks_around_its_day(span: Span) -> None:
    assert (span.first.weekday(), span.last.weekday()) == (0, 6)
    assert span.first <= span.opening <= span.day <= span.last
    assert span.days[0] == span.first
    assert span.days[-1] == span.last
    assert len(span.days) % 7 == 0
    assert span.holds(span.day)


@given(SPANS)
def test_going_on_and_back_leads_to_where_one_was(span: Span) -> None:
    after, before = Span(span.kind, span.next), Span(span.kind, span.previous)
    assert Span(span.kind, after.previous).opening == span.opening
    assert Span(span.kind, before.next).opening == span.opening
    assert before.opening < span.opening < after.opening


@given(SPANS)
def test_each_day_is_held_by_exactly_one_of_three_neighbours(span: Span) -> None:
    neighbours = [Span(span.kind, span.previous), span, Span(span.kind, span.next)]
    for day in span.days:
        assert sum(each.holds(day) and each.first <= day <= each.last for each in neighbours) == 1


@pytest.mark.parametrize(
    ("kind", "day", "first", "last"),
    [
        (SpanKind.WEEK, date(2022, 10, 30), date(2022, 10, 24), date(2022, 10, 30)),
        (SpanKind.MONTH, date(2022, 2, 14), date(2022, 1, 31), date(2022, 3, 6)),
        (SpanKind.MONTH, date(2021, 2, 14), date(2021, 2, 1), date(2021, 2, 28)),
    ],
)
def test_spans_of_known_days(kind: SpanKind, day: date, first: date, last: date) -> None:
    span = Span(kind, day)
    assert (span.first, span.last) == (first, last)
