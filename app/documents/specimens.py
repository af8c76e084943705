"""Specimens: the sample of each kind of paper, in the name of a network, marked as what it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

from app.documents.assembly import default_issuer, signatories_of
from app.documents.attestations import (
    Attestation,
    AttestationFacts,
    can_sign,
    print_attestation,
    provider_facts,
)
from app.documents.attestations.printing import PAPERS as ATTESTATION_PAPERS
from app.documents.exams import ExamFacts, ExamPaper, print_exam_paper
from app.documents.exams.printing import PAPERS as EXAM_PAPERS
from app.documents.facts import LIMITS, CertificateFacts
from app.documents.kinds import Signer, register_kind
from app.documents.lists import ListFacts, print_list
from app.documents.lists.printing import PAPER as LIST_PAPER
from app.documents.looks import PLAIN
from app.documents.models import Issuer
from app.documents.queries import issuer_of, letterhead_of, look_of, pictures_named
from app.documents.rendering import render_certificate, sample_facts
from app.documents.sheets.printing import print_sheet, sample_sheet
from app.documents.statements import StatementFacts, print_statement
from app.documents.statements.printing import PAPER as STATEMENT_PAPER
from app.people.models import Network
from app.training.queries import providers

CERTIFICATE: Final = "certificate"


def certificate_specimen(network: Network, issuer: Issuer, today: date) -> CertificateFacts:
    """Return what a specimen of the certificate says in the name of this issuer."""
    sample, letterhead = sample_facts(), letterhead_of(network)
    return replace(
        sample,
        issuer_name=issuer.name,
        place=issuer.place or None,
        heading=issuer.heading,
        disclaimer=issuer.disclaimer,
        signatories=signatories_of(issuer, letterhead) if issuer.signatories else sample.signatories,
        language=issuer.language,
        logo=letterhead.logo_sha256 if letterhead else None,
        colour=letterhead.colour if letterhead else None,
        network_name=network.name[: LIMITS["network_name"]],
        issued_on=today,
        is_specimen=True,
    )


def print_specimen(facts: CertificateFacts) -> bytes:
    """Typeset a specimen of the certificate with the pictures that it names."""
    return render_certificate(facts, pictures=pictures_named(facts.pictures))


def _certificate(network: Network, today: date) -> bytes:
    issuer = issuer_of(network) or default_issuer(network)
    return print_specimen(certificate_specimen(network, issuer, today))


def _sheet(network: Network, today: date) -> bytes:
    # As one of the providers would print it.
    known = providers(network)
    facts = replace(
        sample_sheet(),
        network=network.name,
        printed_on=today,
        is_development=False,
        look=look_of(network, known[0]) if known else PLAIN,
    )
    return print_sheet(facts, pictures_named(facts.look.pictures), is_specimen=True)


def _exam_paper(kind: ExamPaper, network: Network, today: date) -> bytes:
    facts = replace(EXAM_PAPERS[kind].sample(ExamFacts), network=network.name, printed_on=today)
    return print_exam_paper(kind, facts, is_specimen=True)


def _attestation(kind: Attestation, network: Network, today: date) -> bytes:
    sample = ATTESTATION_PAPERS[kind].sample(AttestationFacts)
    able = next((each for each in providers(network) if can_sign(each)), None)
    provider = provider_facts(network, able) if able is not None else sample.provider
    facts = replace(sample, network=network.name, printed_on=today, provider=provider)
    return print_attestation(kind, facts, pictures_named(provider.pictures), is_specimen=True)


def _statement(network: Network, today: date) -> bytes:
    facts = replace(STATEMENT_PAPER.sample(StatementFacts), network=network.name, printed_on=today)
    facts = replace(facts, look=look_of(network))
    return print_statement(facts, pictures_named(facts.look.pictures), is_specimen=True)


def _list(network: Network, today: date) -> bytes:
    facts = replace(LIST_PAPER.sample(ListFacts), network=network.name, printed_on=today)
    return print_list(facts, is_specimen=True)


register_kind(CERTIFICATE, Signer.NETWORK, _certificate)
for _attested in Attestation:
    register_kind(ATTESTATION_PAPERS[_attested].name, Signer.PROVIDER, partial(_attestation, _attested))
register_kind("attendance_sheet", Signer.PROVIDER, _sheet)
for _exam in ExamPaper:
    register_kind(_exam.value, Signer.CENTRE, partial(_exam_paper, _exam))
register_kind(STATEMENT_PAPER.name, Signer.NETWORK, _statement)
register_kind(LIST_PAPER.name, Signer.NETWORK, _list)
