"""The commands of ``flask documents …``."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import gettext as _

from app.core.errors import RuleBroken
from app.documents import labels  # noqa: F401  (names what a refusal speaks of)
from app.documents.archive import file_name, merged_pdf, separated_by_host, zip_of_pdfs
from app.documents.assembly import Printable, gather
from app.documents.models import IssuedDocument
from app.documents.naming import check_pattern
from app.documents.queries import (
    documents_in_force,
    due_results,
    pdfs_of,
    typesetting_refusals,
    unfinished_runs,
)
from app.documents.rules import DEFAULT_PATTERN, NotTypeset, is_only_of_this_machine
from app.documents.services import complete_run, reserve_certificates
from app.people.models import Network, SortOrder
from app.people.queries import network_by_code
from app.web.clock import now, today
from app.web.messages import explain
from app.web.readiness import on_ready_database
from app.web.terminal import CommandRefused, no_network, refused

documents_commands = AppGroup("documents", help="Issue certificates and write them to files.")


@documents_commands.command("issue", with_appcontext=False)
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
@click.option(
    "--zip",
    "zipped",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="One ZIP with all of them as single files.",
)
@click.option(
    "--names",
    "pattern",
    default=DEFAULT_PATTERN,
    show_default=True,
    metavar="PATTERN",
    help="How the files in the ZIP are called, by rang, numero, nom, prenom, structure and bloc.",
)
@click.option(
    "--sort",
    type=click.Choice([each.value for each in SortOrder]),
    help="The order; that of the network when missing.",
)
@click.option(
    "--separators", is_flag=True, help="In the merged PDF, a sheet before each host; sorts by host."
)
@click.option(
    "--skip-refused", is_flag=True, help="Issue the others when some cannot be printed, and succeed."
)
@on_ready_database
def issue(
    code: str,
    folder: Path,
    merged: Path | None,
    zipped: Path | None,
    pattern: str,
    sort: str | None,
    separators: bool,
    skip_refused: bool,
) -> None:
    """Issue every certificate that is due, and write all that are valid to DIR.

    A second run issues nothing new and writes the same bytes again. When a certificate cannot be printed, nothing is
    issued: each is named with its reason on standard error, and the exit status is 1. One that only turns out on the
    paper to be impossible is named likewise and keeps its number; the others are issued and written.
    """
    network = network_by_code(code)
    if network is None:
        raise no_network(code)
    _warn_of_address(network)
    try:
        check_pattern(pattern)
        folder.mkdir(parents=True, exist_ok=True)
        issued = _issue_what_is_due(network, skip_refused=skip_refused)
        order = SortOrder.HOST if separators else SortOrder(sort) if sort else None
        documents = documents_in_force(network, sort_order=order)
        _write(documents, folder)
        if documents and merged is not None:
            sheets = separated_by_host(documents, network.name, today(network)) if separators else None
            _write_chunks(merged, merged_pdf(pdfs_of(documents), sheets))
        if documents and zipped is not None:
            _write_chunks(zipped, zip_of_pdfs(pdfs_of(documents), pattern))
        impossible = _refused_by_the_paper(network)
    except RuleBroken as refusal:
        raise refused(refusal) from refusal
    except OSError as error:
        raise CommandRefused(f"{error.filename} : {error.strerror}") from error
    _say_what_was_written(issued, len(documents), folder, [each for each in (merged, zipped) if each])
    _name(impossible)
    if impossible and not skip_refused:
        raise CommandRefused(_("Ce qui est nommé ci-dessus garde son numéro et attend son PDF."))


def _warn_of_address(network: Network) -> None:
    if network.pinned_today is None and is_only_of_this_machine(current_app.config["BASE_URL"]):
        click.echo(
            _(
                "Attention : les certificats porteront l’adresse de vérification %(url)s, que personne d’autre ne peut"
                " ouvrir. Réglez d’abord BASE_URL sur l’adresse publique de Livret.",
                url=current_app.config["BASE_URL"],
            ),
            err=True,
        )


def _say_what_was_written(issued: int, written: int, folder: Path, together: list[Path]) -> None:
    click.echo(
        _("Certificats émis : %(count)s.", count=issued) if issued else _("Rien de nouveau à émettre.")
    )
    click.echo(_("Certificats écrits dans %(folder)s : %(count)s.", folder=folder, count=written))
    for file in together:
        click.echo(_("Réunis dans %(file)s.", file=file))


def _issue_what_is_due(network: Network, *, skip_refused: bool) -> int:
    issued = sum(complete_run(run, now=now) for run in unfinished_runs(network))
    due, day, base_url = due_results(network), today(network), current_app.config["BASE_URL"]
    printable, refused = gather(network, due, today=day, base_url=base_url)
    _name([one.refusal for one in refused])
    if refused and not skip_refused:
        raise CommandRefused(
            _("Rien n’a été émis. Corrigez ce qui est nommé ci-dessus, ou ajoutez --skip-refused.")
        )
    _warn_of_no_hours(printable)
    if printable:
        results = [one.result for one in printable]
        run = reserve_certificates(network, results, today=day, now=now(), by=None, base_url=base_url)
        issued += complete_run(run, now=now)
    return issued


def _warn_of_no_hours(printable: Sequence[Printable]) -> None:
    # They are due and hence issued; somebody should look whether their hours were forgotten.
    for one in printable:
        if not one.training.minutes:
            person = one.result.advisor.person.display_name
            click.echo(_("Attention : 0 h suivie pour %(person)s. À vérifier.", person=person), err=True)


def _refused_by_the_paper(network: Network) -> list[NotTypeset]:
    documents = [document for run in unfinished_runs(network) for document in run.documents]
    return list(typesetting_refusals(documents).values())


def _name(refusals: Sequence[RuleBroken]) -> None:
    for refusal in refusals:
        click.echo(explain(refusal), err=True)


def _write(documents: Sequence[IssuedDocument], folder: Path) -> None:
    for document, pdf in pdfs_of(documents):
        path = folder / file_name(document)
        _write_whole(path, pdf)
        click.echo(path)


def _write_chunks(path: Path, chunks: Iterable[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    _write_whole(path, b"".join(chunks))


def _write_whole(path: Path, content: bytes) -> None:
    # Under another name first: whoever looks never finds half a file.
    unfinished = path.with_name(f".{path.name}.part")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
