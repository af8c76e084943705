"""Where a network stands for its exams is counted from bare columns, as the rows of its pages count it."""

from datetime import date

from sqlalchemy.orm import Session

from app.certification.queries import candidates, exams_of_network
from app.certification.rules import Outcome, tally
from tests.certification.examination import TODAY, Examination
from tests.statements import counted_statements

AGAIN = date(2022, 11, 8)


def test_the_list_counts_each_block_as_the_page_of_that_block_does(
    examination: Examination, database: Session
) -> None:
    first, second = examination.candidates
    again = examination.announce("Session de novembre", held_on=AGAIN, decided_on=AGAIN)
    # Recorded first, decided last: the later jury is what counts.
    examination.record(second, Outcome.NOT_PRESENTED, "Malade", exam=again)
    examination.record(first, Outcome.OBTAINED)
    examination.record(second, Outcome.NOT_OBTAINED)

    (block,) = exams_of_network(examination.network, TODAY).blocks

    rows = candidates(examination.network, block.title_code, block.block_code)
    assert block.tally == tally([each.candidacy(TODAY) for each in rows])
    assert (block.tally.obtained, block.tally.not_presented, block.tally.late_in_training) == (1, 1, 1)


def test_it_takes_three_statements_whatever_the_number_of_exams_and_reads_nobodys_name(
    examination: Examination, database: Session
) -> None:
    for number in range(5):
        examination.announce(f"Session {number}")
    database.expire_all()
    network = examination.network
    assert network.id

    with counted_statements(database.get_bind().engine) as statements:
        exams = exams_of_network(network, TODAY)
        read = sum(exams.tallies[each.id].obtained for each in exams.sessions)

    assert read == 0
    assert sum("FROM" in each for each in statements) == 3
    assert not [each for each in statements if "JOIN people" in each]
