"""Writes of the files that come in: all lines of a file, or none."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm.exc import ObjectDeletedError

from app.audit.services import record_act
from app.core.errors import NotFound, RuleBroken
from app.core.identifiers import new_secret_token
from app.core.language import N_
from app.database import id_of, lock_until_commit, transaction
from app.exchange.importing.plan import Author, LineRefused, Notice, Plan, Situation
from app.exchange.importing.registry import plan_import, read_file
from app.exchange.kinds import FileKind
from app.exchange.models import FileImport, ImportedRecord, PendingImport
from app.exchange.parsing import Problem
from app.exchange.queries import pending_import
from app.exchange.rules import UPLOAD_KEPT_FOR
from app.extensions import db
from app.people.models import Network, Person


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was received; ``filename`` is for people, the content decides."""

    kind: FileKind
    filename: str
    content: bytes
    cohort_name: str | None = None

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the bytes, by which an act names the file."""
        return hashlib.sha256(self.content).hexdigest()


class LinesRefused(RuleBroken):
    """Lines of the file are refused, so that nothing of it is imported; ``problems`` says which and why.

    ``notices`` is what is to be told of its other lines.
    """

    message = N_("Rien n’a été importé : des lignes sont à corriger.")

    def __init__(self, problems: tuple[Problem, ...], notices: tuple[Notice, ...] = ()) -> None:
        super().__init__()
        self.problems = problems
        self.notices = notices


def try_import(network: Network, source: Source, *, today: date) -> Plan:
    """Return what the file would do, without writing anything.

    :raises UnreadableFile: when the file cannot be read as one of its kind.
    :raises UnknownCohort, CohortNotChosen, NoDatesForCohort: when training dates do not say which cohort they mean.
    """
    table = read_file(source.kind, source.content, source.filename)
    situation = Situation(network, today, source.cohort_name, source.filename, source.sha256)
    return plan_import(source.kind, table, situation)


@transaction
def import_file(
    network: Network,
    source: Source,
    *,
    today: date,
    now: datetime,
    by: Person | None,
    token: str | None = None,
) -> Plan:
    """Write all that the file says, and return what that was. What is known already is left as it is.

    The plan is made again here, under a lock: what somebody saw in a trial may have changed since.

    :param token: under which the file was kept, if it was.
    :raises LinesRefused: when a line is refused; nothing is written then.
    :raises UnreadableFile: and what else :func:`try_import` raises.
    """
    _import_alone(network)
    plan = try_import(network, source, today=today)
    if plan.problems:
        raise LinesRefused(plan.problems, plan.notices)
    if not plan.steps:
        return plan
    author = Author(now, by)
    try:
        plan.carry_out(author)
    except LineRefused as refused:
        raise LinesRefused((refused.problem,), plan.notices) from refused
    record_act(
        "file.imported",
        network,
        network_id=network.id,
        by_id=id_of(by),
        now=now,
        after={
            "kind": source.kind,
            "filename": source.filename,
            "sha256": source.sha256,
            "created": plan.created,
            "changed": plan.changed,
            "unchanged": plan.unchanged,
        },
    )
    _keep_import(network, source, plan, author, token)
    return plan


def _keep_import(network: Network, source: Source, plan: Plan, author: Author, token: str | None) -> None:
    done = FileImport(
        network_id=network.id,
        kind=source.kind,
        filename=source.filename,
        sha256=source.sha256,
        token=token,
        created=plan.created,
        changed=plan.changed,
        unchanged=plan.unchanged,
        imported_at=author.now,
        imported_by_id=id_of(author.by),
    )
    db.session.add(done)
    db.session.flush()
    if author.brought:
        place = {"network_id": network.id, "import_id": done.id}
        rows = [place | {"what": what, "record_id": record_id} for what, record_id in author.brought]
        db.session.execute(insert(ImportedRecord), rows)


@transaction
def keep_for_import(
    network: Network, source: Source, *, lines: int = 0, now: datetime, by: Person
) -> PendingImport:
    """Keep a file until the person who sent it imports it, so that it is sent once; what is out of date goes.

    :param lines: how many would add or change something; 0 while it was not tried.
    """
    db.session.execute(delete(PendingImport).where(PendingImport.created_at <= now - UPLOAD_KEPT_FOR))
    kept = PendingImport(
        token=new_secret_token(),
        network_id=network.id,
        person_id=by.id,
        kind=source.kind,
        cohort_name=source.cohort_name,
        filename=source.filename,
        content=source.content,
        sha256=source.sha256,
        created_at=now,
        lines=lines,
    )
    db.session.add(kept)
    record_act(
        "file.received",
        kept,
        network_id=network.id,
        by_id=by.id,
        now=now,
        after={"kind": source.kind, "filename": source.filename, "sha256": source.sha256},
    )
    return kept


@transaction
def import_kept_file(network: Network, token: str, *, today: date, now: datetime, by: Person) -> Plan:
    """Import a file that was kept, and forget its bytes in the same transaction.

    One that changes nothing any more, because somebody else was faster, is kept: no import tells what became of it.

    :raises NotFound: when it is kept no more, as when the button was pressed twice at once.
    :raises LinesRefused: when a line is refused by now; the file is kept then.
    """
    _import_alone(network)
    kept = pending_import(network, by.id, token, now)
    if kept is None:
        raise NotFound
    plan = import_file(network, source_of(kept), today=today, now=now, by=by, token=token)
    if plan.steps:
        db.session.delete(kept)
    return plan


@transaction
def start_work(network: Network, token: str, *, now: datetime, by: Person) -> None:
    """Say that a kept file is being tried or imported from now on, so that its page can tell.

    :raises NotFound: when it is kept no more.
    """
    kept = pending_import(network, by.id, token, now, for_change=True)
    if kept is None:
        raise NotFound
    kept.started_at, kept.interrupted_at = now, None


@transaction
def finish_work(
    network: Network,
    token: str,
    report: dict[str, Any],
    *,
    lines: int,
    is_refused: bool,
    now: datetime,
    by: Person,
) -> None:
    """Keep what a trial has found, or why an import was refused; a file that is gone meanwhile is left at that.

    The bytes of one that is refused go at once: its page needs the report alone, and a corrected file is another one.

    :param report: as :meth:`app.exchange.reports.Report.as_data` gives it.
    :param lines: how many would add or change something.
    """
    kept = pending_import(network, by.id, token, now, for_change=True)
    if kept is None:
        return
    kept.started_at, kept.report, kept.lines = None, report, lines
    if not is_refused:
        return
    kept.content = b""
    told = {"kind": kept.kind, "filename": kept.filename, "sha256": kept.sha256}
    record_act("file.refused", kept, network_id=network.id, by_id=by.id, now=now, after=told)


@transaction
def interrupt_work(network: Network, token: str, *, now: datetime, by: Person) -> None:
    """Say that nobody is at a kept file any more, though nothing is refused of it."""
    kept = pending_import(network, by.id, token, now, for_change=True)
    if kept is not None:
        kept.interrupted_at = now


@transaction
def interrupt_all_work(*, now: datetime) -> None:
    """Say that nobody is at any kept file: the server that was has ended, and another begins."""
    is_under_way = PendingImport.started_at.is_not(None) & PendingImport.interrupted_at.is_(None)
    db.session.execute(update(PendingImport).where(is_under_way).values(interrupted_at=now))


def source_of(kept: PendingImport) -> Source:
    """Return a kept file as it was received; its bytes are read now.

    :raises NotFound: when another press has imported it since the row was read, and its bytes went with that.
    """
    try:
        return Source(kept.kind, kept.filename, kept.content, kept.cohort_name)
    except ObjectDeletedError as gone:
        raise NotFound from gone


def _import_alone(network: Network) -> None:
    lock_until_commit(f"imports of {network.id}")
