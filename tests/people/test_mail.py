"""Letters: what they say, in which language, and how they leave."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from typing import ClassVar

import pytest
from flask import Flask

from app.core.roles import Role
from app.people.letters import letter_with_link, link_address
from app.people.mail import Letter, MailNotSent, NoMailer, SmtpMailer, mailer_of, written
from app.people.models import Network, Person
from app.people.services import choose_language
from config import TestingConfig

LETTER = Letter(to="lea@example.org", subject="Bonjour à vous", body="Une ligne.\nDeux lignes.")


class PlainServer(socketserver.ThreadingTCPServer):
    """As much of a mail server as one delivery needs, without TLS."""

    allow_reuse_address = True
    received: ClassVar[list[str]] = []


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            command = line.strip().upper()
            if command == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = iter(self.rfile.readline, b".\r\n")
                PlainServer.received.append(b"".join(lines).decode())
            self.wfile.write(b"221 bye\r\n" if command == b"QUIT" else b"250 fine\r\n")


@pytest.fixture
def port() -> Iterator[int]:
    PlainServer.received.clear()
    with PlainServer(("127.0.0.1", 0), _Conversation) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def test_a_letter_reaches_the_mail_server_of_this_machine(port: int) -> None:
    SmtpMailer("127.0.0.1", port, "livret@example.org").send(LETTER)
    [received] = PlainServer.received
    assert "To: lea@example.org" in received
    assert "From: livret@example.org" in received


def test_a_password_never_leaves_in_the_clear(port: int) -> None:
    mailer = SmtpMailer("127.0.0.1", port, "livret@example.org", user="livret", password="secret")
    with pytest.raises(MailNotSent, match="STARTTLS"):
        mailer.send(LETTER)
    assert PlainServer.received == []


def test_a_link_never_crosses_a_network_in_the_clear(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.people.mail._THIS_MACHINE", frozenset())
    with pytest.raises(MailNotSent, match="STARTTLS"):
        SmtpMailer("127.0.0.1", port, "livret@example.org").send(LETTER)
    assert PlainServer.received == []


def test_a_mail_server_that_is_away_is_told_as_such() -> None:
    with pytest.raises(MailNotSent):
        SmtpMailer("127.0.0.1", 9, "livret@example.org").send(LETTER)


@pytest.mark.parametrize("line_break", ["\n", "\r", "\r\n", "\u2028", "\x0b"])
def test_no_header_slips_in_with_a_name_or_an_address(line_break: str) -> None:
    evil = f"x{line_break}Bcc: all@example.org"
    message = written(Letter(to=evil, subject=evil, body="…"), sender=f"a@b.fr{line_break}X-Evil: 1")
    assert {name.lower() for name in message} & {"bcc", "x-evil"} == set()
    assert b"\nBcc:" not in message.as_bytes()


def test_without_a_mail_server_nothing_is_sent() -> None:
    mailer = mailer_of(vars(TestingConfig()))
    assert isinstance(mailer, NoMailer)
    assert not mailer.can_send
    with pytest.raises(MailNotSent):
        mailer.send(LETTER)


def test_the_configuration_names_the_mail_server() -> None:
    settings = {**vars(TestingConfig()), "SMTP_HOST": "mail.example.org", "MAIL_SENDER": "l@example.org"}
    assert mailer_of(settings) == SmtpMailer("mail.example.org", 587, "l@example.org")


def test_a_letter_speaks_the_language_of_its_reader(
    app: Flask, landes: Network, make_person: Callable[..., Person], odile: Person
) -> None:
    lea = make_person("lea@example.org", landes, Role.TRAINER, is_open=False)
    assert letter_with_link(lea, "abc").subject == "Votre compte Livret"
    assert "quatorze jours" in letter_with_link(lea, "abc").body
    letter = letter_with_link(odile, "abc")
    assert letter.to == odile.email
    assert "Bonjour Odile" in letter.body
    choose_language(odile, "en")
    assert letter_with_link(odile, "abc").body.count(link_address("abc")) == 1


def test_the_host_of_a_link_is_the_configured_one(app: Flask) -> None:
    with app.test_request_context(base_url="https://evil.example"):
        assert link_address("abc") == f"{app.config['BASE_URL']}/lien/abc"
