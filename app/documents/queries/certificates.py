"""Reads of what is due and of what was issued; none of them reads bytes but :func:`pdf_of` and :func:`pdfs_of`."""

import hmac
import json
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.certification.models import ExamSession, Result
from app.certification.queries import obtained_results
from app.certification.rules import Outcome, candidacy_of, is_late_recruit_in_training
from app.core.identifiers import folded, normalised_code
from app.documents.facts import CertificateFacts
from app.documents.models import DocumentState, IssuedDocument
from app.extensions import db
from app.people.models import Network, Person, SortOrder
from app.training.models import Advisor, Enrolment
from app.training.queries import enrolments_of_network, latest_per_advisor, order_of_advisors
from app.training.rules import has_left

_FILES_AT_ONCE: Final = 25


def live_certificates(network: Network) -> dict[int, IssuedDocument]:
    """Return the certificates reserved or in force, by the result they certify."""
    statement = select(IssuedDocument).where(
        IssuedDocument.network_id == network.id, IssuedDocument.state != DocumentState.REVOKED
    )
    return {document.result_id: document for document in db.session.scalars(statement)}


def certified_ids(network: Network) -> set[int]:
    """Return the ids of the results whose certificate is reserved or in force; no certificate is read for it."""
    statement = select(IssuedDocument.result_id).where(
        IssuedDocument.network_id == network.id, IssuedDocument.state != DocumentState.REVOKED
    )
    return set(db.session.scalars(statement))


def certificates_of_exam(session: ExamSession) -> list[IssuedDocument]:
    """Return the certificates reserved or in force on results of an exam, in the order of their numbers."""
    statement = (
        select(IssuedDocument)
        .join(Result, Result.id == IssuedDocument.result_id)
        .where(Result.exam_session_id == session.id, IssuedDocument.state != DocumentState.REVOKED)
    )
    return list(db.session.scalars(statement.order_by(IssuedDocument.year, IssuedDocument.serial)))


def revoked_predecessors(result_ids: Collection[int]) -> dict[int, IssuedDocument]:
    """Return the last revoked certificate of each result that has one, by result; not what was only withdrawn."""
    statement = select(IssuedDocument).where(
        IssuedDocument.result_id.in_(result_ids),
        IssuedDocument.state == DocumentState.REVOKED,
        IssuedDocument.issued_at.is_not(None),
    )
    return {each.result_id: each for each in db.session.scalars(statement.order_by(IssuedDocument.id))}


def due_results(network: Network) -> list[Result]:
    """Return the passes that have no certificate yet, in the network's order."""
    certified = certified_ids(network)
    return [result for result in obtained_results(network) if result.id not in certified]


def results_to_certify(
    network: Network, result_ids: Sequence[int], *, until_commit: bool = False
) -> list[Result]:
    """Return these results of the network with their advisors, in the order of ``result_ids``.

    :param until_commit: let nobody change them before this transaction ends.
    """
    statement = select(Result).where(Result.network_id == network.id, Result.id.in_(result_ids))
    statement = statement.options(joinedload(Result.advisor, innerjoin=True))
    if until_commit:
        statement = statement.with_for_update(read=True, of=Result)
    found = {result.id: result for result in db.session.scalars(statement)}
    return [found[result_id] for result_id in dict.fromkeys(result_ids) if result_id in found]


def enrolments_of_advisors(advisor_ids: Collection[int]) -> dict[int, list[Enrolment]]:
    """Return the enrolments of advisors with their cohorts, by advisor, the latest last."""
    statement = select(Enrolment).where(Enrolment.advisor_id.in_(advisor_ids))
    found: dict[int, list[Enrolment]] = {}
    for enrolment in sorted(db.session.scalars(statement), key=lambda each: each.age):
        found.setdefault(enrolment.advisor_id, []).append(enrolment)
    return found


def late_recruits_in_training(network: Network, today: date) -> list[Enrolment]:
    """Return who came late and is on the way to their block, in the network's order: nothing is due to them."""
    passed = {(each.advisor_id, each.title_code, each.block_code) for each in obtained_results(network)}

    def is_on_the_way(enrolment: Enrolment) -> bool:
        outcome = Outcome.OBTAINED if (enrolment.advisor_id, *enrolment.cohort.aim) in passed else None
        gone = has_left(enrolment.exited_on, today)
        return is_late_recruit_in_training(candidacy_of(outcome, enrolment.entry_status, has_left=gone))

    return list(filter(is_on_the_way, latest_per_advisor(network, enrolments_of_network(network))))


def register_of_certificates(network: Network) -> list[IssuedDocument]:
    """Return every certificate for which a number was taken, whatever has become of it, in the order of the numbers."""
    statement = select(IssuedDocument).where(IssuedDocument.network_id == network.id)
    return list(db.session.scalars(statement.order_by(IssuedDocument.year, IssuedDocument.serial)))


def count_in_force(network: Network) -> int:
    """Return how many certificates of the network are valid."""
    statement = select(func.count()).select_from(IssuedDocument)
    in_force = (IssuedDocument.network_id == network.id, IssuedDocument.state == DocumentState.VALID)
    return db.session.scalar(statement.where(*in_force)) or 0


def document(network: Network, document_id: int) -> IssuedDocument | None:
    """Return a document of the network."""
    statement = select(IssuedDocument).where(
        IssuedDocument.network_id == network.id, IssuedDocument.id == document_id
    )
    return db.session.scalar(statement.options(joinedload(IssuedDocument.advisor)))


def documents_of(advisor: Advisor) -> list[IssuedDocument]:
    """Return what was issued to an advisor, revoked documents too, latest first."""
    statement = select(IssuedDocument).where(
        IssuedDocument.advisor_id == advisor.id, IssuedDocument.issued_at.is_not(None)
    )
    statement = statement.options(selectinload(IssuedDocument.replaced_by))
    return list(db.session.scalars(statement.order_by(IssuedDocument.id.desc())))


def documents_in_force(
    network: Network, run_id: int | None = None, sort_order: SortOrder | None = None
) -> list[IssuedDocument]:
    """Return the valid documents of the network, or of one of its print runs, in this order or the network's."""
    statement = select(IssuedDocument).where(
        IssuedDocument.network_id == network.id, IssuedDocument.state == DocumentState.VALID
    )
    if run_id is not None:
        statement = statement.where(IssuedDocument.print_run_id == run_id)
    order = order_of_advisors(network, sort_order)
    found = db.session.scalars(statement.options(joinedload(IssuedDocument.advisor)))
    return sorted(found, key=lambda each: (order(each.advisor), each.id))


def found_documents(
    network: Network, words: str, *, offset: int, limit: int
) -> tuple[int, list[IssuedDocument]]:
    """Return how many documents are looked for, and one page of them, in the order of their numbers.

    :param words: parts of the person's name or of the number; each must be found.
    """
    sought = [IssuedDocument.network_id == network.id]
    for word in folded(words).split():
        by_name = Person.sort_name.contains(word, autoescape=True)
        by_number = IssuedDocument.number.contains(word.upper(), autoescape=True)
        sought.append(or_(by_name, by_number))
    joined = select(IssuedDocument).join(IssuedDocument.advisor).join(Advisor.person).where(*sought)
    total = db.session.scalar(joined.with_only_columns(func.count())) or 0
    page = joined.order_by(IssuedDocument.year, IssuedDocument.serial).offset(offset).limit(limit)
    page = page.options(selectinload(IssuedDocument.replaced_by))
    return total, list(db.session.scalars(page))


def document_by_number_and_code(number: str, code: str) -> IssuedDocument | None:
    """Return the document that bears this number and this code; a number alone finds nothing.

    Case and blanks do not matter, nor dashes in the code; a blank may stand for a dash of the number.
    """
    without_blanks = "".join(each for each in number.upper() if each.isalnum() or each == "-")
    parts = "".join(each if each.isalnum() else " " for each in number.upper()).split()
    statement = select(IssuedDocument).where(
        IssuedDocument.number.in_({without_blanks, "-".join(parts)}),
        IssuedDocument.issued_at.is_not(None),
    )
    typed_code = normalised_code(code).encode()
    found = db.session.scalars(statement).all()
    return next((each for each in found if hmac.compare_digest(each.code.encode(), typed_code)), None)


def document_by_bytes(sha256: str) -> IssuedDocument | None:
    """Return the document whose bytes have this SHA-256."""
    statement = select(IssuedDocument).where(
        IssuedDocument.sha256 == sha256, IssuedDocument.issued_at.is_not(None)
    )
    return db.session.scalars(statement).first()


def pdf_of(document_id: int) -> bytes | None:
    """Return the bytes of a document as they were issued."""
    return db.session.scalar(select(IssuedDocument.pdf).where(IssuedDocument.id == document_id))


def pdfs_of(documents: Sequence[IssuedDocument]) -> Iterator[tuple[IssuedDocument, bytes]]:
    """Yield issued documents with their bytes, in the order given, holding few of them at once."""
    for start in range(0, len(documents), _FILES_AT_ONCE):
        some = documents[start : start + _FILES_AT_ONCE]
        statement = select(IssuedDocument.id, IssuedDocument.pdf)
        rows = db.session.execute(statement.where(IssuedDocument.id.in_([each.id for each in some])))
        bytes_by_id = {row.id: row.pdf or b"" for row in rows}
        yield from ((each, bytes_by_id[each.id]) for each in some)


def facts_of(document: IssuedDocument) -> CertificateFacts:
    """Return what a document says, as it was frozen."""
    return CertificateFacts.from_json(json.dumps(document.facts))
