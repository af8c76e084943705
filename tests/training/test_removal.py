"""What was created by error goes away again; what anything rests on stays, and says why."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core.errors import NotFound
from app.extensions import db
from app.people.models import Network
from app.training.models import Advisor, Cohort, Group, Host, Provider
from app.training.rules import CohortStillNeeded, GroupStillNeeded, HostStillNeeded, ProviderStillNeeded
from app.training.services import create_host, create_provider, enrol, prescribe_modules, remove
from tests.browser_client import Browser
from tests.together import all_at_once
from tests.training.conftest import NOBODY, open_cohort


def a_host(network: Network) -> Host:
    return create_host(network, name="Mairie de Dax", postal_code="40100", **NOBODY)


def a_provider(network: Network) -> Provider:
    return create_provider(network, name="Afpa de Dax", **NOBODY)


def test_what_nothing_rests_on_goes_and_leaves_its_act(
    landes: Network, group: Group, database: Session
) -> None:
    cohort = group.cohort
    for row in (group, cohort, a_host(landes), a_provider(landes)):
        remove(row, **NOBODY)

    assert [database.scalars(select(kind)).all() for kind in (Group, Cohort, Host, Provider)] == [[]] * 4
    acts = database.scalars(
        select(AuditEntry).where(AuditEntry.action.like("%.removed")).order_by(AuditEntry.id)
    )
    assert [(act.action, (act.before or {})["name"]) for act in acts] == [
        ("group.removed", "Dax"), ("cohort.removed", "Printemps 2022"), ("host.removed", "Mairie de Dax"),
        ("provider.removed", "Afpa de Dax"),
    ]  # fmt: skip


def test_who_employs_trains_or_teaches_somebody_stays(
    landes: Network, group: Group, make_advisor: Callable[..., Advisor], database: Session
) -> None:
    host, provider = a_host(landes), a_provider(landes)
    enrol(make_advisor("zoe", host=host), group.cohort, group=group, **NOBODY)
    open_cohort(landes, name="Automne 2022", provider=provider)
    acts = len(database.scalars(select(AuditEntry.id)).all())

    refused: tuple[tuple[Any, type[Exception]], ...] = (
        (host, HostStillNeeded),
        (provider, ProviderStillNeeded),
        (group, GroupStillNeeded),
        (group.cohort, CohortStillNeeded),
    )
    for row, refusal in refused:
        with pytest.raises(refusal):
            remove(row, **NOBODY)

    assert len(database.scalars(select(AuditEntry.id)).all()) == acts
    assert database.scalars(select(Host)).one().name == "Mairie de Dax"


def test_of_two_who_take_it_away_the_second_finds_nothing(
    app: Flask, landes: Network, database: Session
) -> None:
    host_id = a_host(landes).id
    database.commit()

    def take_away(_number: int) -> bool:
        host = db.session.get(Host, host_id)
        if host is None:
            return False
        remove(host, **NOBODY)
        return True

    outcomes = all_at_once(app, take_away)
    assert [each for each in outcomes if each is True] == [True]
    assert all(isinstance(each, bool | NotFound) for each in outcomes)


def test_a_cohort_that_prescribes_hours_of_a_module_stays(cohort: Cohort, database: Session) -> None:
    prescribe_modules(cohort, {"Accueillir": 14 * 60}, **NOBODY)

    with pytest.raises(CohortStillNeeded):
        remove(cohort, **NOBODY)


def test_an_administrator_takes_an_error_back(administrator: Browser, landes: Network, group: Group) -> None:
    own_page = f"/reseau/landes/promotions/{group.cohort_id}"
    administrator.get(f"{own_page}/modifier")
    page = administrator.submit("Supprimer la promotion")
    assert "La promotion « Printemps 2022 » a encore des groupes" in page.text
    administrator.get(f"/reseau/landes/groupes/{group.id}/modifier")
    page = administrator.submit("Supprimer le groupe")
    assert "« Dax » n’existe plus." in page.text
    administrator.get(f"{own_page}/modifier")
    page = administrator.submit("Supprimer la promotion")
    assert "« Printemps 2022 » n’existe plus." in page.text
    administrator.get(own_page, status=404)
