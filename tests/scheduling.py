"""How a whole run of the tests is shared between processes."""

import re
from typing import Any, Final

import pytest
from xdist.scheduler import LoadScopeScheduling, Scheduling, WorkStealingScheduling

_DATABASE: Final = re.compile(r"[\[-](sqlite|postgresql)[-\]]")


class OneDatabaseEach(LoadScopeScheduling):
    """All tests on one database go to one process: each database is set up and filled once, whoever asks for it."""

    def _split_scope(self, nodeid: str) -> str:
        database = _DATABASE.search(nodeid)
        return database[1] if database else nodeid


def shared_out(config: pytest.Config, log: Any) -> Scheduling:
    """Return how this run is shared: by database, or on a single one in equal parts of which the idle take some."""
    if config.getoption("--database") == "both":
        return OneDatabaseEach(config, log)
    return WorkStealingScheduling(config, log)
