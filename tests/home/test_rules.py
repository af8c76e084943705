"""Where a person's work begins."""

import pytest

from app.core.roles import Role
from app.home.rules import FIRST_PAGES, first_page


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_first_page(role: Role) -> None:
    assert first_page(frozenset({role})) == FIRST_PAGES[role]


def test_of_several_roles_the_widest_decides() -> None:
    assert first_page(frozenset(Role)) == FIRST_PAGES[Role.ADMINISTRATOR]
    assert first_page(frozenset({Role.ADVISOR, Role.TRAINER})) == FIRST_PAGES[Role.TRAINER]
