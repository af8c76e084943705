"""What a request tells of where it comes from, kept as a keyed hash, and the codes that a half-day shows."""

import hashlib
import hmac
from typing import Any, Final

from flask import current_app, request, url_for
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from app.attendance.rendering import qr_picture
from app.attendance.rules import SCAN_LASTS, Origin, agent_family, code_of, step_of
from app.core.identifiers import grouped
from app.people.rules import counted_address
from app.training.models import TrainingSession
from app.web.clock import now

_COOKIE: Final = "livret-scan"
_HALF_OF_A_CODE: Final = 3


def origin() -> Origin:
    """Return where this request comes from."""
    address = counted_address(request.remote_addr)
    place = _keyed("places of signatures", address).hex()[:16] if address else ""
    return Origin(place, agent_family(request.user_agent.string))


def code_secret() -> bytes:
    """Return the key from which the codes of half-days are made."""
    return _keyed("codes of registers", "")


def current_code(session: TrainingSession) -> tuple[str, str]:
    """Return the code that a half-day shows at this moment, to be read, and its QR code as a picture."""
    code = code_of(code_secret(), session.id, step_of(now()))
    path = url_for(".scan", session_id=session.id, code=code)
    return grouped(code, _HALF_OF_A_CODE), qr_picture(f"{current_app.config['BASE_URL']}{path}")


def keep_scan(response: Response, session: TrainingSession) -> None:
    """Let this browser sign a half-day within a few minutes: it was in the room when the code was right."""
    response.set_cookie(
        _COOKIE,
        _signer().dumps(session.id),
        max_age=SCAN_LASTS,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def forget_scan(response: Response) -> None:
    """Use the scan up: the next person who signs with this browser scans again."""
    response.delete_cookie(_COOKIE)


def has_scanned(session: TrainingSession) -> bool:
    """Return whether this browser has scanned or typed the right code of a half-day lately."""
    try:
        scanned: int = _signer().loads(
            request.cookies.get(_COOKIE, ""), max_age=int(SCAN_LASTS.total_seconds())
        )
    except BadData:
        return False
    return scanned == session.id


def _keyed(purpose: str, message: str) -> bytes:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.digest(key, f"{purpose}\n{message}".encode(), hashlib.sha256)


def _signer() -> URLSafeTimedSerializer:
    keys: list[Any] = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]
    return URLSafeTimedSerializer(keys, salt="signing scan")
