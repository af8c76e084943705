"""Many half-days at once: shown before they are planned, planned whole, never twice."""

from collections.abc import Callable, Sequence
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.core.errors import ChangedMeanwhile
from app.core.half_days import Half
from app.core.territories import Territory
from app.people.models import Network, Person
from app.people.services import set_territory
from app.training import queries
from app.training.models import Advisor, Group, TrainingSession
from app.training.rules import (
    USUAL_TIMES,
    GroupIsElsewhere,
    HalfDayPlan,
    Modality,
    Period,
    Series,
    SessionOutsideCohort,
    Slot,
    Spot,
    TrainerIsBusy,
    spots_of,
)
from app.training.services import (
    Trial,
    Wanted,
    create_group,
    enrol,
    plan_half_days,
    plan_session,
    try_half_days,
)
from tests.browser_client import Browser
from tests.statements import counted_statements
from tests.training.conftest import NOBODY, NOON, open_cohort
from tests.training.test_sessions import DAY, half_day, plan

LANDES = "/reseau/landes"
MARCH = Period(date(2022, 3, 1), date(2022, 3, 31))
AFTERNOON: dict[str, Any] = dict(
    zip(("half", "starts_at", "ends_at"), (Half.AFTERNOON, *USUAL_TIMES[Half.AFTERNOON]), strict=True)
)
MORNING = Slot(Half.MORNING, *USUAL_TIMES[Half.MORNING])


def tuesdays(*trainers: Person, period: Period = MARCH) -> list[HalfDayPlan]:
    """The Tuesday mornings of March 2022, with these trainers."""
    spots = spots_of(Series(period, frozenset({1})), [MORNING], "Salle 4")
    trainer_ids = tuple(trainer.id for trainer in trainers)
    return [HalfDayPlan(spot, Modality.IN_PERSON, "Accueillir", trainer_ids) for spot in spots]


def try_series(group: Group, plans: list[HalfDayPlan], trainers: Sequence[Person]) -> Trial:
    return try_half_days(group.network_id, [Wanted(group, plan) for plan in plans], trainers)


def plan_series(
    group: Group, plans: list[HalfDayPlan], trainers: Sequence[Person], **how: Any
) -> list[TrainingSession]:
    return plan_half_days(group.network_id, [Wanted(group, plan) for plan in plans], trainers, **how)[0]


def plan_all(group: Group, plans: list[HalfDayPlan], *trainers: Person, **how: Any) -> list[TrainingSession]:
    seen = try_series(group, plans, trainers).digest
    return plan_series(group, plans, trainers, **{"seen": seen, **how}, **NOBODY)


def count(database: Session) -> int:
    return database.scalar(select(func.count()).select_from(TrainingSession)) or 0


@pytest.fixture
def paul(make_trainer: Callable[[str], Person]) -> Person:
    return make_trainer("paul")


def test_a_series_is_planned_whole_with_an_act_for_each_half_day(
    database: Session, group: Group, paul: Person
) -> None:
    planned = plan_all(group, tuesdays(paul), paul)
    assert [each.day.day for each in planned] == [1, 8, 15, 22, 29]
    assert {(each.module, each.place, each.trainers[0].id) for each in planned} == {
        ("Accueillir", "Salle 4", paul.id)
    }
    acts = database.scalars(select(AuditEntry).where(AuditEntry.action == "session.planned")).all()
    assert [act.subject_id for act in acts] == [each.id for each in planned]


def test_a_series_sent_twice_is_planned_once(database: Session, group: Group) -> None:
    seen = try_series(group, tuesdays(), ()).digest
    first = plan_series(group, tuesdays(), (), seen=seen, **NOBODY)
    again = plan_series(group, tuesdays(), (), seen=seen, **NOBODY)
    assert (len(first), again, count(database)) == (5, [], 5)


def test_a_longer_series_plans_what_is_not_there_yet(database: Session, group: Group) -> None:
    plan_all(group, tuesdays(period=Period(date(2022, 3, 1), date(2022, 3, 10))))
    trial = try_series(group, tuesdays(), ())
    assert (len(trial.known), len(trial.new)) == (2, 3)
    plan_all(group, tuesdays())
    assert count(database) == 5


def test_what_changed_after_the_trial_is_shown_again_and_nothing_is_planned(
    database: Session, group: Group
) -> None:
    seen = try_series(group, tuesdays(), ()).digest
    plan(group, day=date(2022, 3, 15), module="Autre chose")
    with pytest.raises(ChangedMeanwhile):
        plan_series(group, tuesdays(), (), seen=seen, **NOBODY)
    assert count(database) == 1


def test_half_days_of_one_series_are_not_in_each_others_way_unseen(
    group: Group, mugron: Group, paul: Person
) -> None:
    morning = HalfDayPlan(Spot(DAY, Half.MORNING, time(9), time(12, 45), None), Modality.REMOTE, "A")
    afternoon = HalfDayPlan(Spot(DAY, Half.AFTERNOON, time(12, 30), time(16), None), Modality.REMOTE, "B")
    trial = try_series(group, [morning, afternoon], ())
    assert [type(each.refusal) for each in trial.half_days] == [type(None), GroupIsElsewhere]
    both = [Wanted(each, tuesdays(paul)[0]) for each in (group, mugron)]
    (clash,) = try_half_days(group.network_id, both, [paul]).clashes[:1]
    assert (clash.who, clash.group) == ("Paul Forme", "Dax")


def test_a_refused_half_day_says_why_and_the_others_are_planned(database: Session, group: Group) -> None:
    plan(group, day=date(2022, 3, 15), module="Autre chose")
    outside = HalfDayPlan(
        Spot(date(2023, 1, 3), Half.MORNING, time(9), time(12), None), Modality.REMOTE, "Accueillir"
    )
    trial = try_series(group, [*tuesdays(), outside], ())
    assert [str(each.plan.spot.day) for each in trial.refused] == ["2022-03-15", "2023-01-03"]
    assert "a déjà une séance" in str(trial.refused[0].refusal)
    assert isinstance(trial.refused[1].refusal, SessionOutsideCohort)
    assert len(plan_all(group, [*tuesdays(), outside])) == 4
    assert count(database) == 5


def test_a_trainer_expected_elsewhere_must_be_accepted(
    database: Session, group: Group, mugron: Group, paul: Person
) -> None:
    plan(mugron, day=date(2022, 3, 15), trainers=[paul])
    trial = try_series(group, tuesdays(paul), [paul])
    assert [(clash.who, clash.group, clash.day.day) for clash in trial.clashes] == [
        ("Paul Forme", "Mugron", 15)
    ]
    with pytest.raises(TrainerIsBusy):
        plan_all(group, tuesdays(paul), paul)
    assert count(database) == 1
    assert len(plan_all(group, tuesdays(paul), paul, clashes_accepted=True)) == 5


def test_an_advisor_of_two_groups_and_a_room_for_two_are_told(
    group: Group, mugron: Group, make_advisor: Callable[..., Advisor], landes: Network
) -> None:
    zoe = make_advisor("zoe")
    elsewhere = create_group(open_cohort(landes, name="Rattrapage"), "Tyrosse", **NOBODY)
    enrol(zoe, group.cohort, group=group, **NOBODY)
    enrol(zoe, elsewhere.cohort, group=elsewhere, **NOBODY)
    plan(elsewhere, day=date(2022, 3, 8))
    plan(mugron, day=date(2022, 3, 15), place="salle  4")
    told = [(clash.kind.value, clash.who, clash.group) for clash in try_series(group, tuesdays(), ()).clashes]
    assert told == [("advisor", "Zoe Martin", "Tyrosse"), ("place", "Salle 4", "Mugron")]


def test_a_trial_asks_the_database_the_same_whatever_its_length(
    database: Session, group: Group, mugron: Group, paul: Person
) -> None:
    plan_all(mugron, tuesdays(paul), paul)

    def cost(plans: list[HalfDayPlan]) -> tuple[int, Trial]:
        database.rollback()
        trainers = [database.get_one(Person, paul.id)]
        with counted_statements(database.get_bind().engine) as statements:
            trial = try_series(group, plans, trainers)
        return len(statements), trial

    short, _ = cost(tuesdays(paul)[:1])
    whole, trial = cost(tuesdays(paul))
    assert len(trial.clashes) == 10
    assert whole == short


# Pages


def fill_in(administrator: Browser, group: Group, **changes: str | list[str]) -> Any:
    administrator.get(f"{LANDES}/groupes/{group.id}/seances/serie")
    usual = {
        "first": "2022-10-18",
        "last": "2022-10-31",
        "weekdays": ["1", "3"],
        "halves": ["morning", "afternoon"],
        "left_out": "25/10/2022",
        "module": "Accueillir",
        "modality": "in_person",
    }
    return administrator.submit("Voir les séances", {**usual, **changes})


def test_an_administrator_sees_a_series_and_plans_it(
    administrator: Browser, landes: Network, group: Group
) -> None:
    page = fill_in(administrator, group)
    assert "6 séances à planifier" in page.text
    assert "Mardi 25 octobre 2022" in page.text
    page = administrator.submit("Planifier ces 6 séances")
    assert "6 séances sont planifiées." in page.text
    found = queries.sessions_between(landes, date(2022, 10, 1), date(2022, 10, 31))
    assert [(each.day.day, each.half.value) for each in found] == [
        (day, half) for day in (18, 20, 27) for half in ("morning", "afternoon")
    ]


def test_the_public_holidays_of_the_territory_are_named_and_left_out(
    administrator: Browser, landes: Network, group: Group, paul: Person
) -> None:
    set_territory(landes, Territory.GUYANE, now=NOON, by=paul)
    page = fill_in(administrator, group, first="2022-06-03", last="2022-06-10", weekdays=["4"])
    assert "Vendredi 10 juin 2022 : abolition de l’esclavage" in page.text
    assert "Planifier ces 2 séances" in page.text


def test_the_button_pressed_again_plans_nothing_twice(
    administrator: Browser, database: Session, group: Group
) -> None:
    sent = fill_in(administrator, group).forms[-1].values()
    administrator.submit("Planifier ces 6 séances")
    page = administrator.post(
        f"{LANDES}/groupes/{group.id}/seances/serie",
        {**sent, "step": "plan", "weekdays": ["1", "3"], "halves": ["morning", "afternoon"]},
    )
    assert "Toutes ces séances étaient déjà planifiées." in page.text
    assert count(database) == 6


def test_what_was_typed_is_there_again_when_one_goes_back(administrator: Browser, group: Group) -> None:
    fill_in(administrator, group, module="Médiation")
    page = administrator.submit("Revenir au formulaire")
    assert page.heading == "Planifier une série de séances"
    values = page.forms[-1].values()
    assert (values["module"], values["left_out"], values["step"]) == (["Médiation"], ["25/10/2022"], ["try"])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"weekdays": []}, "Choisissez au moins un jour de la semaine."),
        ({"halves": []}, "Choisissez le matin, l’après-midi ou les deux."),
        ({"last": "2022-10-01"}, "précède le premier"),
        ({"left_out": "la Toussaint"}, "n’est pas une période"),
        ({"morning_ends_at": "08:00"}, "doit se terminer après avoir commencé"),
        ({"module": " "}, "Ce champ est obligatoire."),
    ],
)
def test_a_series_that_is_none_is_corrected_on_its_page(
    administrator: Browser, group: Group, changes: dict[str, Any], said: str
) -> None:
    administrator.get(f"{LANDES}/groupes/{group.id}/seances/serie")
    usual = {
        "first": "2022-10-18",
        "last": "2022-10-31",
        "weekdays": ["1"],
        "halves": ["morning"],
        "module": "M",
    }
    page = administrator.submit("Voir les séances", {**usual, **changes}, status=422)
    assert said in page.text


def test_a_clash_is_accepted_before_the_series_is_planned(
    administrator: Browser, database: Session, group: Group, mugron: Group, paul: Person
) -> None:
    plan(mugron, day=date(2022, 10, 18), trainers=[paul])
    page = fill_in(administrator, group, halves=["morning"], trainer_ids=[str(paul.id)])
    assert "Paul Forme anime déjà le groupe « Mugron »" in page.text
    page = administrator.submit("Planifier ces 3 séances", status=422)
    assert count(database) == 1
    page = administrator.submit("Planifier ces 3 séances", clashes_accepted="y")
    assert "3 séances sont planifiées." in page.text


def test_a_group_is_copied_some_weeks_later_on_the_same_weekdays(
    administrator: Browser, group: Group, mugron: Group, paul: Person
) -> None:
    plan(group, trainers=[paul], place="Salle 4")
    plan(group, day=DAY + timedelta(3), **AFTERNOON)
    administrator.get(f"{LANDES}/groupes/{mugron.id}/seances/copier")
    page = administrator.submit("Voir les séances", source_id=str(group.id), first="2022-05-04")
    assert "2 séances à planifier" in page.text
    administrator.submit("Planifier ces 2 séances")
    copied = queries.sessions_of_group(mugron)
    assert [(each.day, each.half, each.place) for each in copied] == [
        (date(2022, 5, 2), Half.MORNING, "Salle 4"),
        (date(2022, 5, 5), Half.AFTERNOON, None),
    ]
    assert copied[0].trainers == [paul]


def test_a_single_half_day_with_a_clash_is_confirmed_on_its_form(
    administrator: Browser, group: Group, mugron: Group, paul: Person
) -> None:
    plan(mugron, trainers=[paul])
    administrator.get(f"{LANDES}/groupes/{group.id}/seances/nouvelle")
    values = {"day": DAY.isoformat(), "module": "Accueillir", "trainer_ids": [str(paul.id)]}
    page = administrator.submit("Planifier", values, status=422)
    assert "Paul Forme anime déjà le groupe « Mugron »" in page.text
    administrator.submit("Planifier", clashes_accepted="y")
    assert len(queries.sessions_of_group(group)) == 1


def test_two_groups_in_one_room_are_planned_and_told(
    administrator: Browser, group: Group, mugron: Group
) -> None:
    plan(mugron, place="Salle 4")
    administrator.get(f"{LANDES}/groupes/{group.id}/seances/nouvelle")
    page = administrator.submit("Planifier", day=DAY.isoformat(), module="Accueillir", place="salle 4")
    assert "« salle 4 » : le groupe « Mugron » y est déjà" in page.text


def test_a_group_has_no_afternoon_that_begins_before_its_morning_ends(group: Group) -> None:
    plan(group, ends_at=time(12, 45))
    with pytest.raises(GroupIsElsewhere):
        plan_session(group, **half_day(Half.AFTERNOON, starts_at=time(12, 30), ends_at=time(16)), **NOBODY)
