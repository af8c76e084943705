"""Proof of the documents: what the chain of acts says of them is compared with what is stored."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from app.audit.models import AuditEntry
from app.certification.models import Result
from app.certification.rules import Outcome
from app.core.findings import Finding, finding
from app.core.language import N_
from app.documents.models import DocumentState, IssuedDocument, NumberSeries, Picture
from app.documents.rules import ISSUED, RESERVED, REVOKED, WITHDRAWN, digest_of_facts
from app.extensions import db

_DOCUMENTS_AT_ONCE: Final = 50


@dataclass(slots=True)
class _Acts:
    """What the chain of acts says, by the number of the document."""

    facts: dict[str, str] = field(default_factory=dict)
    bytes: dict[str, str] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)
    replaces: dict[str, str] = field(default_factory=dict)


def document_problems() -> Iterator[Finding]:
    """Yield a finding for each document, number or certified result that is not as it was recorded."""
    acts = _acts()
    known: set[str] = set()
    everything = select(IssuedDocument).order_by(IssuedDocument.id).options(undefer(IssuedDocument.pdf))
    for document in db.session.scalars(everything.execution_options(yield_per=_DOCUMENTS_AT_ONCE)):
        known.add(document.number)
        for problem in _problems_of(document, acts):
            yield finding(problem, number=document.number)
    for number in sorted(acts.facts.keys() - known):
        yield finding(
            N_("Certificat %(number)s : il est dans la chaîne des actes et n’est plus au registre."),
            number=number,
        )
    yield from _changed_pictures()
    yield from _certified_without_a_pass()
    yield from _gaps_in_numbers()


def _changed_pictures() -> Iterator[Finding]:
    """What papers bear is named by its bytes: a picture that no longer has its name was changed."""
    for picture in db.session.scalars(select(Picture).execution_options(yield_per=_DOCUMENTS_AT_ONCE)):
        if hashlib.sha256(picture.content).hexdigest() != picture.sha256:
            yield finding(
                N_("Image %(sha256)s : ses octets ne sont pas ceux qui ont été gardés."),
                sha256=picture.sha256,
            )


def _acts() -> _Acts:
    statement = select(AuditEntry.action, AuditEntry.after).where(
        AuditEntry.action.in_((RESERVED, ISSUED, REVOKED, WITHDRAWN))
    )
    acts = _Acts()
    for action, after in db.session.execute(statement):
        if action == RESERVED:
            acts.facts.update(after["facts"])
            acts.replaces.update(after.get("replaces", {}))
        elif action == ISSUED:
            acts.bytes[after["number"]] = after["sha256"]
        else:
            acts.revoked.add(after["number"])
    return acts


def _problems_of(document: IssuedDocument, acts: _Acts) -> Iterator[str]:
    if acts.facts.get(document.number) != digest_of_facts(document.facts):
        yield N_("Certificat %(number)s : ses faits ne sont pas ceux qui ont été enregistrés.")
    named = (document.facts.get("number"), document.facts.get("verification_code"))
    if named != (document.number, document.code):
        yield N_("Certificat %(number)s : ses faits portent un autre numéro ou un autre code.")
    if (document.replaces.number if document.replaces else None) != acts.replaces.get(document.number):
        yield N_("Certificat %(number)s : il ne remplace pas celui qu’il devait remplacer.")
    if document.is_withdrawn:
        if document.number in acts.bytes:
            yield N_("Certificat %(number)s : ses octets manquent.")
    elif document.state is not DocumentState.RESERVED:
        sha256 = hashlib.sha256(document.pdf or b"").hexdigest()
        if not sha256 == document.sha256 == acts.bytes.get(document.number):
            yield N_("Certificat %(number)s : ses octets ne sont pas ceux qui ont été émis.")
    if (document.state is DocumentState.REVOKED) != (document.number in acts.revoked):
        yield N_(
            "Certificat %(number)s : qu’il soit révoqué ou non n’est pas ce que dit la chaîne des actes."
        )


def _certified_without_a_pass() -> Iterator[Finding]:
    statement = (
        select(IssuedDocument.number)
        .join(Result, Result.id == IssuedDocument.result_id)
        .where(IssuedDocument.state != DocumentState.REVOKED, Result.outcome != Outcome.OBTAINED)
    )
    for number in db.session.scalars(statement.order_by(IssuedDocument.id)):
        yield finding(N_("Certificat %(number)s : son résultat n’est pas « obtenu »."), number=number)


def _gaps_in_numbers() -> Iterator[Finding]:
    """Compare the counters with the documents, whichever of the two is missing."""
    counted = {
        (network_id, year): last_number
        for network_id, year, last_number in db.session.execute(
            select(NumberSeries.network_id, NumberSeries.year, NumberSeries.last_number)
        )
    }
    group = (IssuedDocument.network_id, IssuedDocument.year)
    issued = {
        (network_id, year): (documents, highest)
        for network_id, year, documents, highest in db.session.execute(
            select(*group, func.count(), func.max(IssuedDocument.serial)).group_by(*group)
        )
    }
    for network_id, year in sorted(counted.keys() | issued.keys()):
        last_number = counted.get((network_id, year), 0)
        documents, highest = issued.get((network_id, year), (0, 0))
        if not last_number == documents == highest:
            yield finding(
                N_(
                    "Numéros du réseau %(network_id)s en %(year)s : le compteur dit %(last_number)s, %(documents)s "
                    "documents existent, le plus grand numéro est %(highest)s."
                ),
                network_id=network_id,
                year=year,
                last_number=last_number,
                documents=documents,
                highest=highest,
            )
