"""The commands of ``flask …``."""

import click
import flask_migrate
from email_validator import EmailNotValidError, validate_email
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.attendance.queries import ledger_problems
from app.audit.queries import chain_problems, last_hash
from app.core.errors import RuleBroken
from app.core.roles import Role
from app.demonstration.people import ADVISOR_TO_SHOW, LATE_RECRUIT_TO_SHOW, STAFF
from app.demonstration.services import CODE, PASSWORD, load_demonstration
from app.documents.background import go_on_with_interrupted_runs
from app.documents.commands import documents_commands
from app.documents.queries import document_problems, seal_problems
from app.exchange.commands import exchange_commands
from app.exchange.services import interrupt_all_work
from app.people.post import LETTERS_TAKE, wait_for_letters
from app.people.queries import network_by_code, networks
from app.people.rules import AccountClosed, AccountState, DemonstrationRefused
from app.people.services import create_network, invite
from app.progress.telling import tell_of
from app.web.application import the_application
from app.web.clock import now
from app.web.messages import in_words
from app.web.readiness import on_ready_database
from app.web.serving import create_server
from app.web.terminal import CommandRefused, no_network, refused


def install_commands(app: Flask) -> None:
    """Register the commands of ``app``."""
    for command in (serve, demo, new_network, new_administrator, check_integrity, look_at_hours):
        app.cli.add_command(command)
    app.cli.add_command(documents_commands)
    app.cli.add_command(exchange_commands)


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, envvar="PORT", show_default=True)
@with_appcontext
def serve(host: str, port: int) -> None:
    """Bring the database up to date, load the demonstration when it is empty, and serve."""
    application = the_application()
    try:
        if not application.config["BASE_URL_IS_SET"]:
            # A server that listens everywhere is reached, by whoever started it, on this machine.
            reached = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104
            application.config["BASE_URL"] = f"http://{reached}:{port}"
        # The port is taken first: a second start must not load anything before it is told that the first one runs.
        server = create_server(application, host, port)
    except OSError as error:
        raise CommandRefused(
            _(
                "%(place)s n’est pas libre (%(reason)s). Arrêtez ce qui l’occupe, ou choisissez : --port %(port)s",
                place=f"{host}:{port}",
                reason=error.strerror,
                port=port + 1,
            )
        ) from error
    flask_migrate.upgrade()
    if not networks() and current_app.config["DEMONSTRATION_ALLOWED"]:
        click.echo(_("Chargement du réseau de démonstration…"))
        load_demonstration()
    _show_sign_ins()
    go_on_with_interrupted_runs()
    interrupt_all_work(now=now())
    click.echo(_("Livret écoute sur %(url)s (arrêt : Ctrl-C)", url=f"http://{host}:{port}"))
    server.run()


@click.command("demo")
@on_ready_database
def demo() -> None:
    """Load the demonstration network: the Landes in autumn 2022, with invented people."""
    if not current_app.config["DEMONSTRATION_ALLOWED"]:
        raise refused(DemonstrationRefused())
    if network_by_code(CODE) is not None:
        click.echo(_("Le réseau de démonstration est déjà chargé ; rien n’a été changé."))
    else:
        load_demonstration()
    _show_sign_ins()


@click.command("create-network")
@click.argument("code")
@click.argument("name")
@on_ready_database
def new_network(code: str, name: str) -> None:
    """Open the network CODE, called NAME."""
    try:
        create_network(code, name, now=now())
    except RuleBroken as refusal:
        raise refused(refusal) from refusal
    following = f"flask create-administrator --network {code} --email …"
    click.echo(_("Le réseau %(code)s est ouvert. Ensuite : %(command)s", code=code, command=following))


@click.command("create-administrator")
@click.option(
    "--network", "network_code", prompt=_l("Code du réseau"), help="The code of the network to administer."
)
@click.option(
    "--email", prompt=_l("Adresse e-mail"), help="The address with which the administrator signs in."
)
@click.option("--given-name", prompt=_l("Prénom"))
@click.option("--family-name", prompt=_l("Nom"))
@on_ready_database
def new_administrator(network_code: str, email: str, given_name: str, family_name: str) -> None:
    """Invite somebody to administer a network, and print the link by which they join it."""
    network = network_by_code(network_code)
    if network is None:
        raise no_network(network_code)
    try:
        address = validate_email(email, check_deliverability=False, test_environment=True).normalized
        invitation = invite(network, address, given_name, family_name, {Role.ADMINISTRATOR}, now=now())
    except EmailNotValidError as refusal:
        raise CommandRefused(_("« %(email)s » n’est pas une adresse e-mail.", email=email)) from refusal
    except RuleBroken as refusal:
        raise refused(refusal) from refusal
    if invitation.token is not None:
        has_account = invitation.person.password_hash is not None
        click.echo(
            _(
                "Ouvrez ce lien, une seule fois, et connectez-vous avec votre compte (il expire dans 14 jours) :"
            )
            if has_account
            else _("Ouvrez ce lien, une seule fois, pour choisir le mot de passe (il expire dans 14 jours) :")
        )
        click.echo(f"{current_app.config['BASE_URL']}/lien/{invitation.token}")
    elif invitation.person.account_state is AccountState.CLOSED:
        raise refused(AccountClosed(email=address))
    else:
        click.echo(_("%(email)s administre désormais %(code)s.", email=address, code=network_code))


def _show_sign_ins() -> None:
    network = network_by_code(CODE)
    if network is None or network.pinned_today is None:
        return
    click.echo(
        _("Connexions de la démonstration (mot de passe de chacune : %(password)s)", password=PASSWORD)
    )
    for role, email in (
        (_("Administrateur"), STAFF[0][0]),
        (_("Formateur"), STAFF[1][0]),
        (_("Conseiller numérique"), ADVISOR_TO_SHOW),
        (_("Recrutement tardif"), LATE_RECRUIT_TO_SHOW),
    ):
        click.echo(f"  {role:<20} {email}")


@click.command("look-at-hours")
@on_ready_database
def look_at_hours() -> None:
    """Tell of hours out of reach, of absences and of blocks to sit again: what nobody was told of yet, by letter too.

    To be run every morning: time alone makes some of it true.
    """
    for network in networks():
        tell_of(network)
    wait_for_letters(LETTERS_TAKE)


@click.command("check-integrity")
@on_ready_database
def check_integrity() -> None:
    """Prove the chain of acts, the ledger of hours, the numbers, the stored bytes and every seal."""
    problems = [*chain_problems(), *ledger_problems(), *document_problems(), *seal_problems()]
    for each in problems:
        click.echo(in_words(each.message, each.facts), err=True)
    if problems:
        raise click.exceptions.Exit(1)
    click.echo(
        _(
            "Les actes, les heures, les numéros, les documents et leurs sceaux sont tels qu’ils ont été enregistrés."
        )
    )
    click.echo(_("Tête de la chaîne des actes : %(hash)s", hash=last_hash()))
