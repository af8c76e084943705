"""The commands of ``flask documents …``."""

import os
from collections.abc import Sequence
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import gettext as _

from app.core.errors import RuleBroken
from app.documents import labels  # noqa: F401  (names what a refusal speaks of)
from app.documents.archive import file_name, merged_pdf
from app.documents.assembly import Refused, gather
from app.documents.models import IssuedDocument
from app.documents.queries import documents_in_force, due_results, pdfs_of, unfinished_runs
from app.documents.services import complete_run, reserve_certificates
from app.people.models import Network
from app.people.queries import network_by_code
from app.web.clock import now, today
from app.web.messages import explain
from app.web.terminal import CommandRefused, no_network, refused

documents_commands = AppGroup("documents", help="Issue certificates and write them to files.")


@documents_commands.command("issue")
@click.option(
    "--network", "code", required=True, metavar="CODE", help="The network whose certificates are issued."
)
@click.option(
    "--out",
    "folder",
    required=True,
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where each certificate is written as a PDF; made when it is missing.",
)
@click.option(
    "--merged",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="One PDF with all of them, for the printer.",
)
@click.option("--skip-refused", is_flag=True, help="Issue the others when some cannot be printed.")
def issue(code: str, folder: Path, merged: Path | None, skip_refused: bool) -> None:
    """Issue every certificate that is due, and write all that are valid to DIR.

    A second run issues nothing new and writes the same bytes again. When a certificate cannot be printed, nothing is
    issued: each is named with its reason on standard error, and the exit status is 1.
    """
    network = network_by_code(code)
    if network is None:
        raise no_network(code)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        issued = _issue_what_is_due(network, skip_refused=skip_refused)
        documents = documents_in_force(network)
        _write(documents, folder, merged)
    except RuleBroken as refusal:
        raise refused(refusal) from refusal
    except OSError as error:
        raise CommandRefused(f"{error.filename} : {error.strerror}") from error
    click.echo(
        _("Certificats émis : %(count)s.", count=issued) if issued else _("Rien de nouveau à émettre.")
    )
    click.echo(_("Certificats écrits dans %(folder)s : %(count)s.", folder=folder, count=len(documents)))
    if merged:
        click.echo(_("Réunis dans %(file)s.", file=merged))


def _issue_what_is_due(network: Network, *, skip_refused: bool) -> int:
    issued = sum(complete_run(run, now=now) for run in unfinished_runs(network))
    due, day, base_url = due_results(network), today(network), current_app.config["BASE_URL"]
    printable, refused = gather(network, due, today=day, base_url=base_url)
    _name(refused)
    if refused and not skip_refused:
        raise CommandRefused(
            _("Rien n’a été émis. Corrigez ce qui est nommé ci-dessus, ou ajoutez --skip-refused.")
        )
    if printable:
        results = [one.result for one in printable]
        run = reserve_certificates(network, results, today=day, now=now(), by=None, base_url=base_url)
        issued += complete_run(run, now=now)
    return issued


def _name(refused: Sequence[Refused]) -> None:
    for one in refused:
        click.echo(explain(one.refusal), err=True)


def _write(documents: Sequence[IssuedDocument], folder: Path, merged: Path | None) -> None:
    for document, pdf in pdfs_of(documents):
        path = folder / file_name(document)
        _write_whole(path, pdf)
        click.echo(path)
    if merged is not None and documents:
        merged.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(merged, b"".join(merged_pdf(pdfs_of(documents))))


def _write_whole(path: Path, content: bytes) -> None:
    # Under another name first: whoever looks never finds half a file.
    unfinished = path.with_name(f".{path.name}.part")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
