"""How many hours a cohort prescribes of each of its modules."""

from collections.abc import Iterable, Mapping

from app.core.errors import RuleBroken
from app.core.hours import format_hours
from app.core.language import N_


class ModuleTwice(RuleBroken):
    """A module stands twice in one list, so that nobody knows which hours are meant."""

    message = N_("Le module « %(module)s » est écrit deux fois.")


class ModuleHoursOutOfRange(RuleBroken):
    """The hours of a module are none, or more than the whole programme gives."""

    message = N_("Les heures du module « %(module)s » doivent être comprises entre une minute et %(most)s.")


def prescribed_by_module(written: Iterable[tuple[str, int | None]]) -> dict[str, int]:
    """Return the minutes of each module that were written; one whose hours are left empty prescribes nothing.

    :raises ModuleTwice: when two lines name one module, in whatever case.
    """
    prescribed: dict[str, int] = {}
    seen: set[str] = set()
    for module, minutes in written:
        if not module:
            continue
        if module.casefold() in seen:
            raise ModuleTwice(module=module)
        seen.add(module.casefold())
        if minutes is not None:
            prescribed[module] = minutes
    return prescribed


def check_module_hours(prescribed: Mapping[str, int], most: int) -> None:
    """Let only minutes pass that a programme of ``most`` minutes can give.

    :raises ModuleHoursOutOfRange: naming the first module with another number.
    """
    for module, minutes in prescribed.items():
        if not 0 < minutes <= most:
            raise ModuleHoursOutOfRange(module=module, most=format_hours(most))
