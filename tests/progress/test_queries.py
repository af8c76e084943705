"""The table of all advisors, its figures and the late recruits, as the database reads them."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.attendance.queries import total_minutes
from app.certification.models import ExamSession, Result
from app.certification.queries import results_by_advisor
from app.certification.rules import Outcome
from app.people.models import Network, SortOrder
from app.progress.queries import (
    DUE,
    ISSUED,
    LATE,
    NONE,
    AdvisorRow,
    Filters,
    count_rows,
    late_recruits,
    network_rows,
    network_summary,
    sort_keys,
)
from app.progress.rules import Stage
from app.training.models import Advisor, Enrolment
from app.training.queries import advisors
from app.training.rules import EntryStatus
from benchmarks.crowd import KINDS, add_crowd
from tests.installation import Installation

TODAY = date(2022, 11, 15)
CROWD = 60
EVERYBODY = Filters()


def rows(network: Network, filters: Filters = EVERYBODY, sort: str = "", **page: int) -> list[AdvisorRow]:
    page = {"limit": 5_000, "offset": 0} | page
    return network_rows(network, filters, sort=sort, is_descending=False, **page)


@pytest.fixture
def crowded(landes: Network, database: Session, installation: Installation) -> Network:
    database.rollback()
    installation.put_into("crowded", lambda: add_crowd(landes, CROWD, half_days=4))
    return landes


def test_the_landes_have_34_advisors_32_certified_and_2_late_recruits_in_training(landes: Network) -> None:
    summary = network_summary(landes, TODAY)
    assert summary.stages.counts == {Stage.CERTIFIED: 32, Stage.LATE_IN_TRAINING: 2}
    assert (summary.stages.pass_rate.obtained, summary.stages.pass_rate.presented) == (32, 32)
    assert (summary.certificates_issued, summary.certificates_due) == (0, 32)


def test_the_hours_of_the_network_are_the_sum_of_everybodys(landes: Network) -> None:
    assert network_summary(landes, TODAY).minutes == sum(row.done_minutes for row in rows(landes)) > 0


def test_everybody_of_a_crowd_is_counted_once(crowded: Network) -> None:
    summary = network_summary(crowded, TODAY)
    each = CROWD // len(KINDS)
    assert summary.stages.advisors == 34 + CROWD
    assert summary.stages.counts[Stage.CERTIFIED] == 32 + 3 * each
    assert summary.stages.counts[Stage.LATE_IN_TRAINING] == 2 + each
    assert summary.stages.others == {
        Stage.IN_TRAINING: 2 * each,
        Stage.NOT_OBTAINED: each,
        Stage.NOT_PRESENTED: each,
        Stage.EXEMPT: each,
        Stage.NOT_ENROLLED: each,
    }
    assert (summary.certificates_issued, summary.certificates_due) == (each, 32 + 2 * each)


def make_calendars_differ(database: Session) -> None:
    """Let some be hired on the very date of their cohort, on the day after, in between, or on no known day."""
    late_after = date(2022, 8, 31)
    hired = (late_after, late_after + timedelta(days=1), date(2022, 6, 1), None, None)
    started = (None, None, None, late_after, late_after + timedelta(days=1))
    with_a_training = select(Advisor).join(Advisor.enrolments).order_by(Advisor.id.desc()).limit(25)
    for rank, advisor in enumerate(database.scalars(with_a_training)):
        advisor.hired_on = hired[rank % len(hired)]
        advisor.enrolments[0].starts_on = started[rank % len(started)]
    database.flush()


def judge_again(network: Network, database: Session) -> None:
    """Give some a second result: later and worse than their pass, or simply later than their first."""
    again = ExamSession(
        network_id=network.id,
        title_code="REMN",
        block_code="CCP1",
        name="Rattrapage",
        held_on=date(2022, 11, 2),
    )
    database.add(again)
    database.flush()
    for result in database.scalars(select(Result).where(Result.title_code == "REMN")).all():
        database.add(
            Result(
                network_id=network.id,
                exam_session_id=again.id,
                advisor_id=result.advisor_id,
                title_code="REMN",
                block_code="CCP1",
                outcome=Outcome.NOT_PRESENTED,
                recorded_at=result.recorded_at,
            )
        )
    database.flush()


def test_the_database_says_of_each_advisor_what_the_rules_say(crowded: Network, database: Session) -> None:
    # Arrange
    make_calendars_differ(database)
    judge_again(crowded, database)
    enrolments = {enrolment.advisor_id: enrolment for enrolment in database.scalars(select(Enrolment))}
    results = results_by_advisor(crowded, "REMN", "CCP1")
    minutes = total_minutes([enrolment.id for enrolment in enrolments.values()])
    # Act
    found = rows(crowded)
    # Assert
    assert len(found) == len({row.advisor_id for row in found}) == 34 + CROWD
    for row in found:
        enrolment, result = enrolments.get(row.advisor_id), results.get(row.advisor_id)
        assert row.status == (enrolment.entry_status if enrolment else None)
        assert row.outcome == (result.outcome if result else None)
        assert row.done_minutes == (minutes[enrolment.id] if enrolment else 0)


@pytest.mark.parametrize("order", SortOrder)
def test_the_database_lists_the_advisors_in_the_order_of_the_network(
    crowded: Network, database: Session, order: SortOrder
) -> None:
    crowded.sort_order = order
    database.commit()
    # Names with accents, blanks and dashes, which the two databases would sort each in their own way.
    assert [row.advisor_id for row in rows(crowded)] == [advisor.id for advisor in advisors(crowded)]


def test_every_order_shows_everybody_once_over_its_pages(crowded: Network) -> None:
    for sort, is_descending in product(sort_keys(), (False, True)):
        shown = [
            row.advisor_id
            for offset in range(0, 34 + CROWD, 25)
            for row in network_rows(
                crowded, EVERYBODY, sort=sort, is_descending=is_descending, limit=25, offset=offset
            )
        ]
        assert len(shown) == len(set(shown)) == 34 + CROWD, f"by {sort}, descending: {is_descending}"


def test_the_table_is_sorted_by_hours_and_the_unknown_comes_last(crowded: Network) -> None:
    hours = [row.done_minutes for row in rows(crowded, sort="hours")]
    assert hours == sorted(hours)
    parcours = [row.parcours_hours for row in rows(crowded, sort="parcours")]
    known = [value for value in parcours if value is not None]
    assert parcours == sorted(known) + [None] * (len(parcours) - len(known))


SEARCHES = (
    "darrigrand",
    "LÉA darrigrand",
    "lea.darrigrand@exemple.fr",
    "lea.darrigrand@conseiller",
    "léa dax",
    "  action   sociale lea ",
)


def test_somebody_is_found_by_name_employer_municipality_and_address(landes: Network) -> None:
    for search in SEARCHES:
        found = rows(landes, Filters(search=search))
        assert [row.family_name for row in found] == ["Darrigrand"], search


def test_a_municipality_is_found_without_its_accents(landes: Network) -> None:
    found = rows(landes, Filters(search="saint-paul-les-dax"))
    assert {row.municipality for row in found} == {"Saint-Paul-lès-Dax"}
    assert found


def test_signs_of_sql_are_only_signs(landes: Network) -> None:
    for search in ("%", "_", "\\", "' OR 1=1 --", "x" * 100, "introuvable"):
        assert rows(landes, Filters(search=search)) == [], search


def test_the_filters_of_one_list_add_up_to_everybody(crowded: Network) -> None:
    everybody = count_rows(crowded, EVERYBODY)
    statuses = [*(status.value for status in EntryStatus), NONE]
    outcomes = [*(outcome.value for outcome in Outcome), NONE]
    parcours = ["105", "280", "350", "420", NONE]
    assert sum(count_rows(crowded, Filters(status=value)) for value in statuses) == everybody
    assert sum(count_rows(crowded, Filters(outcome=value)) for value in outcomes) == everybody
    assert sum(count_rows(crowded, Filters(parcours=value)) for value in parcours) == everybody


def test_a_certificate_is_issued_or_due_to_everybody_who_has_obtained(crowded: Network) -> None:
    obtained = {row.advisor_id for row in rows(crowded, Filters(outcome=Outcome.OBTAINED.value))}
    issued = {row.advisor_id for row in rows(crowded, Filters(certificate=ISSUED))}
    due = {row.advisor_id for row in rows(crowded, Filters(certificate=DUE))}
    assert issued | due == obtained
    assert not issued & due
    assert len(issued) == CROWD // len(KINDS)


def test_a_cohort_and_its_groups_narrow_the_table(landes: Network) -> None:
    everybody = rows(landes)
    groups = Counter(row.group_id for row in everybody)
    for group_id, expected in groups.items():
        assert count_rows(landes, Filters(group_id=group_id)) == expected
    assert count_rows(landes, Filters(cohort_id=1)) == 34
    assert count_rows(landes, Filters(cohort_id=999)) == 0


def test_two_late_recruits_know_when_they_end_and_until_when_they_can_sit_the_exam(landes: Network) -> None:
    recruits = late_recruits(landes, TODAY, limit=50, offset=0)
    assert [recruit.row.family_name for recruit in recruits] == ["Dupouy", "Labarthe"]
    for recruit in recruits:
        projection = recruit.outlook.projection
        assert projection is not None
        assert projection.remaining + recruit.row.done_minutes == recruit.row.prescribed_minutes
        assert projection.unplanned == 0
        assert recruit.is_on_the_way
        assert recruit.outlook.ends_on == date(2023, 3, 20)
        assert recruit.outlook.exam_deadline == date(2023, 9, 20)
        assert recruit.outlook.exam is not None
        assert recruit.outlook.exam.held_on == date(2023, 4, 4)
        assert not recruit.outlook.is_exam_too_late


def test_another_network_has_nothing_of_this_one(landes: Network, database: Session) -> None:
    gers = Network(
        code="gers", name="Réseau du Gers", sort_order=SortOrder.NAME, created_at=landes.created_at
    )
    database.add(gers)
    database.commit()
    assert rows(gers) == []
    assert network_summary(gers, TODAY).stages.advisors == 0
    assert late_recruits(gers, TODAY, limit=50, offset=0) == []
    advisor = database.scalars(select(Advisor)).first()
    assert advisor is not None
    assert count_rows(gers, replace(LATE, search=advisor.person.email)) == 0
