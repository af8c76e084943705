"""Where a person's work begins, by what they are in a network."""

from typing import Final

from app.core.roles import Role

FIRST_PAGES: Final = {
    Role.ADMINISTRATOR: "progress.network_table",
    Role.TRAINER: "attendance.sessions",
    Role.ADVISOR: "progress.my_progress",
}
"""The endpoints of the first pages; of several roles the first named here decides."""


def first_page(roles: frozenset[Role]) -> str:
    """Return the endpoint of the page on which somebody with these roles begins."""
    return next(page for role, page in FIRST_PAGES.items() if role in roles)
