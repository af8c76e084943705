"""The commands ``flask exchange …``: templates, imports and exports."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final, NoReturn

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from app.core.errors import RuleBroken
from app.exchange.exporting.formats import FileFormat
from app.exchange.exporting.registry import ASKED, ExportKind, export_file
from app.exchange.exporting.templates import TEMPLATES, template_file
from app.exchange.importing.plan import Notice, Plan
from app.exchange.kinds import FileKind
from app.exchange.names import called
from app.exchange.parsing import Problem
from app.exchange.selection import Selection
from app.exchange.sentences import (
    details_of,
    lines_to_write,
    lines_written,
    problem_sentence,
    sentence_of,
)
from app.exchange.services import LinesRefused, Source, import_file, try_import
from app.people.models import Network
from app.people.post import LETTERS_TAKE, wait_for_letters
from app.people.queries import network_by_code
from app.progress.telling import tell_of_touched
from app.training.queries import advisors, cohorts, hosts
from app.training.telling import tell_of_freed
from app.web.clock import now, today
from app.web.filters import named
from app.web.readiness import on_ready_database
from app.web.terminal import CommandRefused, no_network, refused, told_on_terminal

WITH_TEMPLATE: Final = tuple(kind.value for kind in TEMPLATES)

_NARROWED_BY: Final = {
    "du": "--from",
    "au": "--to",
    "personne": "--person",
    "groupe": "--group",
    "structure": "--employer",
}
"""By which option the command asks what a field of the form asks."""

STEPS_SHOWN: Final = 10
"""A trial shows so many of the lines that would change something."""


def _words(vocabulary: type[StrEnum]) -> list[str]:
    # Given the class itself, click would offer the names of its members.
    return [word.value for word in vocabulary]


exchange_commands = AppGroup("exchange", help="Read and write the files of a network.")

_DAY: Final = click.DateTime(["%Y-%m-%d"])
_network = click.option("--network", "code", required=True, help="The code of the network.")
_format = click.option(
    "--format",
    "file_format",
    type=click.Choice(_words(FileFormat)),
    default=FileFormat.CSV.value,
    show_default=True,
)
_out = click.option("--out", type=click.Path(path_type=Path), required=True, help="The file to write.")


@exchange_commands.command("template")
@click.argument("kind", type=click.Choice(WITH_TEMPLATE))
@_format
@_out
def write_template(kind: str, file_format: str, out: Path) -> None:
    """Write an empty file of KIND, to be filled in."""
    _write(out, template_file(FileKind(kind), FileFormat(file_format)))


@exchange_commands.command("import", with_appcontext=False)
@click.argument("kind", type=click.Choice(_words(FileKind)))
@click.argument("file", type=click.Path(path_type=Path))
@_network
@click.option("--apply", "is_applied", is_flag=True, help="Write what the file says, instead of only trying.")
@click.option("--cohort", "cohort_name", help="The cohort that training dates are meant for.")
@on_ready_database
def import_one(kind: str, file: Path, code: str, is_applied: bool, cohort_name: str | None) -> None:
    """Try FILE of KIND, or import it with --apply: all of its lines, or none."""
    network = _network_called(code)
    source = Source(FileKind(kind), file.name, _read(file), cohort_name)
    try:
        with told_on_terminal():
            plan = (
                import_file(network, source, today=today(network), now=now(), by=None)
                if is_applied
                else try_import(network, source, today=today(network))
            )
    except LinesRefused as refusal:
        _refuse(refusal.problems, refusal.notices)
    except RuleBroken as refusal:
        raise refused(refusal) from refusal
    if plan.problems:
        _refuse(plan.problems, plan.notices)
    tell_of_touched()
    freed = tell_of_freed(plan.freed, network, None)
    wait_for_letters(LETTERS_TAKE)
    _tell(plan, source.kind, is_applied)
    if freed:
        click.echo(freed, err=True)


@exchange_commands.command("export", with_appcontext=False)
@click.argument("kind", type=click.Choice(_words(ExportKind)))
@_network
@_format
@_out
@click.option("--from", "first", type=_DAY, help="The first day, as 2022-03-14.")
@click.option("--to", "last", type=_DAY, help="The last day.")
@click.option("--person", help="The e-mail address of an advisor.")
@click.option("--group", help="The name of a group.")
@click.option("--employer", help="The name of a host organisation.")
@on_ready_database
def export_one(
    kind: str,
    code: str,
    file_format: str,
    out: Path,
    first: datetime | None,
    last: datetime | None,
    **named: str | None,
) -> None:
    """Write the advisors, the hours, the registers or the results of a network, or a part of them."""
    given = {"--from": first, "--to": last} | {f"--{option}": value for option, value in named.items()}
    _check_narrowed(ExportKind(kind), [option for option, value in given.items() if value is not None])
    network = _network_called(code)
    selection = Selection(
        first.date() if first is not None else None,
        last.date() if last is not None else None,
        _named(named["person"], [(each.person.email, each.id) for each in advisors(network)]),
        _named(
            named["group"], [(each.name, each.id) for cohort in cohorts(network) for each in cohort.groups]
        ),
        _named(named["employer"], [(each.name, each.id) for each in hosts(network)]),
    )
    _write(out, export_file(network, ExportKind(kind), FileFormat(file_format), selection))


def _check_narrowed(kind: ExportKind, given: Collection[str]) -> None:
    """Refuse an option that the export would not heed: it would write what nobody meant to hand out."""
    heeded = [_NARROWED_BY[field] for field in ASKED[kind]]
    for option in given:
        if option not in heeded:
            raise CommandRefused(
                _(
                    "%(option)s ne restreint pas l’export « %(kind)s », qui se restreint par : %(heeded)s.",
                    option=option,
                    kind=kind,
                    heeded=", ".join(heeded),
                )
            )


def _named(name: str | None, known: Sequence[tuple[str, int]]) -> int | None:
    """Return the id of what a word names, case, accents and signs aside; None when nothing is said."""
    if name is None:
        return None
    found = called(name, known, lambda each: each[0])
    if not found:
        raise CommandRefused(
            _("« %(name)s » ne désigne personne, aucun groupe ou aucune structure de ce réseau.", name=name)
        )
    if len(found) > 1:
        raise CommandRefused(
            _(
                "« %(name)s » désigne plusieurs groupes ou structures de ce réseau : exportez depuis la page "
                "« Fichiers », ou donnez-leur des noms différents.",
                name=name,
            )
        )
    return found[0][1]


def _network_called(code: str) -> Network:
    network = network_by_code(code)
    if network is None:
        raise no_network(code)
    return network


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandRefused(
            _("%(file)s ne peut pas être lu : %(reason)s.", file=file, reason=error.strerror)
        ) from error


def _write(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as error:
        raise CommandRefused(
            _("%(file)s ne peut pas être écrit : %(reason)s.", file=out, reason=error.strerror)
        ) from error
    click.echo(_("Écrit : %(file)s", file=out))


def _refuse(problems: Sequence[Problem], notices: Sequence[Notice]) -> NoReturn:
    _tell_notices(notices)
    for problem in problems:
        click.echo(f"line {problem.line}: {problem_sentence(problem)}", err=True)
    said = _("Rien n’a été importé. Problèmes à corriger : %(count)s.", count=len(problems))
    click.echo(said, err=True)
    raise click.exceptions.Exit(1)


def _show_steps(plan: Plan) -> None:
    for step in plan.steps[:STEPS_SHOWN]:
        word = _("Ajout") if step.is_new else _("Modification")
        parts = (word, step.person, details_of(step))
        click.echo(f"line {step.line}: {' – '.join(part for part in parts if part)}")
    if len(plan.steps) > STEPS_SHOWN:
        click.echo(_("Et %(count)s autres.", count=len(plan.steps) - STEPS_SHOWN))


def _tell_notices(notices: Sequence[Notice]) -> None:
    for notice in notices:
        word = _("À vérifier") if notice.is_to_check else _("À noter")
        place = f"line {notice.line}: " if notice.line is not None else ""
        # What is to be looked at again is seen too where the rest goes into a file.
        click.echo(f"{word} – {place}{sentence_of(notice)}", err=notice.is_to_check)


def _tell(plan: Plan, kind: FileKind, is_applied: bool) -> None:
    _tell_notices(plan.notices)
    what = named(kind)
    if plan.steps and not is_applied:
        _show_steps(plan)
        counts = lines_to_write(plan)
        click.echo(
            _(
                "%(kind)s : %(counts)s. Rien n’est écrit : importez avec --apply.",
                kind=what,
                counts=counts,
            )
        )
        return
    said = _("%(kind)s : %(counts)s.", kind=what, counts=lines_written(plan))
    nothing = _("Rien ne change : le réseau a déjà tout ce que dit ce fichier.")
    click.echo(said if plan.steps else f"{said} {nothing}")
