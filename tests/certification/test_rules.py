"""The regulation of exams and results, without a database."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.certification.rules import (
    Candidacy,
    CorrectionNeedsReason,
    DecidedBeforeHeld,
    DecidedInTheFuture,
    JuryTooSmall,
    Member,
    ObtainedStaysObtained,
    Outcome,
    PassRate,
    RemarkTooLong,
    TitleNotInForce,
    check_correction,
    check_days,
    check_decided,
    check_jury,
    check_not_obtained_before,
    check_remark,
    check_title_in_force,
    counts_in_pass_rate,
    is_failure,
    is_late_recruit_in_training,
    pass_rate,
    tally,
)
from app.training.titles import DIGITAL_MEDIATOR, PIX, REMN, Title, UnknownBlock

OCTOBER = date(2022, 10, 6)
PAIR = [Member("Colette Pébarthe"), Member("Mathieu Soubaigné")]

candidacies = st.builds(
    Candidacy,
    outcome=st.none() | st.sampled_from(Outcome),
    is_late=st.booleans(),
    is_exempt=st.booleans(),
    has_left=st.booleans(),
)


def test_thirty_two_passes_and_two_late_recruits_make_a_full_rate() -> None:
    network = [Candidacy(Outcome.OBTAINED, is_late=False)] * 32 + [Candidacy(None, is_late=True)] * 2
    counted = tally(network)
    assert (counted.obtained, counted.late_in_training, counted.not_obtained) == (32, 2, 0)
    assert counted.pass_rate == PassRate(32, 32)


def test_a_rate_is_exact_and_leaves_out_who_did_not_come() -> None:
    rate = pass_rate(
        [
            Candidacy(Outcome.OBTAINED, is_late=False),
            Candidacy(Outcome.OBTAINED, is_late=False),
            Candidacy(Outcome.NOT_OBTAINED, is_late=False),
            Candidacy(Outcome.NOT_PRESENTED, is_late=False),
            Candidacy(None, is_late=False),
        ]
    )
    assert rate == PassRate(2, 3)
    assert rate.share == Fraction(2, 3)


def test_nobody_presented_is_no_rate_rather_than_zero() -> None:
    assert pass_rate([Candidacy(None, is_late=True)]).share is None


@given(candidacies)
def test_a_late_recruit_is_never_a_failure(candidacy: Candidacy) -> None:
    assert not (candidacy.is_late and is_failure(candidacy))


@given(candidacies)
def test_a_late_recruit_is_in_the_denominator_only_after_obtaining(candidacy: Candidacy) -> None:
    if candidacy.is_late and candidacy.outcome is not Outcome.OBTAINED:
        assert not counts_in_pass_rate(candidacy)


@given(st.lists(candidacies), st.lists(candidacies))
def test_late_recruits_change_no_rate_until_they_obtain(
    others: list[Candidacy], arriving: list[Candidacy]
) -> None:
    late = [
        Candidacy(each.outcome, is_late=True) for each in arriving if each.outcome is not Outcome.OBTAINED
    ]
    assert pass_rate(others + late) == pass_rate(others)
    assert tally(others + late).not_obtained == tally(others).not_obtained


@given(st.lists(candidacies))
def test_a_rate_lies_between_nothing_and_everybody(people: list[Candidacy]) -> None:
    rate = pass_rate(people)
    assert 0 <= rate.obtained <= rate.presented <= len(people)
    assert rate.share is None or 0 <= rate.share <= 1
    assert rate.obtained == sum(each.outcome is Outcome.OBTAINED for each in people)


@given(st.lists(candidacies))
def test_everybody_is_counted_once(people: list[Candidacy]) -> None:
    counted = tally(people)
    assert counted.total == len(people)
    assert counted.pass_rate == PassRate(counted.obtained, counted.obtained + counted.not_obtained)


@pytest.mark.parametrize(
    ("candidacy", "is_on_the_way"),
    [
        (Candidacy(None, is_late=True), True),
        (Candidacy(Outcome.NOT_OBTAINED, is_late=True), True),
        (Candidacy(Outcome.OBTAINED, is_late=True), False),
        (Candidacy(None, is_late=False), False),
        (Candidacy(None, is_late=True, is_exempt=True), False),
        (Candidacy(None, is_late=True, has_left=True), False),
        (Candidacy(Outcome.NOT_PRESENTED, is_late=True, has_left=True), False),
    ],
)
def test_a_late_recruit_is_on_the_way_until_the_block_is_obtained_or_they_leave(
    candidacy: Candidacy, is_on_the_way: bool
) -> None:
    assert is_late_recruit_in_training(candidacy) is is_on_the_way


@pytest.mark.parametrize(
    ("candidacy", "place"),
    [
        (Candidacy(None, is_late=True, has_left=True), "left"),
        (Candidacy(None, is_late=False, has_left=True), "left"),
        (Candidacy(Outcome.NOT_OBTAINED, is_late=True, has_left=True), "left"),
        (Candidacy(Outcome.NOT_OBTAINED, is_late=False, has_left=True), "not_obtained"),
        (Candidacy(Outcome.OBTAINED, is_late=True, has_left=True), "obtained"),
        (Candidacy(None, is_late=False, is_exempt=True, has_left=True), "exempt"),
    ],
)
def test_who_left_is_neither_awaited_nor_on_the_way(candidacy: Candidacy, place: str) -> None:
    counted = tally([candidacy])
    assert (getattr(counted, place), counted.total) == (1, 1)


@pytest.mark.parametrize(
    ("title", "first_or_last"),
    [(REMN, date(2019, 7, 13)), (REMN, date(2025, 7, 12)), (DIGITAL_MEDIATOR, date(2025, 7, 13))],
)
def test_an_exam_may_be_held_on_the_first_and_on_the_last_day_of_its_title(
    title: Title, first_or_last: date
) -> None:
    check_title_in_force(title, first_or_last)


@pytest.mark.parametrize(
    ("title", "outside"),
    [(REMN, date(2019, 7, 12)), (REMN, date(2025, 7, 13)), (DIGITAL_MEDIATOR, date(2025, 7, 12))],
)
def test_no_exam_is_held_outside_the_days_of_its_title(title: Title, outside: date) -> None:
    with pytest.raises(TitleNotInForce):
        check_title_in_force(title, outside)


@given(st.dates(date(2019, 7, 13), date(2040, 1, 1)))
def test_each_day_has_exactly_one_version_of_the_title(day: date) -> None:
    def is_in_force(title: Title) -> bool:
        try:
            check_title_in_force(title, day)
        except TitleNotInForce:
            return False
        return True

    assert is_in_force(REMN) is not is_in_force(DIGITAL_MEDIATOR)


def test_the_jury_decides_on_the_day_of_the_exam_at_the_earliest() -> None:
    check_days(REMN, OCTOBER, OCTOBER)
    with pytest.raises(DecidedBeforeHeld):
        check_days(REMN, OCTOBER, OCTOBER - timedelta(days=1))


def test_an_exam_without_days_is_let_pass() -> None:
    check_days(REMN, None, None)


def test_a_deliberation_without_a_known_exam_still_needs_a_title_in_force() -> None:
    with pytest.raises(TitleNotInForce):
        check_days(REMN, None, date(2025, 7, 13))


@pytest.mark.parametrize("names", [[], ["Colette"], ["Colette", "colette "], ["Colette", " "]])
def test_a_jury_of_fewer_than_two_different_people_does_not_decide(names: list[str]) -> None:
    with pytest.raises(JuryTooSmall):
        check_jury(REMN, OCTOBER, [Member(name) for name in names])


def test_a_jury_is_asked_for_only_where_one_decides() -> None:
    check_jury(REMN, OCTOBER, PAIR)
    check_jury(REMN, None, [])
    check_jury(PIX, OCTOBER, [])


def test_results_wait_for_the_deliberation() -> None:
    check_decided(OCTOBER, OCTOBER)
    check_decided(None, OCTOBER)
    with pytest.raises(DecidedInTheFuture):
        check_decided(OCTOBER + timedelta(days=1), OCTOBER)


@pytest.mark.parametrize(
    ("reason", "earlier"), [(None, None), ("", None), ("  ", None), ("Arrêt maladie", "Arrêt maladie")]
)
def test_a_correction_needs_a_reason_of_its_own(reason: str | None, earlier: str | None) -> None:
    with pytest.raises(CorrectionNeedsReason):
        check_correction(reason, earlier, person="Léa Martin")


def test_a_correction_with_a_new_reason_passes() -> None:
    check_correction("Erreur de saisie", "Arrêt maladie", person="Léa Martin")


def test_a_remark_has_a_limit() -> None:
    check_remark("x" * 200, person="Léa Martin")
    with pytest.raises(RemarkTooLong):
        check_remark("x" * 201, person="Léa Martin")


def test_an_obtained_block_is_not_judged_again() -> None:
    check_not_obtained_before(False, person="Léa Martin", block="CCP1")
    with pytest.raises(ObtainedStaysObtained):
        check_not_obtained_before(True, person="Léa Martin", block="CCP1")


def test_a_title_knows_its_blocks_and_no_other() -> None:
    with pytest.raises(UnknownBlock):
        REMN.block("CCP9")
