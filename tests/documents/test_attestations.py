"""What a provider attests of a training: the words of the models, the hours of the ledger, and who may sign."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

import page
import pytest

from app.attendance.queries import total_minutes
from app.attendance.rules import Attendance, Mark
from app.attendance.services import record_register
from app.documents.attestations import Attestation, attestation_facts, file_name, print_attestation
from app.documents.attestations.facts import AttestationFacts, ProviderFacts
from app.documents.attestations.rules import (
    NothingFollowed,
    ProviderIncomplete,
    ProviderNotChosen,
    check_can_sign,
)
from app.documents.queries import pictures_named
from app.documents.services import Look, save_letterhead
from app.extensions import db
from app.people.models import Person
from app.training.models import Provider
from app.training.services import change_provider, create_provider
from tests.attendance.classroom import NOON, TODAY, YESTERDAY, Classroom
from tests.browser_client import Browser
from tests.documents.papers import pages_of, text_of
from tests.documents.pictures import logo, scan

FACTS = AttestationFacts(
    provider=ProviderFacts(
        name="Centre de formation des pins",
        siret="12345678900012",
        activity_number="72400000040",
        municipality="Le Vignau",
        representative="Solange Darmaillacq",
        representative_quality="directrice",
    ),
    network="Réseau d’essai",
    person="Éléonore Œillet-Nguyễn",
    employer="Commune de Dax",
    training="CCP1 2022",
    block="CCP1 – Accompagner différents publics",
    title="Responsable d’espace de médiation numérique",
    competences=("Animer un atelier", "Accueillir les publics"),
    assessments=(("Animer un atelier", "Acquis"),),
    first=date(2022, 3, 14),
    last=date(2022, 10, 28),
    minutes=280 * 60 + 30,
    prescribed_minutes=280 * 60,
    by_modality=(("En présence", 200 * 60), ("À distance", 80 * 60 + 30)),
    present=78,
    excused=2,
    unexcused=1,
    printed_on=TODAY,
)

printed = cache(print_attestation)
"""What several tests look at is printed for the first of them."""


@pytest.fixture
def classroom(begin_with: Callable[..., Classroom]) -> Classroom:
    return begin_with(with_a_provider_that_can_sign)


def with_a_provider_that_can_sign() -> Classroom:
    """Two recorded half-days, of which the first person missed one."""
    room = Classroom()
    absent = Mark(attendance=Attendance.EXCUSED)
    for day, marks in ((YESTERDAY, {}), (TODAY, {room.enrolments[0].id: absent})):
        record_register(room.half_day(day), marks, today=TODAY, now=NOON, by=room.ines)
    room.cohort.provider = create_provider(
        room.network,
        "Centre de formation des pins",
        activity_number="72400000040",
        municipality="Dax",
        representative="Solange Darmaillacq",
        representative_quality="directrice",
        now=NOON,
        by=room.odile,
    )
    db.session.commit()
    return room


def of(classroom: Classroom, person: int = 0) -> AttestationFacts:
    return attestation_facts(classroom.network, classroom.enrolments[person], today=TODAY)


def test_the_hours_are_those_of_the_ledger_and_the_days_those_that_were_followed(
    classroom: Classroom,
) -> None:
    first, second = classroom.enrolments[:2]
    sums = total_minutes([first.id, second.id])

    facts, others = of(classroom), of(classroom, 1)

    assert (facts.minutes, others.minutes) == (sums[first.id], sums[second.id]) == (210, 420)
    assert (facts.first, facts.last) == (YESTERDAY, YESTERDAY)
    assert (others.first, others.last) == (YESTERDAY, TODAY)
    assert (facts.present, facts.excused, facts.attendance_percent) == (1, 1, 50)
    assert (others.concerned, others.attendance_percent) == (2, 100)
    assert facts.by_modality == (("En présence", 210),)


def test_the_certificate_of_completion_has_the_words_of_the_ministry() -> None:
    text = text_of(printed(Attestation.COMPLETION, FACTS))

    for words in (
        "Je soussigné(e) Solange Darmaillacq, directrice, représentant légal du dispensateur de l’action concourant au "
        "développement des compétences Centre de formation des pins",
        "atteste que M. / Mme Éléonore Œillet-Nguyễn, salarié(e) de l’entreprise Commune de Dax, a suivi l’action",
        "× action de formation (choix retenu)",
        "qui s’est déroulée du 14 mars au 28 octobre 2022 pour une durée de 280 h 30 (280,50 heures en centièmes)",
        "pendant une durée de 3 ans à compter de la fin de l’année du dernier paiement",
        "Fait au Vignau, le 15 novembre 2022",
        "Cet enregistrement ne vaut pas agrément de l’État",
    ):
        assert words in text


def test_the_attestation_of_the_training_says_what_was_aimed_at_and_what_was_found() -> None:
    text = text_of(printed(Attestation.TRAINING, FACTS))

    for words in ("280 h 30 sur 280 heures prescrites", "Accueillir les publics", "Animer un atelier Acquis"):
        assert words in text
    without = text_of(print_attestation(Attestation.TRAINING, replace(FACTS, assessments=())))
    assert "Évaluation des acquis" in text
    assert "Évaluation des acquis" not in without


def test_the_attestation_of_attendance_counts_half_days_where_the_person_was_expected() -> None:
    text = text_of(printed(Attestation.ATTENDANCE, FACTS))

    assert "78 suivies sur 81" in text
    assert "96 % des demi-journées" in text


@pytest.mark.parametrize("kind", Attestation)
@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_each_keeps_both_standards_on_one_page(kind: Attestation, profile: str) -> None:
    pdf = printed(kind, FACTS)

    report = page.validate_pdf_bytes(pdf, profile=profile)
    assert [each for each in report.failures if each.rule_id != "PDFA3A-STREAM-LENGTH-001"] == []
    assert pages_of(pdf) == 1


@pytest.mark.parametrize("kind", Attestation)
def test_the_same_facts_give_the_same_bytes(kind: Attestation) -> None:
    assert print_attestation(kind, FACTS) == printed(kind, FACTS)


def signing(**changes: str | None) -> Provider:
    facts = {"activity_number": "72400000040", "representative": "Solange Darmaillacq"}
    return Provider(**{"name": "Centre", "representative_quality": "directrice", **facts, **changes})


def test_a_provider_signs_through_a_person_and_with_its_registration() -> None:
    check_can_sign(signing(), cohort="CCP1", person="Léa", minutes=1)
    with pytest.raises(ProviderNotChosen):
        check_can_sign(None, cohort="CCP1", person="Léa", minutes=1)
    for missing in ("activity_number", "representative", "representative_quality"):
        with pytest.raises(ProviderIncomplete):
            check_can_sign(signing(**{missing: None}), cohort="CCP1", person="Léa", minutes=1)
    with pytest.raises(NothingFollowed):
        check_can_sign(signing(), cohort="CCP1", person="Léa", minutes=0)


def test_an_administrator_prints_from_the_file_of_a_person_and_is_told_what_is_missing(
    classroom: Classroom, browser_of: Callable[[Person], Browser]
) -> None:
    browser = browser_of(classroom.odile)
    browser.get(f"/reseau/landes/conseillers/{classroom.enrolments[0].advisor_id}")
    answer = browser.follow("Certificat de réalisation (PDF)")
    assert "pour une durée de 3 h 30" in text_of(answer.data)
    assert file_name(Attestation.COMPLETION, of(classroom)) == "realisation_Camille-Aubert_2022-11-15.pdf"

    provider = classroom.cohort.provider
    assert provider is not None
    change_provider(provider, name=provider.name, now=NOON, by=classroom.odile)
    path = f"/reseau/landes/inscriptions/{classroom.enrolments[0].id}/attestations"
    assert "ne peut pas encore signer" in browser.get(f"{path}/realisation.pdf", status=400).text
    assert browser.get(f"{path}/diplome.pdf", status=404).heading


def test_it_bears_the_logo_of_the_provider_and_the_signature_of_its_representative_alone(
    classroom: Classroom,
) -> None:
    provider = classroom.cohort.provider
    assert provider is not None
    look = Look(colour="#7a1f5c", logo=logo(), signatures={"Solange Darmaillacq": scan()})
    letterhead = save_letterhead(classroom.network, provider, look, now=NOON, by=classroom.odile)
    save_letterhead(classroom.network, None, Look(colour="#000000"), now=NOON, by=classroom.odile)

    facts = of(classroom)

    assert (facts.provider.logo, facts.provider.colour) == (letterhead.logo_sha256, "#7a1f5c")
    assert facts.provider.signature == letterhead.signatures[0].picture_sha256
    pdf = print_attestation(Attestation.COMPLETION, facts, pictures_named(facts.provider.pictures))
    for profile in ("3a", "ua1"):
        report = page.validate_pdf_bytes(pdf, profile=profile)
        assert [each for each in report.failures if each.rule_id != "PDFA3A-STREAM-LENGTH-001"] == []
    provider.representative = "Odile Autre"
    assert of(classroom).provider.signature is None
