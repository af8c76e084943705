"""Which exports there are, under the names that commands and addresses use."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

from app.exchange.exporting.advisors import export_advisors
from app.exchange.exporting.contracts import export_contracts
from app.exchange.exporting.formats import Export, FileFormat
from app.exchange.exporting.hours import export_hours
from app.exchange.exporting.results import export_results
from app.exchange.exporting.sessions import export_sessions
from app.people.models import Network


class ExportKind(StrEnum):
    """What an export holds."""

    ADVISORS = "advisors"
    CONTRACTS = "contracts"
    HOURS = "hours"
    RESULTS = "results"
    SESSIONS = "sessions"


EXPORTS: Final[Mapping[ExportKind, Callable[[Network], Export]]] = {
    ExportKind.ADVISORS: export_advisors,
    ExportKind.CONTRACTS: export_contracts,
    ExportKind.HOURS: export_hours,
    ExportKind.RESULTS: export_results,
    ExportKind.SESSIONS: export_sessions,
}


def export_file(network: Network, kind: ExportKind, file_format: FileFormat) -> bytes:
    """Return a file with everything of ``kind`` that the network has."""
    return EXPORTS[kind](network).written_as(file_format)
