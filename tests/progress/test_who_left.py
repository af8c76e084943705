"""One late recruit who left is told the same on the page of the exams, of the certificates and of the network."""

from datetime import date

import pytest

from app.certification.queries import exams_of_network
from app.certification.rules import Outcome
from app.documents.queries import late_recruits_in_training
from app.progress.queries import network_summary
from app.progress.rules import Stage
from app.training.services import change_enrolment
from tests.certification.examination import NOON, TODAY, Examination

YESTERDAY, TOMORROW = date(2022, 11, 14), date(2022, 11, 16)


def leave(examination: Examination, exited_on: date) -> None:
    enrolment = examination.late.latest_enrolment
    assert enrolment is not None
    change_enrolment(
        enrolment, parcours_hours=105, exited_on=exited_on, exit_reason="Démission", now=NOON, by=None
    )


@pytest.mark.parametrize("outcome", [None, Outcome.NOT_OBTAINED, Outcome.OBTAINED])
@pytest.mark.parametrize("exited_on", [YESTERDAY, TOMORROW])
def test_whoever_left_is_told_the_same_on_every_page(
    examination: Examination, exited_on: date, outcome: Outcome | None
) -> None:
    if outcome is not None:
        examination.record(examination.late, outcome)
    leave(examination, exited_on)
    network = examination.network

    block = next(each for each in exams_of_network(network, TODAY).blocks if each.block_code == "CCP1")
    stages = network_summary(network, TODAY).stages
    on_certificates = late_recruits_in_training(network, TODAY)

    is_on_the_way = exited_on == TOMORROW and outcome is not Outcome.OBTAINED
    has_gone = exited_on == YESTERDAY and outcome is not Outcome.OBTAINED
    assert block.tally.late_in_training == stages.late_in_training == len(on_certificates) == is_on_the_way
    assert block.tally.left == stages.counts.get(Stage.LEFT, 0) == has_gone
    assert block.tally.obtained == stages.certified == (outcome is Outcome.OBTAINED)
    assert block.tally.pass_rate == stages.pass_rate
