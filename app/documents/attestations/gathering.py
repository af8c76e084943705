"""Gathers the facts of an attestation from an enrolment and its ledger."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from app.attendance.models import HoursEntry
from app.attendance.queries import histories_between
from app.attendance.rules import Attendance
from app.certification.queries import assessments_of
from app.documents.attestations.facts import AttestationFacts, ProviderFacts
from app.documents.attestations.rules import check_can_sign
from app.documents.queries import letterhead_of, look_of
from app.people.models import Network
from app.training.models import Enrolment, Provider
from app.training.queries import competence_codes_of, title_of
from app.training.rules import Modality
from app.web.labels import label


def attestation_facts(network: Network, enrolment: Enrolment, *, today: date) -> AttestationFacts:
    """Return what can be attested of a training up to today.

    :raises ProviderNotChosen, ProviderIncomplete, NothingFollowed: when nobody can sign it.
    """
    person, cohort = enrolment.advisor.person.display_name, enrolment.cohort
    histories = histories_between([enrolment.advisor_id], None, today)
    entries = [history[-1] for history in histories if history[-1].enrolment_id == enrolment.id]
    followed = [entry for entry in entries if entry.half_day_minutes]
    minutes = sum(entry.half_day_minutes for entry in followed)
    provider = check_can_sign(cohort.provider, cohort=cohort.name, person=person, minutes=minutes)
    title = title_of(network.id, cohort.title_code)
    block = title.block(cohort.block_code)
    counted = Counter(entry.attendance for entry in entries if entry.half is not None)
    return AttestationFacts(
        provider=provider_facts(network, provider),
        network=network.name,
        person=person,
        employer=enrolment.advisor.host.name if enrolment.advisor.host is not None else "",
        training=cohort.name,
        block=f"{block.code} – {block.name}",
        title=title.name,
        competences=block.competences,
        assessments=_assessments(enrolment, block.competences),
        first=min(entry.day for entry in followed),
        last=max(entry.day for entry in followed),
        minutes=minutes,
        prescribed_minutes=enrolment.prescribed_minutes,
        by_modality=_by_modality(followed),
        present=counted[Attendance.PRESENT],
        excused=counted[Attendance.EXCUSED],
        unexcused=counted[Attendance.UNEXCUSED],
        printed_on=today,
        is_development=network.pinned_today is not None,
    )


def provider_facts(network: Network, provider: Provider) -> ProviderFacts:
    """Return who signs an attestation, with what their papers look like."""
    letterhead, look = letterhead_of(network, provider.id), look_of(network, provider)
    scanned = {each.name: each.picture_sha256 for each in letterhead.signatures} if letterhead else {}
    return ProviderFacts(
        name=provider.name,
        siret=provider.siret or "",
        activity_number=provider.activity_number or "",
        municipality=provider.municipality or "",
        representative=provider.representative or "",
        representative_quality=provider.representative_quality or "",
        logo=look.logo,
        signature=scanned.get(provider.representative or ""),
        colour=look.colour,
        mention=look.mention,
    )


def _assessments(enrolment: Enrolment, competences: Sequence[str]) -> tuple[tuple[str, str], ...]:
    found = assessments_of(enrolment.advisor)
    codes = competence_codes_of(enrolment.network_id, *enrolment.cohort.aim)
    return tuple(
        (competence, label(found[code].level))
        for code, competence in zip(codes, competences, strict=True)
        if code in found
    )


def _by_modality(followed: Sequence[HoursEntry]) -> tuple[tuple[str, int], ...]:
    minutes: Counter[Modality] = Counter()
    for entry in followed:
        minutes[entry.modality] += entry.half_day_minutes
    return tuple((label(modality), minutes[modality]) for modality in Modality if minutes[modality])
