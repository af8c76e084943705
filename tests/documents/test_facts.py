"""Facts are plain values: refused when they cannot be printed, and written and read back without a change."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.facts import LIMITS, CertificateFacts, FactsRefused, Signatory
from app.documents.rendering import sample_facts

PRINTABLE = st.characters(exclude_categories=("Cc", "Cs"))


def texts(name: str) -> st.SearchStrategy[str]:
    return st.text(PRINTABLE, min_size=1, max_size=LIMITS[name]).filter(lambda text: bool(text.strip()))


def text_or_nothing(name: str) -> st.SearchStrategy[str | None]:
    return st.none() | texts(name)


facts_of_any_kind = st.builds(
    CertificateFacts,
    number=texts("number"),
    verification_url=texts("birth_place").map(lambda text: f"https://{text}"),
    verification_code=texts("verification_code"),
    given_name=texts("given_name"),
    family_name=texts("family_name"),
    birth_date=st.none() | st.dates(),
    birth_place=text_or_nothing("birth_place"),
    title_name=texts("title_name"),
    title_rncp=texts("title_rncp"),
    title_level=st.integers(1, 8),
    block_code=texts("block_code"),
    block_name=texts("block_name"),
    competences=st.lists(texts("competences"), max_size=6).map(tuple),
    hours_minutes=st.integers(0, 60_000),
    training_from=st.none() | st.dates(max_value=date(2020, 1, 1)),
    training_to=st.none() | st.dates(min_value=date(2020, 1, 1)),
    provider_name=text_or_nothing("provider_name"),
    jury_date=st.none() | st.dates(),
    exam_date=st.none() | st.dates(),
    place=text_or_nothing("place"),
    issued_on=st.dates(),
    issuer_name=texts("issuer_name"),
    network_name=texts("network_name"),
    heading=texts("heading"),
    disclaimer=texts("disclaimer"),
    signatories=st.lists(
        st.builds(Signatory, texts("signatory_name"), texts("signatory_quality")), min_size=1, max_size=3
    ).map(tuple),
    language=st.sampled_from(["fr", "en"]),
    is_specimen=st.booleans(),
    is_development=st.booleans(),
)


def changed(field: str, value: Any) -> CertificateFacts:
    return replace(sample_facts(), **{field: value})


@given(facts_of_any_kind)
def test_facts_come_back_from_json_as_they_were_and_equal_facts_are_equal_texts(
    facts: CertificateFacts,
) -> None:
    text = facts.to_json()
    read = CertificateFacts.from_json(text)
    assert read == facts
    assert read.to_json() == text
    assert list(json.loads(text)) == sorted(json.loads(text))


def test_json_writes_dates_as_iso_and_letters_as_themselves() -> None:
    written = json.loads(sample_facts().to_json())
    assert written["birth_date"] == "1991-03-14"
    assert "Maïté" in sample_facts().to_json()


@pytest.mark.parametrize(
    "field", ["number", "given_name", "birth_place", "block_name", "heading", "disclaimer"]
)
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a" * 400, "too_long"),
        (" ", "empty"),
        ("a\nb", "control_character"),
        ("a\x00", "control_character"),
        ("\ud800", "control_character"),
    ],
    ids=["too long", "blank", "line feed", "null", "surrogate"],
)
def test_a_text_that_cannot_be_printed_is_refused_by_its_field(field: str, text: str, reason: str) -> None:
    with pytest.raises(FactsRefused) as refusal:
        changed(field, text)
    assert (refusal.value.field, refusal.value.reason) == (field, reason)


@pytest.mark.parametrize("field", ["number", "family_name", "disclaimer"])
def test_a_text_may_be_as_long_as_its_limit(field: str) -> None:
    changed(field, "a" * LIMITS[field])
    with pytest.raises(FactsRefused):
        changed(field, "a" * (LIMITS[field] + 1))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("language", "de"),
        ("verification_url", "javascript:alert(1)"),
        ("verification_url", "file:///etc/passwd"),
        ("hours_minutes", -1),
        ("title_level", 9),
        ("competences", ("Accueillir",) * 7),
        ("signatories", ()),
        ("signatories", (Signatory("A", "B"),) * 4),
        ("training_to", date(2022, 3, 13)),
    ],
)
def test_a_value_out_of_range_is_refused_by_its_field(field: str, value: object) -> None:
    with pytest.raises(FactsRefused) as refusal:
        changed(field, value)
    assert (refusal.value.field, refusal.value.reason) == (field, "out_of_range")


def test_training_may_begin_and_end_on_one_day() -> None:
    first = sample_facts().training_from
    assert first is not None
    assert replace(sample_facts(), training_to=first).training_to == first
    assert replace(sample_facts(), training_to=first + timedelta(days=1)).training_to is not None
