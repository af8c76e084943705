"""Sends letters by SMTP. The way is chosen once, when the application starts: without SMTP_HOST nothing is sent."""

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any, Final, Protocol

from flask import Flask, current_app

_EXTENSION: Final = "livret_mailer"
_TIMEOUT_SECONDS: Final = 10
_THIS_MACHINE: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class MailNotSent(Exception):
    """The mail server did not take the letter; the reason is for the log, not for the page."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A plain letter to one person."""

    to: str
    subject: str
    body: str


class Mailer(Protocol):
    """A way to send letters."""

    @property
    def can_send(self) -> bool:
        """Return whether letters leave at all."""

    def send(self, letter: Letter) -> None:
        """Hand a letter over.

        :raises MailNotSent: when it could not be.
        """


class NoMailer:
    """No mail server is configured: pages look at ``can_send`` and show the link instead."""

    can_send = False

    def send(self, letter: Letter) -> None:
        """Refuse: nothing would arrive.

        :raises MailNotSent: always.
        """
        raise MailNotSent(f"no mail server is configured for {letter.to}")


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """A mail server, spoken to in TLS unless it runs on this very machine."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    can_send: bool = True

    def send(self, letter: Letter) -> None:
        """Hand a letter over to the mail server.

        :raises MailNotSent: when the server is away, refuses, or offers no TLS.
        """
        try:
            with smtplib.SMTP(self.host, self.port, timeout=_TIMEOUT_SECONDS) as server:
                self._secure(server)
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(written(letter, self.sender))
        except (OSError, smtplib.SMTPException) as problem:
            raise MailNotSent(str(problem)) from problem

    def _secure(self, server: smtplib.SMTP) -> None:
        server.ehlo()
        # A password or a one-time link never crosses a network in the clear.
        if server.has_extn("starttls") or self.user or self.host not in _THIS_MACHINE:
            server.starttls(context=ssl.create_default_context())
            server.ehlo()


def written(letter: Letter, sender: str) -> EmailMessage:
    """Return a letter as it is sent.

    A line break in an address or a subject would add a header: it becomes a blank.
    """
    message = EmailMessage()
    message["From"] = _one_line(sender)
    message["To"] = _one_line(letter.to)
    message["Subject"] = _one_line(letter.subject)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    return message


def mailer_of(config: Mapping[str, Any]) -> Mailer:
    """Return the way to send letters that the configuration names."""
    if not config["SMTP_HOST"]:
        return NoMailer()
    return SmtpMailer(
        host=config["SMTP_HOST"],
        port=config["SMTP_PORT"],
        sender=config["MAIL_SENDER"],
        user=config["SMTP_USER"],
        password=config["SMTP_PASSWORD"],
    )


def install_mailer(app: Flask) -> None:
    """Choose the way in which ``app`` sends letters."""
    app.extensions[_EXTENSION] = mailer_of(app.config)


def mailer() -> Mailer:
    """Return the way in which this application sends letters."""
    chosen: Mailer = current_app.extensions[_EXTENSION]
    return chosen


def _one_line(text: str) -> str:
    return " ".join(text.split())
