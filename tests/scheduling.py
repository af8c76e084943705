"""How a whole run of the tests is shared between processes."""

import re
from typing import Final

from xdist.scheduler import LoadScopeScheduling

_DATABASE: Final = re.compile(r"[\[-](sqlite|postgresql)[-\]]")


class OneDatabaseEach(LoadScopeScheduling):
    """All tests on one database go to one process: each database is set up and filled once, whoever asks for it.

    A run on a single database is shared by files instead.
    """

    def _split_scope(self, nodeid: str) -> str:
        database = _DATABASE.search(nodeid)
        if self.config.getoption("--database") != "both":
            return nodeid.partition("::")[0]
        return database[1] if database else nodeid
