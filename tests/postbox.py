"""A mail server for tests."""

from app.people.mail import Letter, MailNotSent
from app.people.post import wait_for_letters

LONG_ENOUGH = 30.0
"""Seconds after which a letter that is still being written is a fault of the test."""


class Postbox:
    """Keeps the letters instead of sending them, and refuses those to whom it is told to refuse."""

    can_send = True

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.refused: set[str] = set()

    def send(self, letter: Letter) -> None:
        if letter.to in self.refused:
            raise MailNotSent("no such address")
        self.letters.append(letter)

    def bodies(self) -> dict[str, str]:
        """What is written to each address, once nobody writes any more, with plain spaces."""
        wait_for_letters(LONG_ENOUGH)
        return {letter.to: letter.body.replace("\N{NO-BREAK SPACE}", " ") for letter in self.letters}
