"""The session cookie under clocks that do not agree."""

from contextlib import closing
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from itsdangerous import SignatureExpired

from app.people.models import Person
from app.web.clock import now
from app.web.cookies import _Sessions
from tests.browser_client import Browser
from tests.people.conftest import PASSWORD


@pytest.mark.parametrize(
    "shift", [timedelta(0), timedelta(seconds=-2), timedelta(seconds=-58), timedelta(hours=11)]
)
def test_a_session_survives_a_clock_that_is_set_back_a_little(shift: timedelta) -> None:
    assert read_after(shift) == {"language": "en"}


@pytest.mark.parametrize("shift", [timedelta(seconds=-90), timedelta(hours=12, seconds=1)])
def test_a_session_from_the_future_or_too_old_is_refused(shift: timedelta) -> None:
    with pytest.raises(SignatureExpired):
        read_after(shift)


def read_after(shift: timedelta) -> object:
    app = Flask(__name__)
    app.secret_key = "only for tests"
    serializer = _Sessions().get_signing_serializer(app)
    assert serializer is not None
    signed = serializer.dumps({"language": "en"})
    with time_machine.travel(now() + shift, tick=False):
        return serializer.loads(signed, max_age=12 * 3600)


def test_what_comes_late_brings_no_cookie_back(browser: Browser, odile: Person) -> None:
    browser.sign_in(odile.email, PASSWORD)
    browser.get("/mon-compte")
    for path in ("/static/css/tokens.css", "/qui", "/mon-compte"):
        with closing(browser.send("GET", path)) as answer:
            assert answer.status_code == 200
            assert "Set-Cookie" not in answer.headers, path
