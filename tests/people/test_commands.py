"""The first administrator of a network, by the command line."""

from collections.abc import Callable

from click.testing import Result

from app.core.roles import Role
from app.people.models import Network, Person
from app.people.services import close_account, join_network
from tests.people.conftest import NOON

Command = Callable[..., Result]


def appoint(command: Command, email: str) -> Result:
    names = ("--given-name", "Rose", "--family-name", "Pin")
    return command("create-administrator", "--network", "landes", "--email", email, *names)


def test_somebody_new_gets_a_link_to_choose_a_password(command: Command, landes: Network) -> None:
    made = appoint(command, "rose@example.org")
    assert made.exit_code == 0
    assert "pour choisir le mot de passe" in made.output
    assert "/lien/" in made.output


def test_somebody_with_an_account_joins_with_it(command: Command, landes: Network, gaston: Person) -> None:
    """Whoever holds the address in another network must not administer this one by the address alone."""
    made = appoint(command, gaston.email)
    assert "connectez-vous avec votre compte" in made.output
    assert gaston.roles_in(landes) == frozenset()
    join_network(made.output.rsplit("/lien/", 1)[1].strip(), gaston, now=NOON)
    assert gaston.roles_in(landes) == {Role.ADMINISTRATOR}
    assert "administre désormais landes" in appoint(command, gaston.email).output


def test_a_closed_account_is_told_as_such(
    command: Command, landes: Network, odile: Person, make_person: Callable[..., Person]
) -> None:
    lea = make_person("lea@example.org", landes, Role.TRAINER)
    close_account(lea, now=NOON, by=odile)
    made = appoint(command, lea.email)
    assert made.exit_code == 1
    assert "rouvrez-le d’abord" in made.output
