"""How many hours a cohort or a parcours prescribes of each module."""

from collections.abc import Iterable, Mapping

from app.core.errors import RuleBroken
from app.core.hours import format_hours
from app.core.language import N_


class ModuleTwice(RuleBroken):
    """A module stands twice in one list, so that nobody knows which hours are meant."""

    message = N_("Le module « %(module)s » est écrit deux fois.")


class ModuleHoursOutOfRange(RuleBroken):
    """The hours of a module are none where some are meant, or more than the programme or the parcours gives."""

    message = N_("Les heures du module « %(module)s » doivent être comprises entre %(least)s et %(most)s.")


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


def check_module_hours(prescribed: Mapping[str, int], most: int, *, least: int = 1) -> None:
    """Let only minutes pass from ``least`` to ``most``, what the programme or the parcours gives as a whole.

    :raises ModuleHoursOutOfRange: naming the first module with another number.
    """
    for module, minutes in prescribed.items():
        if not least <= minutes <= most:
            raise ModuleHoursOutOfRange(module=module, least=format_hours(least), most=format_hours(most))
