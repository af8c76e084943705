"""The session cookie, tolerant of a clock that is set back."""

from datetime import timedelta
from typing import Final

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

CLOCK_TOLERANCE: Final = timedelta(seconds=60)


class _EarlySigner(TimestampSigner):
    """Dates a signature one minute back.

    A signature from the future is refused: with today's date on it, a server clock set back by two seconds, or a
    second server two seconds behind, would sign everybody out.
    """

    def sign(self, value: str | bytes) -> bytes:
        self._signs = True
        try:
            return super().sign(value)
        finally:
            self._signs = False

    def get_timestamp(self) -> int:
        early = int(CLOCK_TOLERANCE.total_seconds()) if getattr(self, "_signs", False) else 0
        return super().get_timestamp() - early


class _Sessions(SecureCookieSessionInterface):
    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        serializer: URLSafeTimedSerializer | None = super().get_signing_serializer(app)
        if serializer is not None:
            serializer.signer = _EarlySigner
        return serializer


def install_cookies(app: Flask) -> None:
    """Let ``app`` sign its session cookies."""
    app.session_interface = _Sessions()
