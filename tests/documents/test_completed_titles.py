"""A certificate says what a network has added to a title, and from then on nobody changes that."""

from datetime import date

import pytest

from app.certification.models import ExamSession, Result
from app.certification.queries import results_of
from app.certification.rules import AddedBlockHasResults, AddedBlockIsExamined, Outcome, Verdict
from app.certification.services import create_exam_session, record_results
from app.core.errors import RuleBroken
from app.documents.assembly import gather
from app.documents.queries import facts_of
from app.documents.rules import BlockWithoutName, CertificateSaysSo
from app.training.models import TitleAddition
from app.training.rules import Added, AddedBlockIsUsed, Addition
from app.training.services import complete_title, correct_addition, create_cohort, enrol, take_back_addition
from tests.documents.ceremony import BASE_URL, NOON, Ceremony

THAT_YEAR, LATER = (date(2022, 10, 4), date(2022, 10, 6)), (date(2025, 10, 7), date(2025, 10, 9))
TODAY = date(2025, 11, 14)


def add(ceremony: Ceremony, title: str, block: str, what: Added, value: str) -> TitleAddition:
    addition = Addition(what, value, block)
    return complete_title(ceremony.network, title, addition, source="arrêté", now=NOON, by=ceremony.odile)


def exam(ceremony: Ceremony, title: str, block: str, days: tuple[date, date]) -> ExamSession:
    return create_exam_session(
        ceremony.network,
        title_code=title,
        block_code=block,
        name="Session",
        held_on=days[0],
        decided_on=days[1],
        jurors=(("Colette Pébarthe", "jurée"), ("Mathieu Soubaigné", "juré")),
        now=NOON,
        by=ceremony.odile,
    )


def passed(ceremony: Ceremony, session: ExamSession) -> Result:
    advisor = ceremony.advisors[0]
    held_on = session.held_on or TODAY
    cohort = create_cohort(
        ceremony.network,
        name=f"Vers {session.block_code}",
        title_code=session.title_code,
        block_code=session.block_code,
        programme_code="2021-2023",
        starts_on=held_on,
        ends_on=held_on,
        late_after=held_on,
        now=NOON,
        by=None,
    )
    enrol(advisor, cohort, parcours_hours=105, now=NOON, by=None)
    record_results(
        session, {advisor.id: Verdict(Outcome.OBTAINED, None)}, today=TODAY, now=NOON, by=ceremony.odile
    )
    return next(each for each in results_of(advisor) if each.exam_session_id == session.id)


def refuses_both(ceremony: Ceremony, row: TitleAddition, refusal: type[RuleBroken]) -> None:
    with pytest.raises(refusal):
        correct_addition(ceremony.network, row.id, "Autrement", source="arrêté", now=NOON, by=None)
    with pytest.raises(refusal):
        take_back_addition(ceremony.network, row.id, now=NOON, by=None)


def test_a_block_whose_name_was_added_gets_its_certificate(ceremony: Ceremony) -> None:
    result = passed(ceremony, exam(ceremony, "MN", "CCP1", LATER))
    _printable, refused = gather(ceremony.network, [result], today=TODAY, base_url=BASE_URL)
    assert [type(each.refusal) for each in refused] == [BlockWithoutName]

    add(ceremony, "MN", "CCP1", Added.NAME, "Accompagner les personnes")

    printable, refused = gather(ceremony.network, [result], today=TODAY, base_url=BASE_URL)
    assert ([each.facts.block_name for each in printable], refused) == (["Accompagner les personnes"], [])


def test_what_a_certificate_says_is_neither_corrected_nor_taken_back(ceremony: Ceremony) -> None:
    row = add(ceremony, "REMN", "CCP2", Added.COMPETENCES, "Développer\nGérer")
    other = add(ceremony, "REMN", "CCP3", Added.COMPETENCES, "Animer")
    result = passed(ceremony, exam(ceremony, "REMN", "CCP2", THAT_YEAR))
    # Until a certificate is issued, a result does not rest on these words.
    correct_addition(ceremony.network, row.id, "Développer\nDiriger", source="arrêté", now=NOON, by=None)

    run = ceremony.reserve(result)

    assert facts_of(run.documents[0]).competences == ("Développer", "Diriger")
    refuses_both(ceremony, row, CertificateSaysSo)
    # What is said of another block is free all the same.
    take_back_addition(ceremony.network, other.id, now=NOON, by=None)


def test_a_block_that_was_added_stays_once_an_exam_is_for_it_and_as_it_is_once_there_is_a_result(
    ceremony: Ceremony,
) -> None:
    row = add(ceremony, "MN", "CCP2", Added.NAME, "Concevoir")
    session = exam(ceremony, "MN", "CCP2", LATER)
    with pytest.raises(AddedBlockIsExamined):
        take_back_addition(ceremony.network, row.id, now=NOON, by=None)
    correct_addition(ceremony.network, row.id, "Concevoir des actions", source="arrêté", now=NOON, by=None)
    assert session.block.name == "Concevoir des actions"

    passed(ceremony, session)

    with pytest.raises(AddedBlockHasResults):
        correct_addition(ceremony.network, row.id, "Autrement", source="arrêté", now=NOON, by=None)
    # The cohort that prepared it is asked first.
    with pytest.raises(AddedBlockIsUsed):
        take_back_addition(ceremony.network, row.id, now=NOON, by=None)
