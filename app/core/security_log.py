"""Notes what concerns the security of accounts, for who watches over a server: by ids, never by what was typed.

Acts that change something stand in the audit chain. Here stand the others: what was tried, refused or ended.
"""

import json
import logging
from typing import Final

LOGGER: Final = logging.getLogger("livret.security")


def note(event: str, **facts: object) -> None:
    """Write one event, such as ``sign_in.failed``, with its facts as one line of JSON; ``app.web.logs`` dates it."""
    # Escaped by JSON: a line break in an address would otherwise begin a line that never happened.
    LOGGER.info("%s", json.dumps({"event": event, **facts}))
