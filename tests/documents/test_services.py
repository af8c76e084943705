"""Certificates are issued once, for a pass, and never change: in the services and below them, in the database."""

import hashlib
from collections.abc import Callable
from dataclasses import fields
from datetime import date, timedelta
from itertools import product

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.certification.rules import Outcome
from app.certification.services import exam_session_of_day
from app.core.errors import RuleBroken
from app.documents import labels
from app.documents.facts import LIMITS, CertificateFacts
from app.documents.models import DocumentState, IssuedDocument, PrintRun
from app.documents.queries import (
    document_by_number_and_code,
    document_problems,
    documents_in_force,
    documents_of,
    due_results,
    facts_of,
    late_recruits_in_training,
    pdf_of,
    results_to_certify,
    unfinished_runs,
)
from app.documents.rendering import paper_version
from app.documents.rules import (
    AlreadyRevoked,
    FactTooLong,
    NothingToIssue,
    NotIssuedYet,
    PrintedFact,
    RevocationWithoutReason,
    SeveralRefused,
)
from app.documents.services import complete_document, complete_run, issuing, revoke, save_issuer
from app.documents.typesetting import wording
from app.people.services import rename_person
from app.training.services import create_cohort, enrol
from app.web.labels import label
from tests.documents.ceremony import (
    BASE_URL,
    NOON,
    TODAY,
    Ceremony,
    Issued,
    behind_the_guards,
    hired_late,
    noon,
)

pytestmark = pytest.mark.usefixtures("quick_paper")


def revoke_for(ceremony: Ceremony, document: IssuedDocument, reason: str = "Erreur de nom") -> None:
    revoke(document, reason, now=NOON, by=ceremony.odile)


BEFORE = ("nothing issued", "already issued", "revoked")


def test_a_certificate_is_due_for_a_pass_without_one_and_for_nothing_else(ceremony: Ceremony) -> None:
    """Every outcome, on time and late, with nothing issued, a certificate in force, and a revoked one.

    What is impossible is left out: the database takes no certificate without a pass, as the tests below show.
    """
    table = [
        (outcome, is_late, before)
        for outcome, is_late, before in product([*Outcome, None], (False, True), BEFORE)
        if before == "nothing issued" or outcome is Outcome.OBTAINED
    ]
    expected_due, expected_late = set(), set()
    to_issue, to_revoke = [], []
    for rank, (outcome, is_late, before) in enumerate(table):
        hired_on = hired_late() if is_late else date(2022, 2, 1)
        advisor = ceremony.newcomer(f"Personne {'abcdefghijkl'[rank]}", hired_on=hired_on, minutes=0)
        if outcome is not None:
            ceremony.judge(advisor, outcome=outcome)
        if before != "nothing issued":
            to_issue.append(ceremony.result_of(advisor))
        if before == "revoked":
            to_revoke.append(advisor)
        if outcome is Outcome.OBTAINED and before != "already issued":
            expected_due.add(advisor.id)
        if is_late and outcome is not Outcome.OBTAINED:
            expected_late.add(advisor.id)
    ceremony.issue(*to_issue)
    for advisor in to_revoke:
        revoke_for(ceremony, documents_of(advisor)[0])

    due = {result.advisor_id for result in due_results(ceremony.network)}
    late = {enrolment.advisor_id for enrolment in late_recruits_in_training(ceremony.network, TODAY)}

    assert len(table) == 12
    assert due == expected_due | {advisor.id for advisor in ceremony.advisors}
    assert late == expected_late


@pytest.mark.parametrize("outcome", [Outcome.NOT_OBTAINED, Outcome.NOT_PRESENTED])
def test_nobody_gets_a_certificate_without_a_pass(ceremony: Ceremony, outcome: Outcome) -> None:
    failed = ceremony.newcomer("Xaintrailles")
    ceremony.judge(failed, outcome=outcome)

    with pytest.raises(SeveralRefused) as refused:
        ceremony.reserve(ceremony.result_of(ceremony.advisors[0]), ceremony.result_of(failed))

    assert [str(each) for each in refused.value.refusals] == [
        "Camille Xaintrailles n’a pas obtenu le bloc : aucun certificat ne peut être émis."
    ]
    assert len(due_results(ceremony.network)) == 3


def test_a_result_of_another_network_is_not_found(ceremony: Ceremony) -> None:
    other = Ceremony("gers", size=1)

    with pytest.raises(NothingToIssue):
        ceremony.reserve(other.result_of(other.advisors[0]))

    assert results_to_certify(ceremony.network, [other.result_of(other.advisors[0]).id]) == []


def test_numbers_follow_the_order_of_the_network(issued: Issued) -> None:
    documents = issued.documents

    assert [(each.number, each.advisor.person.family_name) for each in documents] == [
        ("LANDES-2022-0001", "Aubert"),
        ("LANDES-2022-0002", "Barrère"),
        ("LANDES-2022-0003", "Castets"),
    ]


def test_a_certificate_says_what_was_followed_and_decided(issued: Issued) -> None:
    document = issued.documents[0]
    facts = facts_of(document)

    assert (facts.full_name, facts.birth_place, facts.hours_minutes) == ("Camille Aubert", "Dax", 210)
    assert (facts.training_from, facts.training_to) == (date(2022, 9, 5), date(2022, 9, 5))
    assert (facts.provider_name, str(facts.jury_date), facts.issued_on) == ("Afpa", "2022-10-06", TODAY)
    assert (facts.title_name, facts.block_code) == ("Responsable d’espace de médiation numérique", "CCP1")
    assert len(facts.competences) == 4
    assert facts.verification_url == f"{BASE_URL}/verifier/{document.number}/{document.code}"
    assert (len(document.code), document.template_version) == (26, paper_version())
    assert document.sha256 == hashlib.sha256(pdf_of(document.id) or b"").hexdigest()


@pytest.mark.parametrize(
    ("held_on", "decided_on", "told"),
    [
        (None, date(2022, 10, 20), "devant le jury réuni le 20 octobre 2022"),
        (date(2022, 10, 18), date(2022, 10, 20), "devant le jury réuni le 20 octobre 2022"),
        (date(2022, 10, 18), None, "à la session d’examen du 18 octobre 2022"),
    ],
)
def test_a_certificate_tells_the_day_of_the_jury_or_else_that_of_the_exam(
    ceremony: Ceremony, held_on: date | None, decided_on: date | None, told: str
) -> None:
    newcomer = ceremony.newcomer("Dumora")
    if decided_on is not None:
        ceremony.exam = ceremony.session("Autre session", held_on, decided_on)
    elif held_on is not None:
        # Told of afterwards, by who knows the day of the exam and no more.
        ceremony.exam = exam_session_of_day(ceremony.network, "REMN", "CCP1", held_on, now=NOON, by=None)
    ceremony.judge(newcomer)

    facts = facts_of(ceremony.reserve(ceremony.result_of(newcomer)).documents[0])

    assert told in wording.jury_sentence(facts).replace("\u00a0", " ")


def test_a_demonstration_network_marks_its_papers(ceremony: Ceremony) -> None:
    real = Ceremony("gers", size=1, pinned_today=None)

    assert facts_of(ceremony.issue()[0]).is_development
    assert not facts_of(real.issue()[0]).is_development


def test_hours_of_two_cohorts_count_together(ceremony: Ceremony) -> None:
    second = create_cohort(
        ceremony.network,
        name="CCP1, deuxième promotion",
        title_code="REMN",
        block_code="CCP1",
        programme_code="2021-2023",
        starts_on=TODAY - timedelta(days=30),
        ends_on=TODAY,
        late_after=TODAY,
        now=NOON,
        by=None,
    )
    enrol(ceremony.advisors[0], second, parcours_hours=280, now=NOON, by=None)

    assert facts_of(ceremony.issue()[0]).hours_minutes == 210


def test_a_name_that_no_font_draws_is_refused_before_anything_is_issued(ceremony: Ceremony) -> None:
    drawn_by_nobody = ceremony.newcomer("Ωmega 漢")
    ceremony.judge(drawn_by_nobody)

    with pytest.raises(SeveralRefused) as refused:
        ceremony.reserve()

    assert "« Ω 漢 »" in str(refused.value.refusals[0])
    assert "Ωmega 漢" in str(refused.value.refusals[0])
    assert documents_in_force(ceremony.network) == []


def test_a_name_without_room_is_refused_by_its_field(ceremony: Ceremony) -> None:
    ceremony.judge(ceremony.newcomer("L" * 90))

    with pytest.raises(SeveralRefused) as refused:
        ceremony.reserve()

    refusal = refused.value.refusals[0]
    assert isinstance(refusal, FactTooLong)
    assert (refusal.facts["fact"], refusal.facts["limit"]) == (PrintedFact.FAMILY_NAME, 80)


def test_every_fact_that_can_be_refused_has_a_name_of_its_own() -> None:
    refusable = {*LIMITS} | {
        "hours_minutes",
        "title_level",
        "competences",
        "signatories",
        "training_to",
        "language",
        "logo",
        "colour",
    }

    assert {fact.value for fact in PrintedFact} == refusable
    assert refusable - {"signatory_name", "signatory_quality"} <= {
        field.name for field in fields(CertificateFacts)
    }
    assert all(label(fact) for fact in PrintedFact), labels


def test_an_interrupted_run_goes_on_with_the_same_numbers_and_codes(
    ceremony: Ceremony, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = ceremony.reserve()
    promised = [(each.number, each.code, each.facts) for each in run.documents]
    typeset: Callable[..., bytes] = vars(issuing)["sealed_certificate"]

    def crash_at_the_second(facts: CertificateFacts, *sealing: object) -> bytes:
        if facts.number.endswith("2"):
            raise MemoryError
        return typeset(facts, *sealing)

    monkeypatch.setattr(issuing, "sealed_certificate", crash_at_the_second)
    with pytest.raises(MemoryError):
        complete_run(run, now=noon)
    assert [each.state.value for each in run.documents] == ["valid", "reserved", "reserved"]
    assert unfinished_runs(ceremony.network) == [run]
    with pytest.raises(NothingToIssue):
        ceremony.reserve(*[ceremony.result_of(advisor) for advisor in ceremony.advisors])

    monkeypatch.setattr(issuing, "sealed_certificate", typeset)
    seen: list[tuple[int, int]] = []
    assert complete_run(run, now=noon, on_progress=lambda done, total: seen.append((done, total))) == 2

    documents = documents_in_force(ceremony.network)
    assert [(each.number, each.code, each.facts) for each in documents] == promised
    assert seen == [(1, 2), (2, 2)]
    assert unfinished_runs(ceremony.network) == []
    assert list(document_problems()) == []


def test_printing_again_gives_the_same_bytes(issued: Issued) -> None:
    document = issued.documents[0]
    kept = pdf_of(document.id)

    assert not complete_document(document.id, now=NOON)
    assert pdf_of(document.id) == kept
    with pytest.raises(NothingToIssue):
        issued.reserve(issued.result_of(issued.advisors[0]))


def test_new_settings_and_a_new_name_change_nothing_issued(issued: Issued) -> None:
    document = issued.documents[0]
    before = (dict(document.facts), pdf_of(document.id), document.sha256)

    save_issuer(
        issued.network,
        name="Autre émetteur",
        place="Dax",
        heading="Autre titre",
        disclaimer="Autre mention",
        signatories=[("Jeanne Labat", "Présidente")],
        now=NOON,
        by=issued.odile,
    )
    person = issued.advisors[0].person
    rename_person(person, email=person.email, given_name="Zoé", family_name="Zubieta", now=NOON, by=None)

    assert (dict(document.facts), pdf_of(document.id), document.sha256) == before
    assert facts_of(document).issuer_name == "Réseau d’essai"


def test_new_settings_are_printed_on_what_is_issued_next(ceremony: Ceremony) -> None:
    for signatories in (
        [("Jeanne Labat", "Présidente"), ("Paul Puyo", "Directeur")],
        [("Paul Puyo", "Président")],
    ):
        save_issuer(
            ceremony.network,
            name="Association des Landes",
            place="Dax",
            heading="Attestation",
            disclaimer="Mention",
            signatories=signatories,
            now=NOON,
            by=ceremony.odile,
        )

    facts = facts_of(ceremony.issue()[0])

    assert (facts.issuer_name, facts.place, facts.heading) == ("Association des Landes", "Dax", "Attestation")
    assert [(one.name, one.quality) for one in facts.signatories] == [("Paul Puyo", "Président")]


def test_a_revoked_certificate_stays_revoked_and_its_number_is_never_given_again(issued: Issued) -> None:
    document = issued.documents[0]
    revoke_for(issued, document)

    assert (document.state, document.revocation_reason) == (DocumentState.REVOKED, "Erreur de nom")
    found = document_by_number_and_code(document.number, document.code)
    assert found is not None
    assert found.state is DocumentState.REVOKED
    with pytest.raises(AlreadyRevoked):
        revoke_for(issued, document)

    issued.issue()

    assert [each.number for each in documents_of(issued.advisors[0])] == [
        "LANDES-2022-0004",
        "LANDES-2022-0001",
    ]
    assert list(document_problems()) == []


def test_a_revocation_says_why_and_waits_for_the_certificate(ceremony: Ceremony) -> None:
    document = ceremony.reserve().documents[0]

    with pytest.raises(NotIssuedYet):
        revoke_for(ceremony, document)
    with pytest.raises(RevocationWithoutReason):
        revoke_for(ceremony, document, "  ")


def test_a_number_alone_or_a_reserved_one_finds_nothing(ceremony: Ceremony) -> None:
    reserved = ceremony.reserve().documents[0]
    assert document_by_number_and_code(reserved.number, reserved.code) is None
    complete_document(reserved.id, now=NOON)
    document = reserved

    assert document_by_number_and_code(document.number, "") is None
    assert document_by_number_and_code(document.number, "é\x00") is None
    assert document_by_number_and_code("\x00'--", document.code) is None
    dashed = "-".join(document.code.lower()[at : at + 4] for at in range(0, 26, 4))
    assert document_by_number_and_code(f" {document.number.lower()} ", dashed) is document


# What the database itself refuses, whoever asks.


FROZEN_AT_RESERVATION = (
    "number = 'L-9'",
    "code = 'X'",
    "facts = '{}'",
    "serial = 9",
    "year = 2023",
    "print_run_id = NULL",
)
FROZEN_AT_ISSUE = (
    "pdf = NULL",
    "sha256 = 'x'",
    "template_version = 'another'",
    "issued_at = reserved_at",
    "state = 'reserved'",
)


def refuses(database: Session, statement: str) -> bool:
    """Whether the database refuses a statement."""
    try:
        database.execute(text(statement))
    except IntegrityError:
        return True
    finally:
        database.rollback()
    return False


def test_nothing_of_a_certificate_changes(ceremony: Ceremony, database: Session) -> None:
    complete_document(ceremony.reserve().documents[0].id, now=NOON + timedelta(hours=1))
    change = "UPDATE issued_documents SET {} WHERE serial = {}"

    for columns in FROZEN_AT_RESERVATION:
        assert refuses(database, change.format(columns, 2)), columns
    for columns in FROZEN_AT_RESERVATION + FROZEN_AT_ISSUE:
        assert refuses(database, change.format(columns, 1)), columns
    assert not refuses(database, change.format("state = state", 1)), (
        "the control: what changes nothing is taken"
    )


def test_a_revoked_certificate_is_never_valid_again(issued: Issued, database: Session) -> None:
    revoke_for(issued, issued.documents[0])
    back = "UPDATE issued_documents SET state = 'valid', revoked_at = NULL, revocation_reason = NULL WHERE serial = 1"

    with pytest.raises(IntegrityError):
        database.execute(text(back))
    database.rollback()


def test_no_certificate_is_deleted(issued: Issued, database: Session) -> None:
    with pytest.raises(IntegrityError):
        database.execute(text("DELETE FROM issued_documents WHERE serial = 3"))
    database.rollback()
    if database.get_bind().dialect.name == "postgresql":
        with pytest.raises(IntegrityError):
            database.execute(text("TRUNCATE issued_documents CASCADE"))
        database.rollback()


COLUMNS = "network_id, advisor_id, print_run_id, facts, issued_on, reserved_at"


def copied(verb: str, result: str = "result_id", serial_copied: int = 1, **values: str) -> str:
    """An insertion that copies a certificate, but for what is given."""
    given = {
        "year": "2022",
        "serial": "77",
        "number": "'L-77'",
        "code": "'C77'",
        "state": "'reserved'",
        **values,
    }
    names, chosen = ", ".join(given), ", ".join(given.values())
    return (
        f"{verb} INTO issued_documents ({COLUMNS}, result_id, {names}) "
        f"SELECT {COLUMNS}, {result}, {chosen} FROM issued_documents WHERE serial = {serial_copied}"
    )


def test_the_database_takes_no_certificate_without_a_pass(ceremony: Ceremony, database: Session) -> None:
    late = ceremony.newcomer("Xaintrailles")
    ceremony.judge(late, outcome=Outcome.NOT_OBTAINED)
    failed = ceremony.result_of(late)
    ceremony.issue()
    statement = copied("INSERT", result=str(failed.id)).replace(
        "network_id, advisor_id, print_run_id, facts, issued_on, reserved_at, " + str(failed.id),
        f"network_id, {failed.advisor_id}, print_run_id, facts, issued_on, reserved_at, {failed.id}",
    )

    with pytest.raises(IntegrityError, match="no certificate without a pass"):
        database.execute(text(statement))
    database.rollback()


def test_a_number_a_code_and_a_result_are_certified_once(issued: Issued, database: Session) -> None:
    revoke_for(issued, issued.documents[0])
    verbs = ["INSERT"] + ["INSERT OR REPLACE"] * (database.get_bind().dialect.name == "sqlite")
    database.commit()

    for verb in verbs:
        # The first one is revoked, so that only what is the same stands in the way, and not the result.
        for same in ("number", "code", "serial", "id"):
            assert refuses(database, copied(verb, "result_id", 1, **{same: same})), (verb, same)
        assert refuses(database, copied(verb, serial_copied=2)), verb
        assert not refuses(database, copied(verb)), "the control: a new number for a revoked certificate"
    assert len(database.scalars(select(IssuedDocument)).all()) == 3


def test_a_certified_result_is_fixed(issued: Issued, database: Session) -> None:
    document = issued.documents[0]
    attempts = [f"UPDATE results SET outcome = 'not_obtained' WHERE id = {document.result_id}"]
    if database.get_bind().dialect.name == "sqlite":
        columns = "id, network_id, exam_session_id, advisor_id, title_code, block_code, recorded_at"
        attempts.append(
            f"INSERT OR REPLACE INTO results ({columns}, outcome) SELECT {columns}, 'not_obtained' "
            f"FROM results WHERE id = {document.result_id}"
        )
    for attempt in attempts:
        with pytest.raises(IntegrityError, match="a certified result is fixed"):
            database.execute(text(attempt))
        database.rollback()


def test_a_result_can_be_corrected_again_once_its_certificate_is_revoked(issued: Issued) -> None:
    document = issued.documents[0]
    with pytest.raises(RuleBroken):
        issued.judge(issued.advisors[0], outcome=Outcome.NOT_OBTAINED)

    revoke_for(issued, document)
    issued.judge(issued.advisors[0], outcome=Outcome.NOT_OBTAINED, remark="Erreur de saisie")

    assert issued.advisors[0].id not in {result.advisor_id for result in due_results(issued.network)}


# What the proof finds.


TAMPERINGS = (
    (
        "UPDATE issued_documents SET pdf = OTHER_BYTES WHERE serial = 2",
        "0002 : ses octets ne sont pas ceux qui ont été émis",
    ),
    ("UPDATE issued_documents SET facts = '{}' WHERE serial = 2", "0002 : ses faits ne sont pas ceux"),
    (
        "UPDATE issued_documents SET code = 'X' WHERE serial = 2",
        "0002 : ses faits portent un autre numéro ou un autre code",
    ),
    ("DELETE FROM issued_documents WHERE serial = 2", "0002 : il est dans la chaîne des actes et n’est plus"),
    ("DELETE FROM issued_documents WHERE serial = 2", "le compteur dit 3, 2 documents existent"),
    ("UPDATE number_series SET last_number = 7", "le compteur dit 7, 3 documents existent"),
    ("DELETE FROM number_series", "le compteur dit 0, 3 documents existent"),
    ("UPDATE number_series SET year = 2021", "en 2022 : le compteur dit 0, 3 documents existent"),
    ("UPDATE number_series SET year = 2021", "en 2021 : le compteur dit 3, 0 documents existent"),
    ("UPDATE results SET outcome = 'not_obtained'", "0002 : son résultat n’est pas « obtenu »"),
    (
        "UPDATE issued_documents SET state = 'valid', revoked_at = NULL, revocation_reason = NULL WHERE serial = 1",
        "0001 : qu’il soit révoqué ou non n’est pas ce que dit la chaîne des actes",
    ),
)


def test_the_proof_finds_what_somebody_did_behind_the_guards(issued: Issued, database: Session) -> None:
    revoke_for(issued, issued.documents[0])
    assert list(document_problems()) == []

    with behind_the_guards(database) as unguarded:
        for tampering, problem in TAMPERINGS:
            undone = unguarded.begin_nested()
            unguarded.execute(text(tampering.replace("OTHER_BYTES", other_bytes(database))))
            unguarded.expire_all()
            found = [str(each) for each in document_problems()]
            undone.rollback()
            assert any(problem in each for each in found), (tampering, found)
            unguarded.expire_all()
            assert list(document_problems()) == [], "the control: it was undone"
        unguarded.rollback()


def other_bytes(database: Session) -> str:
    """Other bytes, as the database writes them."""
    return "'\\x00'::bytea" if database.get_bind().dialect.name == "postgresql" else "x'00'"


def test_runs_keep_who_started_them(issued: Issued, database: Session) -> None:
    assert list(database.scalars(select(PrintRun.started_by_id))) == [issued.odile.id]
