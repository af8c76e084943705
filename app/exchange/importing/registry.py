"""How each kind of file is read and planned; everything else is the same for all of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from app.core.language import N_
from app.exchange.importing.activities import plan_activities
from app.exchange.importing.advisors import plan_advisors
from app.exchange.importing.hours import plan_hours
from app.exchange.importing.plan import Notice, Plan, Situation
from app.exchange.importing.results import plan_ccp1_results, plan_pix_results
from app.exchange.importing.sessions import plan_sessions
from app.exchange.importing.training_dates import plan_training_dates
from app.exchange.kinds import FileKind
from app.exchange.layouts import (
    activities,
    advisors,
    ccp1_results,
    hours,
    pix_results,
    sessions,
    training_dates,
)
from app.exchange.parsing import Parsed
from app.exchange.reading import read_table
from app.exchange.tables import Table


@dataclass(frozen=True, slots=True)
class Importer:
    """The two halves of an import: what the lines say, and what that means in a network."""

    parse: Callable[[Table], Parsed[Any]]
    plan: Callable[[Any, Situation], Plan]
    sheet_containing: str | None = None


IMPORTERS: Final[Mapping[FileKind, Importer]] = {
    FileKind.ADVISORS: Importer(advisors.parse, plan_advisors),
    FileKind.TRAINING_DATES: Importer(training_dates.parse, plan_training_dates),
    FileKind.CCP1_RESULTS: Importer(ccp1_results.parse, plan_ccp1_results, ccp1_results.SHEET_CONTAINING),
    FileKind.PIX_RESULTS: Importer(pix_results.parse, plan_pix_results),
    FileKind.HOURS: Importer(hours.parse, plan_hours),
    FileKind.SESSIONS: Importer(sessions.parse, plan_sessions),
    FileKind.ACTIVITIES: Importer(activities.parse, plan_activities),
}


def read_file(kind: FileKind, data: bytes, filename: str) -> Table:
    """Return the table of a file of this kind.

    :raises UnreadableFile: one of its kinds, with what is wrong and what to do.
    """
    return read_table(data, filename, sheet_containing=IMPORTERS[kind].sheet_containing)


def plan_import(kind: FileKind, table: Table, situation: Situation) -> Plan:
    """Return what a file would do in a network, and everything that is wrong with it, by line. Nothing is written.

    :raises UnreadableFile: when the table is not of this kind.
    :raises UnknownCohort, CohortNotChosen, NoDatesForCohort: when training dates do not say which cohort they mean.
    """
    importer = IMPORTERS[kind]
    parsed = importer.parse(table)
    plan = importer.plan(parsed.rows, situation)
    problems = sorted((*parsed.problems, *plan.problems), key=lambda problem: problem.line)
    return replace(plan, problems=tuple(problems), notices=(*_about_the_file(table, parsed), *plan.notices))


def _about_the_file(table: Table, parsed: Parsed[Any]) -> list[Notice]:
    notices = []
    if table.other_sheets:
        others = ", ".join(f"« {name} »" for name in table.other_sheets)
        message = N_("Seule la feuille « %(sheet)s » est lue. Feuilles laissées de côté : %(others)s.")
        notices.append(Notice(message, {"sheet": table.sheet, "others": others}))
    if parsed.ignored_headers:
        headers = ", ".join(f"« {header} »" for header in parsed.ignored_headers)
        notices.append(Notice(N_("Colonnes laissées de côté : %(headers)s."), {"headers": headers}))
    return notices
