"""Which exports there are, under the names that commands and addresses use."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

from app.exchange.exporting.advisors import export_advisors
from app.exchange.exporting.certificates import export_certificates
from app.exchange.exporting.contracts import export_contracts
from app.exchange.exporting.formats import Export, FileFormat
from app.exchange.exporting.hours import export_hours
from app.exchange.exporting.modules import export_modules
from app.exchange.exporting.registers import export_registers
from app.exchange.exporting.results import export_results
from app.exchange.exporting.sessions import export_sessions
from app.exchange.selection import EVERYTHING, Selection
from app.people.models import Network


class ExportKind(StrEnum):
    """What an export holds."""

    ADVISORS = "advisors"
    CERTIFICATES = "certificates"
    CONTRACTS = "contracts"
    HOURS = "hours"
    MODULES = "modules"
    REGISTERS = "registers"
    RESULTS = "results"
    SESSIONS = "sessions"


PERIOD: Final = ("du", "au")
PEOPLE: Final = ("personne", "groupe", "structure")

ASKED: Final[Mapping[ExportKind, tuple[str, ...]]] = {
    ExportKind.ADVISORS: PEOPLE,
    ExportKind.CERTIFICATES: PERIOD,
    ExportKind.CONTRACTS: PEOPLE,
    ExportKind.HOURS: (*PERIOD, *PEOPLE),
    ExportKind.MODULES: PEOPLE,
    ExportKind.REGISTERS: (*PERIOD, *PEOPLE),
    ExportKind.RESULTS: PEOPLE,
    ExportKind.SESSIONS: (*PERIOD, "groupe"),
}
"""By what each export can be narrowed down: fields of its form, and options of its command. It heeds no other."""

EXPORTS: Final[Mapping[ExportKind, Callable[[Network, Selection], Export]]] = {
    ExportKind.ADVISORS: export_advisors,
    ExportKind.CERTIFICATES: export_certificates,
    ExportKind.CONTRACTS: export_contracts,
    ExportKind.HOURS: export_hours,
    ExportKind.MODULES: export_modules,
    ExportKind.REGISTERS: export_registers,
    ExportKind.RESULTS: export_results,
    ExportKind.SESSIONS: export_sessions,
}


def export_file(
    network: Network, kind: ExportKind, file_format: FileFormat, selection: Selection = EVERYTHING
) -> bytes:
    """Return a file with everything of ``kind`` that the selection holds."""
    return EXPORTS[kind](network, selection).written_as(file_format)
