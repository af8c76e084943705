"""Asks a timestamp server (RFC 3161) when a seal was made."""

from __future__ import annotations

from typing import Any, Final
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from app.documents.sealing.refusals import TimestampRefused

_PATIENCE: Final = 10
"""Seconds after which a silent server counts as away."""
_MOST_BYTES: Final = 64 * 1024


def timestamper_of(url: str) -> Any:
    """Return what asks the timestamp server at ``url``, or None when there is no such address."""
    if not url:
        return None
    if not url.startswith(("https://", "http://")):
        raise TimestampRefused(reason="SEAL_TIMESTAMP_URL")
    # Imported when something is sealed: it takes half a second, for which every command would wait.
    from asn1crypto import tsp
    from pyhanko.sign.timestamps import TimeStamper

    class Server(TimeStamper):
        """The timestamp server of this installation."""

        async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
            """Send a request, and return the answer."""
            return tsp.TimeStampResp.load(_answer(url, req.dump()))

    return Server()  # type: ignore[no-untyped-call]


def _answer(url: str, asked: bytes) -> bytes:
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    try:
        with urlopen(Request(url, asked, headers), timeout=_PATIENCE) as answer:  # noqa: S310  (Checked above.)
            return bytes(answer.read(_MOST_BYTES))
    except HTTPError as error:
        with error:
            raise TimestampRefused(reason=error.reason) from error
    except OSError as error:
        raise TimestampRefused(reason=str(getattr(error, "reason", error))) from error
