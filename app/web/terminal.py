"""How commands refuse: in the language of the terminal, with the sentences of the pages."""

from typing import IO, Any

import click
from flask_babel import gettext as _

from app.core.errors import RuleBroken
from app.web.messages import explain


class CommandRefused(click.ClickException):
    """What ends a command with status 1, in one sentence on standard error."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the sentence as the pages would."""
        sentence = _("Erreur : %(message)s", message=self.format_message())
        click.echo(sentence, file=file, err=file is None)


def refused(refusal: RuleBroken) -> CommandRefused:
    """Return what ends a command because of a rule."""
    return CommandRefused(explain(refusal))


def no_network(code: str) -> CommandRefused:
    """Return what ends a command that names a network which does not exist."""
    return CommandRefused(
        _("Il n’y a pas de réseau « %(code)s ». Ouvrez-le par : flask create-network CODE NOM", code=code)
    )
