"""Two administrators with one form open: the second to press learns what the first has changed."""

from collections.abc import Callable
from typing import Any

import pytest

from app.people.models import Network
from app.training.models import Advisor, Group
from app.training.services import create_host, create_provider, enrol
from tests.browser_client import Browser
from tests.training.conftest import NOBODY
from tests.training.test_sessions import plan

LANDES = "/reseau/landes"


@pytest.fixture
def addresses(landes: Network, group: Group, make_advisor: Callable[..., Advisor]) -> dict[str, str]:
    """Where each record of a small network is changed."""
    host = create_host(landes, "Mairie de Dax", **NOBODY)
    provider = create_provider(landes, "Afpa de Dax", **NOBODY)
    advisor = make_advisor("zoe")
    enrolment = enrol(advisor, group.cohort, parcours_hours=105, **NOBODY)
    return {
        "host": f"{LANDES}/structures/{host.id}/modifier",
        "provider": f"{LANDES}/organismes/{provider.id}/modifier",
        "advisor": f"{LANDES}/conseillers/{advisor.id}/modifier",
        "cohort": f"{LANDES}/promotions/{group.cohort_id}/modifier",
        "group": f"{LANDES}/groupes/{group.id}/renommer",
        "enrolment": f"{LANDES}/inscriptions/{enrolment.id}/modifier",
        "session": f"{LANDES}/seances/{plan(group).id}/modifier",
    }


@pytest.mark.parametrize(
    ("what", "first", "second"),
    [
        ("host", {"name": "Mairie de Mimizan"}, {"municipality": "Dax"}),
        ("provider", {"name": "Afpa des Landes"}, {"siret": "12345678901234"}),
        ("advisor", {"given_name": "Zoé"}, {"birth_place": "Dax"}),
        ("cohort", {"name": "Mars 2022"}, {"late_after": "2022-06-01"}),
        ("group", {"name": "Mimizan"}, {"name": "Dax centre"}),
        ("enrolment", {"starts_on": "2022-03-14"}, {"ends_on": "2022-10-01"}),
        ("session", {"module": "Accompagner"}, {"place": "Médiathèque"}),
    ],
)
def test_a_form_left_open_takes_no_change_back(
    administrator: Browser,
    new_browser: Callable[[], Browser],
    addresses: dict[str, str],
    what: str,
    first: dict[str, Any],
    second: dict[str, Any],
) -> None:
    colleague = new_browser()
    colleague.enter("odile@example.org")
    button = "Enregistrer"
    colleague.get(addresses[what])
    administrator.get(addresses[what])
    administrator.submit(button, first)

    page = colleague.submit(button, second, status=409)

    assert "Quelqu’un a modifié ces informations depuis l’ouverture de cette page" in page.text
    form = next(form for form in page.forms if "shown_version" in form.names())
    assert {name: form.values()[name] for name in first} == {name: [value] for name, value in first.items()}
    colleague.submit(button, second)
