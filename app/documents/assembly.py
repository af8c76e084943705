"""Gathers the facts of a certificate from the result, the ledger and the issuer, and says what stands in their way."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final

from app.attendance.queries import total_minutes, training_dates_of
from app.certification.models import Result
from app.certification.rules import ExamStage, Outcome
from app.core.errors import RuleBroken
from app.core.identifiers import CODE_LENGTH
from app.documents.facts import (
    DEFAULT_DISCLAIMERS,
    DEFAULT_HEADINGS,
    LIMITS,
    CertificateFacts,
    FactsRefused,
    Signatory,
)
from app.documents.models import IssuedDocument, Issuer, Letterhead
from app.documents.queries import enrolments_of_advisors, issuer_of, letterhead_of
from app.documents.rules import (
    BlockWithoutName,
    NoCertificateOfTheNetwork,
    NoPass,
    NotDeliberated,
    certificate_number,
    refusal_of_fact,
    verification_address,
)
from app.documents.typesetting.glyphs import refuse_undrawn
from app.people.models import Network
from app.training.models import Enrolment

DEFAULT_SIGNATURE: Final = "Signature et cachet"
# What stands for the number and the code until they are taken: as long as they can become.
_LAST_SERIAL: Final = 9999
_DIGITS_SHOWN: Final = 32
_NO_CODE: Final = "0" * CODE_LENGTH
_OF_ONE_ISSUE: Final = {
    "number",
    "verification_code",
    "verification_url",
    "issued_on",
    "replaces_number",
    "is_development",
}


@dataclass(frozen=True, slots=True)
class Training:
    """What somebody followed towards a block, in whole minutes, and what was prescribed to them."""

    minutes: int = 0
    prescribed_minutes: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    provider_name: str | None = None

    @property
    def is_below_prescription(self) -> bool:
        """Return whether fewer hours were followed than prescribed."""
        return self.prescribed_minutes is not None and self.minutes < self.prescribed_minutes


@dataclass(frozen=True, slots=True)
class Printable:
    """A result with everything its certificate says, under a number and a code that stand for the real ones."""

    result: Result
    training: Training
    facts: CertificateFacts

    @property
    def digest(self) -> str:
        """Return a digest of what the certificate would say, whatever its number and its day."""
        said = [
            getattr(self.facts, each.name) for each in fields(self.facts) if each.name not in _OF_ONE_ISSUE
        ]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:_DIGITS_SHOWN]


@dataclass(frozen=True, slots=True)
class Refused:
    """A result for which no certificate can be printed, and why."""

    result: Result
    refusal: RuleBroken


def gather(
    network: Network, results: Sequence[Result], *, today: date, base_url: str
) -> tuple[list[Printable], list[Refused]]:
    """Return what can be printed and what cannot, each with its reason, before anything is issued.

    Takes a number of statements that does not grow with the results.
    """
    issue = _issue(network, issuer_of(network) or default_issuer(network), letterhead_of(network), today)
    trainings = _trainings(results)
    printable: list[Printable] = []
    refused: list[Refused] = []
    for result in results:
        training = trainings[result.id]
        try:
            facts = _facts(network, issue, result, training, today, base_url)
            printable.append(Printable(result, training, facts))
        except RuleBroken as refusal:
            refused.append(Refused(result, refusal))
    return printable, refused


def numbered(
    facts: CertificateFacts, number: str, code: str, base_url: str, replaces: IssuedDocument | None = None
) -> CertificateFacts:
    """Return the facts under the number and the code that they are issued with."""
    return replace(
        facts,
        number=number,
        verification_code=code,
        verification_url=verification_address(base_url, number, code),
        replaces_number=replaces.number if replaces else None,
    )


def facts_of_today(
    network: Network, document: IssuedDocument, *, today: date, base_url: str
) -> tuple[CertificateFacts | None, RuleBroken | None]:
    """Return what a certificate would say if it were issued today, or why it cannot be printed."""
    printable, refused = gather(network, [document.result], today=today, base_url=base_url)
    return (printable[0].facts, None) if printable else (None, refused[0].refusal)


def differences(old: CertificateFacts, new: CertificateFacts) -> list[tuple[str, object, object]]:
    """Return what two certificates say otherwise: the name of a fact and both values; not what every issue changes."""
    return [
        (each.name, getattr(old, each.name), getattr(new, each.name))
        for each in fields(old)
        if each.name not in _OF_ONE_ISSUE and getattr(old, each.name) != getattr(new, each.name)
    ]


def default_issuer(network: Network) -> Issuer:
    """Return the issuer that a network is before anybody has set one: its name, and room for a stamp."""
    return Issuer(
        network_id=network.id,
        name=network.name,
        place="",
        heading=DEFAULT_HEADINGS["fr"],
        disclaimer=DEFAULT_DISCLAIMERS["fr"],
        language="fr",
        signatories=[],
    )


def signatories_of(issuer: Issuer, letterhead: Letterhead | None = None) -> tuple[Signatory, ...]:
    """Return who signs for an issuer, each with their own scanned signature; when nobody is named, room for a stamp."""
    scanned = {each.name: each.picture_sha256 for each in letterhead.signatures} if letterhead else {}
    named = tuple(Signatory(one.name, one.quality, scanned.get(one.name)) for one in issuer.signatories)
    return named or (Signatory(issuer.name[: LIMITS["signatory_name"]], DEFAULT_SIGNATURE),)


def _trainings(results: Sequence[Result]) -> dict[int, Training]:
    enrolments = enrolments_of_advisors({result.advisor_id for result in results})
    ids = [enrolment.id for of_advisor in enrolments.values() for enrolment in of_advisor]
    minutes, periods = total_minutes(ids), training_dates_of(ids)
    return {
        result.id: _training(_towards(result, enrolments.get(result.advisor_id, [])), minutes, periods)
        for result in results
    }


def _towards(result: Result, enrolments: Sequence[Enrolment]) -> list[Enrolment]:
    aim = (result.title_code, result.block_code)
    return [each for each in enrolments if (each.cohort.title_code, each.cohort.block_code) == aim]


def _training(
    enrolments: Sequence[Enrolment], minutes: dict[int, int], periods: dict[int, tuple[date, date]]
) -> Training:
    # Somebody postponed to another cohort has hours in both: they count together, as prescribed by the latest.
    if not enrolments:
        return Training()
    days = [day for each in enrolments for day in periods.get(each.id, ())]
    followed = [each for each in enrolments if minutes.get(each.id)]
    provider = followed[-1].cohort.provider if followed else None
    return Training(
        minutes=sum(minutes.get(each.id, 0) for each in enrolments),
        prescribed_minutes=enrolments[-1].prescribed_minutes,
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        provider_name=provider.name if provider is not None else None,
    )


def _facts(
    network: Network,
    issue: dict[str, Any],
    result: Result,
    training: Training,
    today: date,
    base_url: str,
) -> CertificateFacts:
    _refuse_without_right(result)
    try:
        facts = CertificateFacts(
            **_number_to_come(network, today, base_url),
            **_person(result),
            **_decision(result),
            **_followed(training),
            **issue,
        )
    except FactsRefused as refusal:
        limit, person = LIMITS.get(refusal.field), result.advisor.person.display_name
        raise refusal_of_fact(person, refusal.field, refusal.reason, limit) from refusal
    refuse_undrawn(facts)
    return facts


def _refuse_without_right(result: Result) -> None:
    person, exam = result.advisor.person.display_name, result.exam_session
    if result.outcome is not Outcome.OBTAINED:
        raise NoPass(person=person)
    if not exam.has_reached(ExamStage.DELIBERATED):
        raise NotDeliberated(person=person, exam=exam.name)
    if not exam.title.is_professional or exam.is_whole_title:
        raise NoCertificateOfTheNetwork(person=person, title=exam.title.name)
    if not exam.block.name:
        raise BlockWithoutName(person=person, block=exam.block.code, title=exam.title.name)


def _number_to_come(network: Network, today: date, base_url: str) -> dict[str, Any]:
    number = certificate_number(network.code, today.year, _LAST_SERIAL)
    return {
        "number": number,
        "verification_code": _NO_CODE,
        "verification_url": verification_address(base_url, number, _NO_CODE),
    }


def _person(result: Result) -> dict[str, Any]:
    person, advisor = result.advisor.person, result.advisor
    return {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "birth_date": advisor.birth_date,
        "birth_place": advisor.birth_place or None,
    }


def _decision(result: Result) -> dict[str, Any]:
    exam = result.exam_session
    title, block = exam.title, exam.block
    return {
        "title_name": title.name,
        "title_rncp": title.register_number,
        "title_level": title.level or 0,
        "block_code": block.code,
        "block_name": block.name,
        "competences": block.competences,
        "jury_date": exam.decided_on,
        # The day on which the jury met is the better one to tell.
        "exam_date": exam.held_on if exam.decided_on is None else None,
    }


def _followed(training: Training) -> dict[str, Any]:
    return {
        "hours_minutes": training.minutes,
        "training_from": training.first_day,
        "training_to": training.last_day,
        "provider_name": training.provider_name,
    }


def _issue(network: Network, issuer: Issuer, letterhead: Letterhead | None, today: date) -> dict[str, Any]:
    return {
        "place": issuer.place or None,
        "issued_on": today,
        "issuer_name": issuer.name,
        "network_name": network.name,
        "heading": issuer.heading,
        "disclaimer": issuer.disclaimer,
        "signatories": signatories_of(issuer, letterhead),
        "language": issuer.language,
        "logo": letterhead.logo_sha256 if letterhead else None,
        "colour": letterhead.colour if letterhead else None,
        # A demonstration network lives on a pinned day: its papers must not pass for real ones.
        "is_development": network.pinned_today is not None,
    }
