"""Alerts: raised once, again only when it got worse or came back, taken care of with a click."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.people.models import Network, Person
from app.progress.models import Alert
from app.progress.queries import Levels, open_alerts, presences_of, thresholds_of
from app.progress.rules import (
    AlertKind,
    Contract,
    Presence,
    Thresholds,
    Verdict,
    contract_of,
    levels_of,
    verdicts,
)
from app.progress.services import acknowledge_alert, has_news, keep_alerts
from app.training.models import Enrolment
from app.web.clock import now
from tests.browser_client import Browser

LEVELS = st.dictionaries(st.sampled_from(AlertKind), st.integers(1, 9000))


def contract(missing: int) -> Contract:
    return contract_of(prescribed=6000, done=6000 - missing, validated=0, planned=[], held=())


@given(LEVELS)
def test_what_was_told_is_not_told_again_while_it_stays_as_it_is(levels: dict[AlertKind, int]) -> None:
    assert set(verdicts(levels, levels).values()) == {Verdict.LEAVE}


@given(LEVELS, LEVELS)
def test_something_is_told_again_only_when_it_got_worse(
    told: dict[AlertKind, int], levels: dict[AlertKind, int]
) -> None:
    for kind, verdict in verdicts(told, levels).items():
        is_worse = kind in told and levels.get(kind, 0) > told[kind]
        assert (verdict is Verdict.RAISE_AGAIN) is is_worse
        assert (verdict is Verdict.RESOLVE) is (kind in told and kind not in levels)
        assert (verdict is Verdict.RAISE) is (kind not in told and kind in levels)


def test_thresholds_say_from_when_on_absences_are_told() -> None:
    presence = Presence(half_days=20, absences=4, unexcused=2)
    assert levels_of(contract(0), presence, Thresholds()) == {}
    assert levels_of(contract(210), presence, Thresholds(2, None, None)) == {
        AlertKind.OUT_OF_REACH: 210,
        AlertKind.UNEXCUSED: 2,
    }
    assert levels_of(contract(0), presence, Thresholds(3, None, 20)) == {AlertKind.ABSENCES: 4}
    assert levels_of(contract(0), presence, Thresholds(None, 5, 21)) == {}


def test_a_share_of_a_few_half_days_is_not_told() -> None:
    assert levels_of(contract(0), Presence(2, 1, 1), Thresholds(absence_share=20)) == {}


def missing(enrolment: Enrolment, minutes: int) -> Levels:
    return {enrolment.id: {AlertKind.OUT_OF_REACH: minutes} if minutes else {}}


def test_an_alert_is_stored_once_and_comes_back_when_it_got_worse_or_was_resolved(
    landes: Network, recruit: Enrolment, database: Session
) -> None:
    assert len(keep_alerts(landes, missing(recruit, 210), now=now())) == 1
    assert keep_alerts(landes, missing(recruit, 210), now=now()) == []
    assert not has_news(open_alerts(landes), missing(recruit, 105))
    somebody = database.scalars(select(Person)).first()
    assert somebody is not None
    acknowledge_alert(open_alerts(landes)[recruit.id][0], now=now(), by=somebody)
    worse = keep_alerts(landes, missing(recruit, 420), now=now())
    assert [(each.level, each.acknowledged_at) for each in worse] == [(420, None)]
    keep_alerts(landes, missing(recruit, 0), now=now())
    assert open_alerts(landes) == {}
    assert len(keep_alerts(landes, missing(recruit, 105), now=now())) == 1
    assert database.scalar(select(func.count(Alert.id))) == 2


def test_absences_before_joining_concern_nobody(recruit: Enrolment, database: Session) -> None:
    before = presences_of([recruit.id])[recruit.id]
    recruit.advisor.hired_on = recruit.starts_on = date(2022, 11, 1)
    database.flush()
    after = presences_of([recruit.id]).get(recruit.id, Presence())
    assert after.half_days < before.half_days
    recruit.advisor.hired_on = recruit.starts_on = date(2023, 11, 1)
    database.flush()
    assert presences_of([recruit.id]) == {}


def test_a_page_that_is_read_twice_writes_once(
    recruit: Enrolment, trainer: Browser, database: Session
) -> None:
    recruit.prescribed_minutes = 420 * 60
    database.commit()
    path = f"/reseau/landes/conseillers/{recruit.advisor_id}/contrat"
    assert "N’atteindra plus ses heures" in trainer.get(path).text
    trainer.get(path)
    trainer.get("/reseau/landes/contrats")
    statement = select(func.count(Alert.id)).where(Alert.enrolment_id == recruit.id)
    assert database.scalar(statement) == 1
    trainer.get(path)
    assert "Pris en charge par" in trainer.submit("Je m’en occupe").text


def test_an_administrator_chooses_from_when_on_absences_are_told(
    landes: Network, recruit: Enrolment, administrator: Browser
) -> None:
    administrator.get("/reseau/landes/contrats/seuils")
    page = administrator.submit("Enregistrer", absence_count="1", absence_share="250", status=422)
    assert "Écrivez un nombre entre 1 et 100." in page.text
    page = administrator.submit("Enregistrer", absence_share="")
    assert "Les seuils sont enregistrés." in page.text
    assert thresholds_of(landes) == Thresholds(absence_count=1)
    keep_alerts(landes, missing(recruit, 210), now=now())
    assert "1 alerte attend" in administrator.get("/reseau/landes/conseillers").text
