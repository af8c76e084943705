"""A half-day that is planned where people of its group catch up elsewhere frees them, as one that moves does."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core.half_days import Half
from app.training.models import Advisor, Group, TrainingSession
from app.training.rules import USUAL_TIMES, HalfDayPlan, Modality, Spot
from app.training.services import (
    Wanted,
    accept_catch_up,
    change_enrolment,
    create_group,
    plan_half_days,
    plan_session,
    try_half_days,
)
from tests.browser_client import Browser
from tests.postbox import Postbox
from tests.statements import counted_statements
from tests.training.conftest import NOBODY
from tests.training.test_moved_catch_ups import (
    caught_up,
    enrolment_of,
    freed_people,
    is_caught_up,
    paul,
    zoe,
)
from tests.training.test_moves import LANDES
from tests.training.test_sessions import DAY, half_day, plan, record_register

__all__ = ["caught_up", "paul", "zoe"]

FREED = "retirés de la séance qu’ils rattrapaient : Zoe Martin."


def wanted(group: Group, weeks: int) -> list[Wanted]:
    """A morning of the group each week, from the day of the catch-up on."""
    times = USUAL_TIMES[Half.MORNING]
    spots = [Spot(DAY + timedelta(7 * week), Half.MORNING, *times, None) for week in range(weeks)]
    return [Wanted(group, HalfDayPlan(spot, Modality.IN_PERSON, "Accueillir", ())) for spot in spots]


@pytest.mark.parametrize("half", [Half.MORNING, Half.AFTERNOON])
def test_who_catches_up_elsewhere_is_freed_when_their_own_half_day_is_planned_there(
    half: Half, caught_up: TrainingSession, group: Group, zoe: Advisor, database: Session
) -> None:
    own, freed = plan_session(group, **half_day(half), **NOBODY)

    assert freed_people(freed) == ([zoe.person] if half is Half.MORNING else [])
    assert is_caught_up(caught_up, database) is (half is not Half.MORNING)
    acts = database.scalars(select(AuditEntry.after).where(AuditEntry.action == "catch_up.withdrawn")).all()
    told = {"session_id": caught_up.id, "reason": "session.planned", "planned_id": own.id}
    assert acts == ([told] if half is Half.MORNING else [])


def test_a_series_frees_from_each_of_its_half_days_in_as_many_statements_as_one(
    group: Group, mugron: Group, zoe: Advisor, database: Session
) -> None:
    later = plan(mugron, day=DAY + timedelta(14))
    accept_catch_up(later, enrolment_of(zoe), today=DAY, **NOBODY)

    def cost(half_days: list[Wanted]) -> int:
        seen = try_half_days(group.network_id, half_days, ()).digest
        with counted_statements(database.get_bind().engine) as statements:
            plan_half_days(group.network_id, half_days, (), seen=seen, **NOBODY)
        return sum("catch_ups" in each for each in statements)

    assert cost(wanted(group, 1)) == cost(wanted(group, 2)) == 1
    seen = try_half_days(group.network_id, wanted(group, 3), ()).digest
    _planned, freed = plan_half_days(group.network_id, wanted(group, 3), (), seen=seen, **NOBODY)
    assert [each.session for each in freed] == [later]
    assert not is_caught_up(later, database)


def test_who_was_in_the_room_of_a_recorded_half_day_stays_on_its_list(
    caught_up: TrainingSession, group: Group, database: Session
) -> None:
    record_register(database, caught_up)
    assert plan_session(group, **half_day(), **NOBODY)[1] == []
    assert is_caught_up(caught_up, database)


def test_a_half_day_that_is_planned_names_who_is_freed_and_writes_to_them(
    administrator: Browser, caught_up: TrainingSession, group: Group, zoe: Advisor, postbox: Postbox
) -> None:
    administrator.get(f"{LANDES}/groupes/{group.id}/seances/nouvelle")
    page = administrator.submit("Planifier", {"day": DAY.isoformat(), "module": "Accueillir"})
    assert FREED in page.text
    letter = postbox.bodies()[zoe.person.email]
    assert "la séance « Accueillir » du groupe « Mugron » : lundi 14 mars 2022" in letter
    assert "Vous n’y êtes plus inscrit" in letter


def test_a_series_names_who_is_freed_and_writes_one_letter_about_all(
    administrator: Browser,
    caught_up: TrainingSession,
    mugron: Group,
    group: Group,
    zoe: Advisor,
    postbox: Postbox,
) -> None:
    later = plan(mugron, day=DAY + timedelta(7))
    accept_catch_up(later, enrolment_of(zoe), today=DAY - timedelta(7), **NOBODY)
    administrator.get(f"{LANDES}/groupes/{group.id}/seances/serie")
    said = {"first": DAY.isoformat(), "last": later.day.isoformat(), "weekdays": ["0"], "halves": ["morning"]}
    administrator.submit("Voir les séances", {**said, "module": "Accueillir"})
    page = administrator.submit("Planifier ces 2 séances")
    assert FREED in page.text
    assert len(postbox.bodies()) == len(postbox.letters) == 1
    assert postbox.letters[0].body.count("du groupe «") == 2


def test_a_file_of_half_days_names_who_is_freed_and_writes_to_them(
    administrator: Browser, caught_up: TrainingSession, group: Group, zoe: Advisor, postbox: Postbox
) -> None:
    headings = "Promotion;Groupe;Date;Demi-journée;Début;Fin;Modalité;Module;Lieu;Formateurs;Compétences"
    line = f"{group.cohort.name};{group.name};14/03/2022;matin;9h;12:30;présentiel;Accueillir;;;"
    administrator.get(f"{LANDES}/fichiers/importer/sessions")
    file = BytesIO(f"{headings}\n{line}\n".encode()), "séances.csv"
    administrator.submit("Essayer ce fichier", file=file)

    page = administrator.submit("Importer")

    assert FREED in page.text
    assert "Vous n’y êtes plus inscrit" in postbox.bodies()[zoe.person.email]


@pytest.mark.parametrize("half", [Half.MORNING, Half.AFTERNOON])
def test_who_catches_up_is_freed_when_their_new_group_has_a_half_day_then(
    half: Half, caught_up: TrainingSession, group: Group, zoe: Advisor, database: Session
) -> None:
    pau = create_group(group.cohort, "Pau", **NOBODY)
    plan_session(pau, **half_day(half), **NOBODY)

    freed = change_enrolment(enrolment_of(zoe), group=pau, **NOBODY)

    assert freed_people(freed) == ([zoe.person] if half is Half.MORNING else [])
    assert is_caught_up(caught_up, database) is (half is not Half.MORNING)


def test_a_half_day_that_was_recorded_is_kept_by_who_changes_groups(
    caught_up: TrainingSession, group: Group, zoe: Advisor, database: Session
) -> None:
    pau = create_group(group.cohort, "Pau", **NOBODY)
    plan(pau)
    record_register(database, caught_up)

    assert change_enrolment(enrolment_of(zoe), group=pau, **NOBODY) == []
    assert is_caught_up(caught_up, database)


def test_who_changes_groups_is_told_from_what_they_are_freed(
    administrator: Browser, caught_up: TrainingSession, group: Group, zoe: Advisor, postbox: Postbox
) -> None:
    pau = create_group(group.cohort, "Pau", **NOBODY)
    plan(pau)

    administrator.get(f"/reseau/landes/inscriptions/{enrolment_of(zoe).id}/modifier")
    page = administrator.submit("Enregistrer", group_id=str(pau.id))

    assert FREED in page.text
    assert list(postbox.bodies()) == [zoe.person.email]
