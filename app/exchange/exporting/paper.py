"""Exports on paper: hours as a statement, sessions and registers as lists of the columns that a sheet has room for."""

from datetime import date
from decimal import Decimal
from typing import Final

from app.documents.lists import ListFacts, print_list
from app.documents.queries import pictures_named
from app.documents.statements import file_name as name_of_statement
from app.documents.statements import people_statement, person_statement, print_statement
from app.exchange.exporting.registry import EXPORTS, ExportKind
from app.exchange.selection import Selection
from app.exchange.writing import Written
from app.people.models import Network
from app.training.models import Advisor
from app.training.queries import advisors
from app.training.queries import group as find_group
from app.training.queries import host as find_host

ON_PAPER: Final = (ExportKind.CERTIFICATES, ExportKind.HOURS, ExportKind.REGISTERS, ExportKind.SESSIONS)
"""What can be asked for as a PDF."""


def export_on_paper(
    network: Network, kind: ExportKind, selection: Selection, today: date
) -> tuple[str, bytes]:
    """Return the name and the bytes of a PDF of what a selection holds.

    :raises ListTooLong: when there are more rows than anybody prints.
    """
    if kind is ExportKind.HOURS:
        return _hours(network, selection, today)
    table = EXPORTS[kind](network, selection)
    shown = [place for place, column in enumerate(table.columns) if column.on_paper]
    facts = ListFacts(
        title=table.sheet,
        about=_about(network, selection),
        network=network.name,
        headings=tuple(table.columns[place].heading for place in shown),
        rows=tuple(tuple(_written(row[place]) for place in shown) for row in table.rows),
        printed_on=today,
        first=selection.first,
        last=selection.last,
        is_development=network.pinned_today is not None,
    )
    return f"{table.sheet.lower()}-{network.code}-{today:%Y-%m-%d}.pdf", print_list(facts)


def _hours(network: Network, selection: Selection, today: date) -> tuple[str, bytes]:
    period = selection.first, selection.last
    meant = [each for each in advisors(network) if _is_meant(each, selection)]
    if selection.advisor_id is not None and len(meant) == 1 and selection.group_id is None:
        facts = person_statement(network, meant[0], *period, today=today)
    else:
        about, group_id = _about(network, selection), selection.group_id
        facts = people_statement(network, meant, about, *period, today=today, group_id=group_id)
    return name_of_statement(facts), print_statement(facts, pictures_named(facts.look.pictures))


def _is_meant(advisor: Advisor, selection: Selection) -> bool:
    return selection.holds_person(advisor, [each.group_id for each in advisor.enrolments])


def _about(network: Network, selection: Selection) -> str:
    """Return of whom it is, in the words of the pages: a person, a group, an employer, or the network."""
    group = find_group(network, selection.group_id) if selection.group_id is not None else None
    host = find_host(network, selection.host_id) if selection.host_id is not None else None
    person = next((each for each in advisors(network) if each.id == selection.advisor_id), None)
    named = [person.person.display_name] if person is not None else []
    named += [f"{group.name}, {group.cohort.name}"] if group is not None else []
    named += [host.name] if host is not None else []
    return ", ".join(named) or network.name


def _written(value: Written) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case date():
            return f"{value:%d/%m/%Y}"
        case Decimal() | float():
            return str(value).replace(".", ",")
    return str(value)
