"""Which authority seals in this installation, by its settings; opened when it is first needed and then kept."""

from __future__ import annotations

import threading
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from flask import Flask, current_app

from app.documents.sealing.authority import Authority
from app.documents.sealing.development import kept_development_authority, new_development_authority
from app.documents.sealing.keys import open_pkcs11, open_pkcs12
from app.documents.sealing.refusals import SealKeyUnusable, SealRefused

_KEPT: Final = "livret_sealing_authority"
_OPENING: Final = threading.Lock()


class Keyring:
    """The authority of the application, which is bound in ``create_app`` as the database is."""

    def init_app(self, app: Flask) -> None:
        """Open the key of ``app`` at once when its settings name one: a wrong password is told at the start.

        :raises SystemExit: when it does not open.
        """
        if not app.config["SEAL_PKCS12"] and not app.config["SEAL_PKCS11_LIBRARY"]:
            return
        try:
            app.extensions[_KEPT] = _opened(app)
        except SealRefused as refusal:
            raise SystemExit(f"Livret does not start: the key that seals does not open. {refusal}") from None

    def authority(self) -> Authority:
        """Return the authority that seals.

        :raises SealKeyUnusable: when its key does not open.
        """
        held = current_app.extensions
        with _OPENING:
            if _KEPT not in held:
                held[_KEPT] = _opened(current_app)
            kept: Authority = held[_KEPT]
        return kept

    def authority_at(self, at: datetime) -> Authority:
        """Return the authority that seals, once it is sure that it can do so now.

        :raises SealRefused: when its key does not open, has expired or is not valid yet.
        """
        authority = self.authority()
        authority.refuse_unless_valid(at)
        return authority


keyring = Keyring()


def _opened(app: Flask) -> Authority:
    config = app.config
    url = config["SEAL_TIMESTAMP_URL"]
    try:
        if config["SEAL_PKCS11_LIBRARY"]:
            chain, sign = open_pkcs11(
                config["SEAL_PKCS11_LIBRARY"],
                config["SEAL_PKCS11_TOKEN"],
                config["SEAL_PKCS11_LABEL"],
                config["SEAL_PKCS11_PIN"],
            )
            return Authority(chain, sign, timestamp_url=url)
        if config["SEAL_PKCS12"]:
            content = Path(config["SEAL_PKCS12"]).read_bytes()
            chain, sign = open_pkcs12(content, config["SEAL_PKCS12_PASSWORD"])
            return Authority(chain, sign, timestamp_url=url)
        if not config["SEAL_DEVELOPMENT_ALLOWED"]:
            raise SealKeyUnusable(reason="SEAL_PKCS12")
        kept = config["SEAL_DEVELOPMENT_FILE"]
        content = kept_development_authority(kept) if kept else _passing_authority()
    except OSError as error:
        raise SealKeyUnusable(reason=error.strerror or type(error).__name__) from error
    chain, sign = open_pkcs12(content, "")
    return Authority(chain, sign, is_development=True, timestamp_url=url)


@cache
def _passing_authority() -> bytes:
    # Kept nowhere: one for each process.
    return new_development_authority()
