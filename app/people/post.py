"""How letters leave: in the background, in the language of who reads them, and with what becomes of them."""

from collections.abc import Callable, Iterable
from threading import Thread
from threading import enumerate as enumerate_threads
from typing import Final

from flask import current_app
from flask_babel import force_locale

from app.people.mail import Letter, MailNotSent, mailer
from app.people.models import Person
from app.web.application import the_application

LETTERS_TAKE: Final = 60.0
"""Seconds that a command waits for its letters, at most."""

BACKGROUND: Final = "letter"
"""The name of the thread that writes what nobody waits for."""


def write_to_each(
    people: Iterable[Person],
    letter_to: Callable[[Person], Letter],
    when_done: Callable[[int, bool], None] | None = None,
) -> set[int]:
    """Mail each of these people their letter; nothing where no mail server is configured.

    :param letter_to: is called in the language of the person.
    :param when_done: is told the identifier of each person, and whether their letter has left.
    :return: the identifiers of those who are written to.
    """
    if not mailer().can_send:
        return set()
    letters: dict[int, Letter] = {}
    for person in people:
        # Who has no account yet, or none any more, could not open what the letter leads to.
        if person.is_active:
            with force_locale(person.language):
                letters[person.id] = letter_to(person)

    def send() -> None:
        for person_id, letter in letters.items():
            has_left = deliver(letter)
            if when_done is not None:
                when_done(person_id, has_left)

    if letters:
        in_background(send)
    return set(letters)


def full_address(endpoint: str, **values: object) -> str:
    """Return the full address of a page, on the configured host whatever the request said."""
    # Built without the request, which a letter written in the background does not have.
    path = current_app.url_map.bind("").build(endpoint, values)
    return f"{current_app.config['BASE_URL']}{path}"


def deliver(letter: Letter) -> bool:
    """Hand a letter to the mail server; return whether it has left."""
    try:
        mailer().send(letter)
    except MailNotSent as problem:
        current_app.logger.warning("a letter was not mailed: %s", problem)
        return False
    return True


def wait_for_letters(timeout: float) -> None:
    """Wait until every letter of this process is written, ``timeout`` seconds at most: a command ends with it."""
    for thread in enumerate_threads():
        if thread.name == BACKGROUND:
            thread.join(timeout)


def in_background(write: Callable[[], None]) -> None:
    """Write while the page is answered already.

    Nobody waits for a mail server, and the time of the answer would tell who has an account.
    """
    app = the_application()

    def run() -> None:
        with app.app_context():
            write()

    Thread(target=run, name=BACKGROUND, daemon=True).start()
