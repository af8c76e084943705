"""How the entries of the audit chain hang together."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.audit.rules import Act, canonical, chained_hash

ACT = Act(
    datetime(2022, 11, 15, 12, tzinfo=UTC), 1, 2, "role.granted", "Person", 3, None, {"role": "trainer"}
)


@pytest.mark.parametrize(
    "change",
    [
        {"at": datetime(2022, 11, 15, 12, 0, 1, tzinfo=UTC)},
        {"actor_id": None},
        {"network_id": 9},
        {"action": "role.withdrawn"},
        {"subject_type": "Network"},
        {"subject_id": 4},
        {"before": {}},
        {"after": {"role": "administrator"}},
    ],
)
def test_changing_anything_changes_the_hash(change: dict[str, object]) -> None:
    assert chained_hash("0" * 64, replace(ACT, **change)) != chained_hash("0" * 64, ACT)  # type: ignore[arg-type]


def test_changing_what_came_before_changes_the_hash() -> None:
    assert chained_hash("0" * 64, ACT) != chained_hash("1" * 64, ACT)


def test_a_value_has_one_text_whatever_the_order_of_its_keys() -> None:
    one = canonical({"b": date(2022, 11, 15), "a": "é"})
    assert one == canonical({"a": "é", "b": "2022-11-15"}) == '{"a":"é","b":"2022-11-15"}'
