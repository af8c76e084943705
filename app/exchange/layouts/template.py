"""What a person downloads before they fill in a file of their own."""

from dataclasses import dataclass

from app.exchange.tables import Cell


@dataclass(frozen=True, slots=True)
class Template:
    """Headings for the sheet to fill in; examples and instructions stand elsewhere, so that nobody imports them."""

    headers: tuple[str, ...]
    examples: tuple[tuple[Cell, ...], ...]
    instructions: tuple[str, ...]
