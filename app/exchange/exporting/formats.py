"""One table, in the format that was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.exchange.writing import ColumnFormat, Written, write_csv, write_xlsx


class FileFormat(StrEnum):
    """In which formats files are handed out."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """One column of an export: its heading, how Excel shows its numbers, and whether a sheet of paper has it too."""

    heading: str
    shape: ColumnFormat = ColumnFormat.GENERAL
    on_paper: bool = False


@dataclass(frozen=True, slots=True)
class Export:
    """A table ready to be written; ``sheet`` names it in a workbook."""

    sheet: str
    columns: Sequence[ExportColumn]
    rows: Sequence[Sequence[Written]]
    instructions: Sequence[str] = ()

    def written_as(self, file_format: FileFormat) -> bytes:
        """Return the bytes of the file. Instructions go on a sheet of their own, and into a workbook alone."""
        headings = [column.heading for column in self.columns]
        if file_format is FileFormat.CSV:
            return write_csv(headings, self.rows)
        shapes = [column.shape for column in self.columns]
        return write_xlsx(self.sheet, headings, self.rows, shapes, instructions=self.instructions)
