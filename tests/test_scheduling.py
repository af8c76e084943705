"""How a whole run of the tests is shared: a database belongs to one process, what needs none goes anywhere."""

from types import SimpleNamespace
from typing import Any

import pytest
from xdist.scheduler import WorkStealingScheduling

from tests.scheduling import OneDatabaseEach, shared_out

LOG: Any = SimpleNamespace(loadscopesched=None, workstealsched=None)


def run_on(database: str) -> Any:
    asked = {"tx": ["2*popen"], "--database": database, "maxschedchunk": None}.get
    return SimpleNamespace(getoption=asked, getvalue=asked)


def shares(*tests: str) -> list[str]:
    """Name the share in which each test of a run in two processes is: one share goes to one process."""
    scheduling = OneDatabaseEach(run_on("both"), LOG)
    return [scheduling._split_scope(test) for test in tests]


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_all_tests_on_one_database_are_one_share_whatever_their_file(database: str) -> None:
    found = shares(
        f"tests/test_databases.py::test_a_blank_database_holds_no_table[{database}]",
        f"tests/test_access.py::test_everybody_opens[{database}-nobody]",
        f"tests/audit/test_services.py::test_a_chain[nobody-{database}]",
        f"tests/audit/test_services.py::test_a_chain[first-{database}-last]",
    )
    assert found == [database] * 4


def test_a_test_without_a_database_is_a_share_of_its_own() -> None:
    tests = (
        "tests/audit/test_rules.py::test_an_act",
        "tests/audit/test_rules.py::test_an_act_on_sqlite",
        "tests/audit/test_rules.py::test_an_act[one]",
    )
    assert shares(*tests) == list(tests)


def test_a_run_on_one_database_leaves_no_process_idle() -> None:
    assert isinstance(shared_out(run_on("sqlite"), LOG), WorkStealingScheduling)
    assert isinstance(shared_out(run_on("both"), LOG), OneDatabaseEach)
