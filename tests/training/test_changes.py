"""One form open twice: the second to press learns what the first has changed."""

from collections.abc import Callable

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
        "group": f"{LANDES}/groupes/{group.id}/modifier",
        "enrolment": f"{LANDES}/inscriptions/{enrolment.id}/modifier",
        "session": f"{LANDES}/seances/{plan(group).id}/modifier",
    }


# Which form, what the first changes in it, and what the second wanted to change meanwhile.
CHANGES: list[tuple[str, dict[str, str], dict[str, str]]] = [
    ("host", {"name": "Mairie de Mimizan"}, {"municipality": "Dax"}),
    ("provider", {"name": "Afpa des Landes"}, {"siret": "12345678901234"}),
    ("advisor", {"given_name": "Zoé"}, {"birth_place": "Dax"}),
    ("cohort", {"name": "Mars 2022"}, {"late_after": "2022-06-01"}),
    ("group", {"name": "Mimizan"}, {"name": "Dax centre"}),
    ("enrolment", {"starts_on": "2022-03-14"}, {"ends_on": "2022-10-01"}),
    ("session", {"module": "Accompagner"}, {"place": "Médiathèque"}),
]


def test_a_form_left_open_takes_no_change_back(administrator: Browser, addresses: dict[str, str]) -> None:
    for what, first, second in CHANGES:
        form = next(
            form for form in administrator.get(addresses[what]).forms if "shown_version" in form.names()
        )
        in_between = administrator.send("POST", addresses[what], data=form.values() | in_lists(first))
        assert in_between.status_code == 302, what

        page = administrator.submit("Enregistrer", second, status=409)

        told = "Quelqu’un a modifié ces informations depuis l’ouverture de cette page"
        assert told in page.text, what
        form = next(form for form in page.forms if "shown_version" in form.names())
        shown = {name: form.values()[name] for name in first}
        assert shown == in_lists(first), what
        pressed_again = administrator.send("POST", addresses[what], data=form.values() | in_lists(second))
        assert pressed_again.status_code == 302, what


def in_lists(fields: dict[str, str]) -> dict[str, list[str]]:
    """Each field as a form sends it."""
    return {name: [value] for name, value in fields.items()}
