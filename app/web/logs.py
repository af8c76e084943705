"""Where the notes about security go: to the error stream of the server, unless its configuration says otherwise."""

import json
import logging
from datetime import UTC, datetime

from flask.logging import has_level_handler, wsgi_errors_stream

from app.core.security_log import LOGGER


class SecurityLine(logging.Formatter):
    """Writes an event as one line of JSON that begins with its instant in UTC."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds")
        return json.dumps({"at": at, **json.loads(record.getMessage())})


def install_security_log() -> None:
    """Let events be written, once, where nothing takes them yet."""
    if LOGGER.level == logging.NOTSET:
        LOGGER.setLevel(logging.INFO)
    if not has_level_handler(LOGGER):
        handler = logging.StreamHandler(wsgi_errors_stream)  # type: ignore[call-overload]  # a proxy of a stream
        handler.setFormatter(SecurityLine())
        LOGGER.addHandler(handler)
