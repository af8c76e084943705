"""How commands refuse: in the language of the terminal, with the sentences of the pages."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click
from flask_babel import gettext as _

from app.core.counting import Stage, heard_by
from app.core.errors import RuleBroken
from app.web.filters import named
from app.web.messages import explain


class CommandRefused(click.ClickException):
    """What ends a command with status 1, in one sentence on standard error."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the sentence as the pages would."""
        sentence = _("Erreur : %(message)s", message=self.format_message())
        click.echo(sentence, file=file, err=file is None)


class _Bar:
    """The line that tells on a terminal how far long work is; each stage of it has a line of its own."""

    def __init__(self) -> None:
        self.stage: Stage | None = None
        self.bar: Any = None

    def hear(self, stage: Stage, done: int, total: int) -> None:
        """Draw what was told."""
        if stage is not self.stage:
            self.end()
            self.stage = stage
            self.bar = click.progressbar(length=total, label=named(stage), file=sys.stderr).__enter__()
        self.bar.update(done - self.bar.pos)

    def end(self) -> None:
        """Leave the line of the last stage as it is."""
        if self.bar is not None:
            self.bar.__exit__(None, None, None)


@contextmanager
def told_on_terminal() -> Iterator[None]:
    """Show on standard error how far the work of this block is, when somebody sits in front of it."""
    if not sys.stderr.isatty():
        yield
        return
    bar = _Bar()
    try:
        with heard_by(bar.hear):
            yield
    finally:
        bar.end()


def refused(refusal: RuleBroken) -> CommandRefused:
    """Return what ends a command because of a rule."""
    return CommandRefused(explain(refusal))


def no_network(code: str) -> CommandRefused:
    """Return what ends a command that names a network which does not exist."""
    return CommandRefused(
        _("Il n’y a pas de réseau « %(code)s ». Ouvrez-le par : flask create-network CODE NOM", code=code)
    )
