"""Whatever is issued is sealed, under certificates that are kept with it; without a valid key nothing is issued."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from click.testing import Result as Answer
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.certification.models import Result
from app.documents.models import DocumentState, IssuedDocument, NumberSeries, SealingCertificate
from app.documents.queries import documents_in_force, pdf_of, seal_problems
from app.documents.rules import SEAL_CERTIFICATE_KEPT, NothingToIssue
from app.documents.sealing import Authority, keyring, sealed_certificate
from app.documents.sealing.refusals import (
    ClockSetBack,
    SealKeyExpired,
    SealKeyNotYetValid,
    SealRefused,
    TimestampRefused,
)
from app.documents.services import complete_document, complete_run, issuing, reserve_certificates
from app.people.models import Person
from tests.browser_client import Browser
from tests.documents.ceremony import (
    BASE_URL,
    NOON,
    TODAY,
    Ceremony,
    FirstIssued,
    Sealed,
    behind_the_guards,
    noon,
)
from tests.documents.seals import an_authority

Use = Callable[[Authority], None]


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Use:
    """``use(authority)``: seal with this one from now on."""
    return lambda authority: monkeypatch.setattr(keyring, "authority", lambda: authority)


def first_two(ceremony: Ceremony) -> list[Result]:
    return [ceremony.result_of(advisor) for advisor in ceremony.advisors[:2]]


def test_every_certificate_is_sealed_under_kept_certificates(sealed: Sealed, database: Session) -> None:
    (kept,) = database.scalars(select(SealingCertificate))
    assert {each.sealed_under for each in sealed.documents} == {kept}
    assert (kept.fingerprint, kept.is_development) == (keyring.authority().fingerprint, True)
    assert kept.chain == keyring.authority().chain_pem
    assert "PRIVATE KEY" not in kept.chain
    acts = database.scalars(select(AuditEntry.after).where(AuditEntry.action == SEAL_CERTIFICATE_KEPT)).all()
    assert [each and each["fingerprint"] for each in acts] == [kept.fingerprint]
    assert list(seal_problems()) == []


def test_a_new_key_leaves_the_old_seals_valid(ceremony: Ceremony, database: Session, use: Use) -> None:
    first, second = an_authority(), an_authority()
    use(first)
    one, other = first_two(ceremony)
    ceremony.issue(one)
    use(second)
    ceremony.issue(other)

    documents = sorted(documents_in_force(ceremony.network), key=lambda each: each.serial)
    under = [each.sealed_under.fingerprint for each in documents if each.sealed_under]
    assert under == [first.fingerprint, second.fingerprint]
    assert list(seal_problems()) == []


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "refusal"),
    [(-2, -1, SealKeyExpired), (1, 2, SealKeyNotYetValid)],
)
def test_without_a_valid_key_no_number_is_taken(
    ceremony: Ceremony,
    database: Session,
    use: Use,
    valid_from: int,
    valid_until: int,
    refusal: type[SealRefused],
) -> None:
    use(an_authority(NOON + timedelta(days=valid_from), NOON + timedelta(days=valid_until)))

    with pytest.raises(refusal):
        ceremony.reserve()

    assert database.scalars(select(NumberSeries)).all() == []
    assert database.scalars(select(IssuedDocument)).all() == []


def test_a_key_that_ends_during_a_run_leaves_the_rest_waiting(ceremony: Ceremony, use: Use) -> None:
    use(an_authority(NOON - timedelta(days=1), NOON + timedelta(minutes=1)))
    run = ceremony.reserve(*first_two(ceremony))
    complete_document(run.documents[0].id, now=NOON)

    with pytest.raises(SealKeyExpired):
        complete_run(run, now=lambda: NOON + timedelta(hours=1))
    assert [each.state.value for each in run.documents] == ["valid", "reserved"]

    use(an_authority())
    assert complete_run(run, now=lambda: NOON + timedelta(hours=1)) == 1
    assert list(seal_problems()) == []


def test_a_clock_that_was_set_back_issues_nothing(first_issued: FirstIssued) -> None:
    network, result = first_issued.network, first_issued.result_of(first_issued.advisors[1])

    def reserve(minutes: int) -> None:
        at = NOON - timedelta(minutes=minutes)
        reserve_certificates(network, [result], today=TODAY, now=at, by=None, base_url=BASE_URL)

    with pytest.raises(ClockSetBack, match="2022"):
        reserve(6)
    # The control: a clock that is set right by a little.
    reserve(4)


def test_what_was_sealed_twice_is_the_document_that_was_stored_first(
    ceremony: Ceremony, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes seal the same facts; a signature is never the same twice, so one of the files is thrown away."""
    document_id = ceremony.reserve().documents[0].id
    made: list[bytes] = []

    def sealed_meanwhile(*arguments: object) -> bytes:
        monkeypatch.setattr(issuing, "sealed_certificate", sealed_certificate)
        assert complete_document(document_id, now=NOON)
        made.append(pdf_of(document_id) or b"")
        made.append(sealed_certificate(*arguments))  # type: ignore[arg-type]
        return made[1]

    monkeypatch.setattr(issuing, "sealed_certificate", sealed_meanwhile)
    assert not complete_document(document_id, now=NOON)

    assert made[0] != made[1]
    assert pdf_of(document_id) == made[0]
    assert list(seal_problems()) == []


def test_a_timestamp_server_that_is_away_loses_nothing(ceremony: Ceremony, use: Use) -> None:
    use(an_authority(timestamp_url="http://127.0.0.1:1/"))
    run = ceremony.reserve(ceremony.result_of(ceremony.advisors[0]))
    with pytest.raises(TimestampRefused):
        complete_run(run, now=noon)
    with pytest.raises(NothingToIssue):
        ceremony.reserve(ceremony.result_of(ceremony.advisors[0]))

    use(an_authority())
    assert complete_run(run, now=noon) == 1


@pytest.mark.usefixtures("first_issued")
def test_kept_certificates_never_change(database: Session) -> None:
    for statement in (
        "UPDATE sealing_certificates SET chain = ''",
        "DELETE FROM sealing_certificates",
        "UPDATE issued_documents SET sealed_under_id = NULL",
    ):
        with pytest.raises(IntegrityError):
            database.execute(text(statement))
        database.rollback()


def test_the_proof_reads_every_seal(
    sealed: Sealed, database: Session, command: Callable[..., Answer]
) -> None:
    first, second, third = sealed.documents
    assert command("check-integrity").exit_code == 0
    broken, bare = bytearray(pdf_of(second.id) or b""), b"%PDF-1.7"
    broken[1000] ^= 1

    with behind_the_guards(database):
        change = text("UPDATE issued_documents SET pdf = :pdf WHERE id = :id")
        database.execute(change, {"pdf": bytes(broken), "id": second.id})
        database.execute(change, {"pdf": bare, "id": third.id})
        database.execute(text("UPDATE issued_documents SET sealed_under_id = NULL WHERE serial = 1"))
    database.expire_all()

    assert sorted(map(str, seal_problems())) == [
        f"Certificat {first.number} : il porte un sceau qui n’est pas enregistré.",
        f"Certificat {second.number} : son sceau est brisé.",
        f"Certificat {third.number} : son sceau est brisé.",
    ]
    assert f"Certificat {second.number} : son sceau est brisé." in command("check-integrity").stderr


def test_what_was_issued_before_the_seals_stays_as_it_is(
    first_issued: FirstIssued, database: Session
) -> None:
    (document,) = first_issued.documents
    with behind_the_guards(database):
        old = text("UPDATE issued_documents SET sealed_under_id = NULL, pdf = :pdf WHERE id = :id")
        database.execute(old, {"pdf": b"%PDF-1.7 without a seal", "id": document.id})
    database.expire_all()

    assert list(seal_problems()) == []
    assert document.state is DocumentState.VALID


def test_the_page_says_by_whom_certificates_are_sealed(
    ceremony: Ceremony, browser_of: Callable[[Person], Browser], use: Use
) -> None:
    odile = browser_of(ceremony.odile)
    assert "Sceau de développement" in odile.get("/reseau/landes/certificats").text
    use(an_authority())
    assert "Sceau de développement" not in odile.get("/reseau/landes/certificats").text
    use(an_authority(NOON - timedelta(days=2), NOON - timedelta(days=1)))

    page = odile.get("/reseau/landes/certificats")
    assert "Rien ne peut être émis" in page.text
    assert "n’est plus valable depuis le" in page.text
    odile.submit("Contrôler avant d’imprimer")
    refused = odile.submit("Émettre et imprimer les 3 certificats", status=422)
    assert refused.text.count("n’est plus valable depuis le") == 1
