"""Issues certificates: numbers and facts first, then bytes, so that nothing is typeset under a lock.

A certificate is *reserved* with its number, its code and its frozen facts in one short transaction; it is typeset
outside of any; it is *issued* when its bytes are stored in another. Whatever is interrupted in between is found
again as reserved and completed with the same facts. A signature is never the same twice: whatever was typeset and
not stored is thrown away, and the bytes that are stored first are the document.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import update

from app.audit.services import record_act
from app.certification.models import Result
from app.core.identifiers import new_verification_code
from app.database import id_of, lock_until_commit, transaction
from app.documents.assembly import Printable, gather, numbered
from app.documents.confirmation import refuse_one_alone
from app.documents.facts import CertificateFacts
from app.documents.models import DocumentState, IssuedDocument, NumberSeries, PrintRun
from app.documents.queries import (
    certified_ids,
    number_series,
    reserved_ids,
    results_to_certify,
    revoked_predecessors,
    waiting_document,
)
from app.documents.rules import (
    ISSUED,
    NOT_TYPESET,
    RESERVED,
    NothingToIssue,
    NotTypeset,
    SeveralRefused,
    certificate_number,
    digest_of_facts,
)
from app.documents.sealing import Authority, keyring, room_for, sealed, sealed_certificate
from app.documents.services.refusing import refuse_changed, refuse_clock_set_back
from app.documents.services.sealing import kept_certificate
from app.documents.typesetting.paper import paper_version
from app.documents.workshop import Workshop, cores
from app.extensions import db
from app.people.models import Network, Person

WORTH_A_WORKSHOP: Final = 100
"""Certificates from which on it takes less time to start a process for each core than it saves."""


def reserve_certificates(
    network: Network,
    results: Sequence[Result],
    *,
    today: date,
    now: datetime,
    by: Person | None,
    base_url: str,
    shown: Mapping[int, str] | None = None,
    second: Person | None = None,
) -> PrintRun:
    """Take a number for each result that has no certificate yet, freeze its facts, and return the run that prints them.

    Numbers follow the order of ``results``.

    :param today: the civil date that the certificates bear, and the year of their numbers.
    :param base_url: where this installation is reached; the verification address starts with it.
    :param shown: the digest of what somebody was shown that a certificate will say, by result: it must still hold.
    :param second: who has confirmed it, in a network where nobody issues alone.
    :raises SecondPersonNeeded: when nobody else has.
    :raises NothingToIssue: when every result has its certificate.
    :raises SeveralRefused: naming each person for whom nothing can be printed; nothing is issued then.
    :raises SealRefused: when nothing can be sealed now: the key has expired, or the clock was set back.
    """
    keyring.authority_at(now)
    # Only what they are called: what they say is read again under the lock.
    result_ids = [result.id for result in results]
    return _reserve_all(
        network, result_ids, shown or {}, second, today=today, now=now, by=by, base_url=base_url
    )


def complete_run(
    run: PrintRun, *, now: Callable[[], datetime], on_progress: Callable[[int, int], None] | None = None
) -> int:
    """Typeset and issue every document of a run that still waits, and return how many were issued here.

    One that the paper cannot say does not hold up those behind it: `typesetting_refusals` tells which and why.
    Safe to call again, also at the same time: each document is issued once.

    :raises SealRefused: when nothing can be sealed any more; what is not issued yet waits.
    """
    waiting = reserved_ids(run.id)
    is_long = len(waiting) >= WORTH_A_WORKSHOP and cores() > 1
    issued = 0
    for done, is_issued in enumerate((_completed_together if is_long else _completed)(waiting, now), start=1):
        issued += is_issued
        if on_progress is not None:
            on_progress(done, len(waiting))
    return issued


def complete_document(document_id: int, *, now: datetime) -> bool:
    """Typeset one reserved document and store its bytes; return whether it was issued by this call.

    :raises NotTypeset: when the paper cannot say what was frozen, as after a change of its fonts. The document stays
        reserved: nobody else gets its number, and whoever completes it again tries again.
    :raises SealRefused: when it cannot be sealed now; it stays reserved likewise.
    """
    waiting = _waiting(document_id)
    if waiting is None:
        return False
    facts, pictures = waiting
    authority = keyring.authority_at(now)
    try:
        pdf = sealed_certificate(facts, authority, now, pictures)
    except NotTypeset as refusal:
        _note_refusal(document_id, refusal, now=now)
        raise
    return _store_bytes(document_id, pdf, authority, now=now)


def _completed(document_ids: Sequence[int], now: Callable[[], datetime]) -> Iterator[bool]:
    for document_id in document_ids:
        try:
            yield complete_document(document_id, now=now())
        except NotTypeset:
            # Already in the chain of acts, with its reason.
            yield False


def _completed_together(document_ids: Sequence[int], now: Callable[[], datetime]) -> Iterator[bool]:
    """Complete many documents as :func:`complete_document` does, typeset on all cores."""
    authority = keyring.authority_at(now())
    with Workshop() as workshop:
        works = (
            (document_id, waiting[0], room_for(waiting[0], authority, now()), waiting[1])
            for document_id in document_ids
            if (waiting := _waiting(document_id)) is not None
        )
        for document_id, typeset in workshop.typeset(works):
            if isinstance(typeset, NotTypeset):
                _note_refusal(document_id, typeset, now=now())
                yield False
            else:
                yield _store_bytes(document_id, sealed(typeset, authority), authority, now=now())


def _waiting(document_id: int) -> tuple[CertificateFacts, dict[str, bytes]] | None:
    waiting = waiting_document(document_id)
    # The read ends here: no connection is held while the page is typeset.
    db.session.rollback()
    return waiting


@transaction
def _reserve_all(
    network: Network,
    result_ids: Sequence[int],
    shown: Mapping[int, str],
    second: Person | None,
    *,
    today: date,
    now: datetime,
    by: Person | None,
    base_url: str,
) -> PrintRun:
    # One at a time in a network: the next one then sees what is issued, and which number follows.
    hold_certificates(network)
    refuse_one_alone(network, by, second)
    refuse_clock_set_back(network, now)
    certified = certified_ids(network)
    due = [
        each
        for each in results_to_certify(network, result_ids, until_commit=True)
        if each.id not in certified
    ]
    if not due:
        raise NothingToIssue
    printable, refused = gather(network, due, today=today, base_url=base_url)
    if refused:
        raise SeveralRefused([one.refusal for one in refused])
    refuse_changed(printable, shown)
    run = PrintRun(network_id=network.id, started_by_id=id_of(by), started_at=now)
    db.session.add(run)
    former = revoked_predecessors([one.result.id for one in printable])
    series = _series(network, today.year)
    for one in printable:
        series.last_number += 1
        replaced = former.get(one.result.id)
        run.documents.append(_reserved(network, one, series, replaced, now=now, by=by, base_url=base_url))
    facts = {document.number: digest_of_facts(document.facts) for document in run.documents}
    told: dict[str, object] = {"facts": facts}
    if former:
        told["replaces"] = {
            each.number: each.facts["replaces_number"] for each in run.documents if each.replaces_id
        }
    record_act(RESERVED, run, network_id=network.id, by_id=id_of(by), now=now, after=told)
    return run


def hold_certificates(network: Network) -> None:
    """Let nobody else take or revoke numbers of a network until this transaction ends, and read it again by then.

    While the lock was waited for, somebody may have switched on that two people are needed.
    """
    lock_until_commit(lock_of_certificates(network))
    db.session.refresh(network)


def lock_of_certificates(network: Network) -> str:
    """Return the lock under which a network takes numbers."""
    return f"certificates of network {network.id}"


def _series(network: Network, year: int) -> NumberSeries:
    series = number_series(network, year)
    if series is None:
        series = NumberSeries(network_id=network.id, year=year, last_number=0)
        db.session.add(series)
    return series


def _reserved(
    network: Network,
    printable: Printable,
    series: NumberSeries,
    replaced: IssuedDocument | None,
    *,
    now: datetime,
    by: Person | None,
    base_url: str,
) -> IssuedDocument:
    number = certificate_number(network.code, series.year, series.last_number)
    code = new_verification_code()
    facts = numbered(printable.facts, number, code, base_url, replaced)
    return IssuedDocument(
        network_id=network.id,
        advisor_id=printable.result.advisor_id,
        result_id=printable.result.id,
        replaces_id=replaced.id if replaced else None,
        year=series.year,
        serial=series.last_number,
        number=number,
        code=code,
        facts=json.loads(facts.to_json()),
        issued_on=facts.issued_on,
        reserved_at=now,
        issued_by_id=id_of(by),
        state=DocumentState.RESERVED,
    )


@transaction
def _store_bytes(document_id: int, pdf: bytes, authority: Authority, *, now: datetime) -> bool:
    sha256 = hashlib.sha256(pdf).hexdigest()
    certificate = kept_certificate(authority, now=now)
    document = db.session.scalar(
        update(IssuedDocument)
        .where(IssuedDocument.id == document_id, IssuedDocument.state == DocumentState.RESERVED)
        .values(
            pdf=pdf,
            sha256=sha256,
            template_version=paper_version(),
            sealed_under_id=certificate.id,
            issued_at=now,
            state=DocumentState.VALID,
        )
        .returning(IssuedDocument),
        execution_options={"synchronize_session": False, "populate_existing": True},
    )
    if document is None:
        return False
    _record(ISSUED, document, now=now, sha256=sha256, sealed_under=certificate.fingerprint)
    return True


@transaction
def _note_refusal(document_id: int, refusal: NotTypeset, *, now: datetime) -> None:
    document = db.session.get_one(IssuedDocument, document_id)
    _record(NOT_TYPESET, document, now=now, characters=refusal.facts.get("characters"))


def _record(action: str, document: IssuedDocument, *, now: datetime, **after: object) -> None:
    record_act(
        action,
        document,
        network_id=document.network_id,
        by_id=document.issued_by_id,
        now=now,
        after={"number": document.number, **after},
    )
