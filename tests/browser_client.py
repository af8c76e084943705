"""A browser for tests: one person, real pages, real forms, and standards checked on every answer."""

from typing import Any
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

from flask import Flask, has_app_context
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, insert, update
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from app.extensions import db
from app.people.models import Membership, Person, SignIn
from app.people.queries import digest_of
from app.people.rules import SIGN_IN_LASTS
from app.web.clock import now
from tests.html_page import Form, Page, text_of
from tests.page_standards import broken_standards


class Browser:
    """What one person does: open pages, follow links, fill forms. ``page`` is the page in front of them.

    ``get``, ``follow``, ``submit`` and ``post`` follow redirections, expect ``status`` at the end and return the page.
    A file is returned the same way, as ``.data``, and the page in front stays. ``send`` is the raw door for attacks.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._client = app.test_client()
        self.page: Page | None = None

    def sign_in(self, email: str, password: str) -> None:
        """Sign in by the real form. The person's first page, which most tests do not need, is not opened."""
        form = self.get("/connexion").forms[-1]
        sent = form.values() | {"email": [email], "password": [password]}
        answer = self.send("POST", form.action, data=sent)
        assert answer.status_code == 302, answer.text
        self.page = None

    def enter(self, email: str) -> None:
        """Be somebody who is signed in, without the pages on which people open their account and sign in."""
        token, at = uuid4().hex, now()
        if has_app_context():
            db.session.commit()
        with self._app.app_context():
            password_hash = func.coalesce(Person.password_hash, "no password gives this hash")
            account = update(Person).where(Person.email == email).values(password_hash=password_hash)
            person_id = db.session.scalars(account.returning(Person.id)).one()
            opened = update(Membership).where(
                Membership.person_id == person_id, Membership.opened_at.is_(None)
            )
            db.session.execute(opened.values(opened_at=at))
            started = {"token_digest": digest_of(token), "started_at": at, "expires_at": at + SIGN_IN_LASTS}
            db.session.execute(insert(SignIn).values(person_id=person_id, **started))
            db.session.commit()
        with self._client.session_transaction() as session:
            session["_user_id"] = token
        self.page = None

    def sign_out(self) -> Page:
        """Press the sign-out button of the page in front, or else of the account."""
        if self.page is None:
            self.get("/mon-compte")
        form = next(form for form in self._page().forms if "deconnexion" in form.action)
        return self._send_form(form, None, {}, status=200)

    def get(self, path: str, status: int = 200, **query: Any) -> Page:
        """Open a path."""
        return self._arrive(self.send("GET", path, query_string=query or None), status)

    def follow(self, link: str, status: int = 200) -> Page:
        """Follow the link of the page in front whose text is, or else contains, ``link``."""
        links = self._page().links()
        found = [links[link]] if link in links else [href for text, href in links.items() if link in text]
        assert found, f"No link “{link}” on {self.page}, only {sorted(links)}."
        return self.get(urljoin(self._page().path, found[0]), status)

    def submit(
        self,
        button: str | None = None,
        fields: dict[str, Any] | None = None,
        *,
        status: int = 200,
        **more_fields: Any,
    ) -> Page:
        """Fill the form of the page in front and press ``button`` (its text), or its only or first button.

        The form is the one with that button, else the one that has all the named fields. A field left out keeps the
        value the page gives it; True and False tick; a list chooses several; a file is ``(stream, "name.csv")``.
        """
        values = {**(fields or {}), **more_fields}
        form = self._form_with(button, values)
        pressed = next(
            (each for each in form.buttons if text_of(each) == button), next(iter(form.buttons), None)
        )
        return self._send_form(form, pressed, values, status)

    def post(
        self, path: str, fields: dict[str, Any] | None = None, *, status: int = 200, **more: Any
    ) -> Page:
        """Post fields to a path with a valid CSRF token, whatever form the page in front has."""
        values = {"csrf_token": self.csrf_token(), **(fields or {}), **more}
        return self._arrive(self.send("POST", path, data=values), status)

    def csrf_token(self) -> str:
        """A token that is valid for this person's session, made as their forms have it."""
        with self._client.session_transaction() as session:
            secret = session.setdefault("csrf_token", uuid4().hex)
        return str(URLSafeTimedSerializer(self._app.secret_key, salt="wtf-csrf-token").dumps(secret))  # type: ignore[arg-type]

    def send(self, method: str, path: str, **options: Any) -> TestResponse:
        """Send one request without following or judging anything, as Flask's test client would."""
        if has_app_context():
            # What the test has written is what the request must find, and what it has read is old afterwards.
            db.session.commit()
        # In a context of its own, or the request would see the person whom the last one left on ``g``.
        with self._app.app_context():
            return self._client.open(path, method=method, **options)

    def _page(self) -> Page:
        assert self.page is not None, "Open a page first."
        return self.page

    def _form_with(self, button: str | None, values: dict[str, Any]) -> Form:
        forms = self._page().forms
        if button is not None:
            forms = [form for form in forms if button in map(text_of, form.buttons)]
        fitting = [form for form in forms if set(values) <= set(form.names())] or forms
        if button is None and not values:
            fitting = [form for form in forms if self._page().ancestor(form.element, "main") is not None]
        assert fitting, (
            f"No such form on {self.page}: it has {[form.names() for form in self._page().forms]}."
        )
        return fitting[0]

    def _send_form(self, form: Form, pressed: Any, values: dict[str, Any], status: int) -> Page:
        sent = form.values()
        for name, value in values.items():
            form.fill(sent, name, value)
        if pressed is not None and pressed.get("name"):
            sent[pressed.get("name")] = [pressed.get("value", "")]
        action = pressed.get("formaction") if pressed is not None else None
        path = urljoin(self._page().path, action or form.action)
        if form.method == "GET":
            return self._arrive(self.send("GET", path, query_string=MultiDict(sent)), status)
        if any(isinstance(each, tuple) for chosen in sent.values() for each in chosen):
            assert form.element.get("enctype") == "multipart/form-data", (
                "A form with a file needs its enctype."
            )
        return self._arrive(self.send("POST", path, data=sent), status)

    def _arrive(self, response: TestResponse, status: int) -> Page:
        for _ in range(10):
            if response.status_code not in {301, 302, 303, 307, 308}:
                break
            target = urljoin(response.request.url, response.headers["Location"])
            assert urlsplit(target).netloc == urlsplit(response.request.url).netloc, (
                f"Sent to another host: {target}"
            )
            response = self.send("GET", target)
        page = Page(response)
        received = page.text[:600] if page.is_html else response.data[:200]
        assert page.status == status, f"{page} was expected with status {status}: {received!r}"
        if page.is_html:
            remarks = broken_standards(page)
            assert not remarks, f"{page} breaks standards:\n- " + "\n- ".join(remarks)
            self.page = page
        return page
