"""The commands of ``flask …``."""

import click
import flask_migrate
from email_validator import EmailNotValidError, validate_email
from flask import Flask, current_app
from flask.cli import with_appcontext

from app.attendance.queries import ledger_problems
from app.audit.queries import chain_problems, last_hash
from app.core.errors import RuleBroken
from app.core.roles import Role
from app.demonstration.people import ADVISOR_TO_SHOW, LATE_RECRUIT_TO_SHOW, STAFF
from app.demonstration.services import CODE, PASSWORD, load_demonstration
from app.documents.commands import documents_commands
from app.documents.queries import document_problems
from app.exchange.commands import exchange_commands
from app.people.members import invite
from app.people.queries import network_by_code, networks
from app.people.rules import DemonstrationRefused
from app.people.services import create_network
from app.web.clock import now
from app.web.messages import explain
from app.web.serving import create_server


def install_commands(app: Flask) -> None:
    """Register the commands of ``app``."""
    for command in (serve, demo, new_network, new_administrator, check_integrity):
        app.cli.add_command(command)
    app.cli.add_command(documents_commands)
    app.cli.add_command(exchange_commands)


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, envvar="PORT", show_default=True)
@with_appcontext
def serve(host: str, port: int) -> None:
    """Bring the database up to date, load the demonstration when it is empty, and serve."""
    application = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  waitress needs the application itself, not its proxy
    try:
        # The port is taken first: a second start must not load anything before it is told that the first one runs.
        server = create_server(application, host, port)
    except OSError as error:
        raise click.ClickException(
            f"{host}:{port} is not free ({error.strerror}). Stop what listens there, or choose: --port {port + 1}"
        ) from error
    flask_migrate.upgrade()
    if not networks() and current_app.config["DEMONSTRATION_ALLOWED"]:
        click.echo("Loading the demonstration network …")
        load_demonstration()
    _show_sign_ins()
    click.echo(f"Livret listens on http://{host}:{port} (stop it with Ctrl-C)")
    server.run()


@click.command("demo")
@with_appcontext
def demo() -> None:
    """Load the demonstration network: the Landes in autumn 2022, with invented people."""
    if not current_app.config["DEMONSTRATION_ALLOWED"]:
        raise click.ClickException(explain(DemonstrationRefused()))
    if network_by_code(CODE) is not None:
        click.echo("The demonstration network is loaded already; nothing was changed.")
    else:
        load_demonstration()
    _show_sign_ins()


@click.command("create-network")
@click.argument("code")
@click.argument("name")
@with_appcontext
def new_network(code: str, name: str) -> None:
    """Open the network CODE, called NAME."""
    try:
        create_network(code, name, now=now())
    except RuleBroken as refusal:
        raise click.ClickException(explain(refusal)) from refusal
    click.echo(f"Network {code} is open. Next: flask create-administrator --network {code} --email …")


@click.command("create-administrator")
@click.option(
    "--network", "network_code", prompt="Network code", help="The code of the network to administer."
)
@click.option("--email", prompt="E-mail", help="The address with which the administrator signs in.")
@click.option("--given-name", prompt="Given name")
@click.option("--family-name", prompt="Family name")
@with_appcontext
def new_administrator(network_code: str, email: str, given_name: str, family_name: str) -> None:
    """Invite somebody to administer a network, and print the link with which they choose their password."""
    network = network_by_code(network_code)
    if network is None:
        raise click.ClickException(
            f"There is no network {network_code}. Open it with: flask create-network CODE NAME"
        )
    try:
        address = validate_email(email, check_deliverability=False, test_environment=True).normalized
        invitation = invite(network, address, given_name, family_name, {Role.ADMINISTRATOR}, now=now())
    except EmailNotValidError as refusal:
        raise click.ClickException(f"{email}: {refusal}") from refusal
    except RuleBroken as refusal:
        raise click.ClickException(explain(refusal)) from refusal
    if invitation.token is None:
        click.echo(f"{address} has an account already and now administers {network_code}.")
    else:
        click.echo("Open this link, once, to choose the password (it expires in 14 days):")
        click.echo(f"{current_app.config['BASE_URL']}/lien/{invitation.token}")


def _show_sign_ins() -> None:
    network = network_by_code(CODE)
    if network is None or network.pinned_today is None:
        return
    click.echo(f"Demonstration sign-ins (password for each: {PASSWORD})")
    for role, email in (
        ("administrator", STAFF[0][0]),
        ("trainer", STAFF[1][0]),
        ("advisor", ADVISOR_TO_SHOW),
        ("late recruit", LATE_RECRUIT_TO_SHOW),
    ):
        click.echo(f"  {role:<14} {email}")


@click.command("check-integrity")
@with_appcontext
def check_integrity() -> None:
    """Prove the chain of acts, the ledger of hours, the numbers and the stored bytes."""
    problems = [*chain_problems(), *ledger_problems(), *document_problems()]
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise click.exceptions.Exit(1)
    click.echo("The acts, the hours, the numbers and the documents are as they were recorded.")
    click.echo(f"Head of the chain of acts: {last_hash()}")
