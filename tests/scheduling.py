"""How a whole run of the tests is shared between processes."""

import re
from typing import Final

from xdist.scheduler import LoadScopeScheduling

_DATABASE: Final = re.compile(r"[\[-](sqlite|postgresql)[-\]]")


class OneDatabaseEach(LoadScopeScheduling):
    """All tests on one database go to one process: each database is set up and filled once, whoever asks for it."""

    def _split_scope(self, nodeid: str) -> str:
        database = _DATABASE.search(nodeid)
        return database[1] if database else nodeid
