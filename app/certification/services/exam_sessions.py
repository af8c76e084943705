"""Writes about exam sessions and their juries."""

from datetime import date, datetime
from typing import Any, Final, Unpack

from app.audit.services import record_act
from app.certification.models import ExamSession
from app.certification.queries import (
    exam_session_named,
    exam_session_of_jury,
    exam_session_on,
    has_results,
    state_of,
)
from app.certification.rules import (
    BlockHasResults,
    DeliberatedByItsStep,
    ExamIsClosed,
    ExamSessionExists,
    ExamStage,
    check_decided,
    check_jury,
    check_not_cancelled,
    obstacles,
)
from app.certification.services.convocations import forget_convocations
from app.certification.services.descriptions import ExamFacts, describe, described, members_of
from app.certification.services.life_cycle import add_step, tell_as_deliberated
from app.database import id_of, lock_until_commit, transaction
from app.extensions import db
from app.people.models import Network, Person
from app.training.titles import title_by_code

STATE_RESULTS: Final = "Résultats transmis par l’État"
"""The name of the session that holds what the State's files say: they name neither a day nor a jury."""


@transaction
def create_exam_session(
    network: Network, *, now: datetime, by: Person | None, **facts: Unpack[ExamFacts]
) -> ExamSession:
    """Announce an exam for one block; one whose jury has met already is told as deliberated.

    :raises UnknownTitle: and UnknownBlock, when the codes name none.
    :raises TitleNotInForce: when the title was not in force on the day of the exam.
    :raises DecidedBeforeHeld: when the deliberation would come before the exam.
    :raises JuryTooSmall: when a day of deliberation is given for a jury of fewer than two members.
    :raises ExamSessionExists: when another session of the block has this name.
    """
    _check_jury(facts)
    return _add(network, facts, is_decided=facts.get("decided_on") is not None, now=now, by=by)


@transaction
def change_exam_session(
    exam_session: ExamSession,
    *,
    today: date,
    now: datetime,
    by: Person | None,
    **facts: Unpack[ExamFacts],
) -> None:
    """Describe an exam session anew; what is left out becomes empty, and nothing happens when nothing differs.

    :raises ExamIsClosed: once the minutes are signed, and ExamIsCancelled.
    :raises DeliberatedByItsStep: when a day of deliberation is given before that step.
    :raises BlockHasResults: when its block would change although it has results.
    :raises DecidedInTheFuture: when it has results and its jury would meet after today.
    :raises ExamSessionExists: and what :func:`create_exam_session` raises.
    """
    # Whoever signs the minutes at this moment comes entirely before or entirely after.
    db.session.refresh(exam_session, with_for_update={"of": ExamSession})
    be_alone_with_sessions(exam_session.network_id)
    before, appointment = described(exam_session), exam_session.appointment
    _check_jury(facts, exam_session)
    with db.session.no_autoflush:
        describe(exam_session, facts)
        if described(exam_session) == before:
            return
        _check_stage_allows(exam_session, today)
        if has_results(exam_session):
            _check_results_keep_their_exam(exam_session, before, today)
        _check_name_is_free(exam_session)
        if exam_session.appointment != appointment:
            forget_convocations(exam_session)
    _record_change(exam_session, before, now=now, by=by)


@transaction
def session_of_state_results(
    network: Network,
    title_code: str,
    block_code: str,
    *,
    decided_on: date | None = None,
    now: datetime,
    by: Person | None,
) -> ExamSession:
    """Return the session that holds the State's results for a block, made when there is none yet.

    The State knows the jury and does not name it, so that none is asked for here.

    :param decided_on: the day of the deliberation, when the file gives it; each day has its own session. One that
        the network has described already is taken, and learns the day when only that of the exam was known.
    :raises UnknownTitle: and UnknownBlock, when the codes name none.
    :raises TitleNotInForce: when the title was not in force on that day.
    """
    name = STATE_RESULTS if decided_on is None else f"{STATE_RESULTS}, jury du {decided_on:%d/%m/%Y}"
    be_alone_with_sessions(network.id)
    known = None
    if decided_on is not None:
        known = exam_session_of_jury(network, title_code, block_code, decided_on)
        if known is not None and known.decided_on is None and not known.has_reached(ExamStage.CLOSED):
            _learn_deliberation(known, decided_on, now=now, by=by)
    facts = ExamFacts(title_code=title_code, block_code=block_code, name=name, decided_on=decided_on)
    known = known or exam_session_named(network, title_code, block_code, name)
    return known or _add(network, facts, is_decided=True, now=now, by=by)


@transaction
def exam_session_of_day(
    network: Network, title_code: str, block_code: str, day: date, *, now: datetime, by: Person | None
) -> ExamSession:
    """Return the session of a block that was held on ``day``, made when there is none yet.

    :raises UnknownTitle: and UnknownBlock, when the codes name none.
    :raises TitleNotInForce: when the title was not in force on that day.
    """
    be_alone_with_sessions(network.id)
    facts = ExamFacts(
        title_code=title_code, block_code=block_code, name=f"Session du {day:%d/%m/%Y}", held_on=day
    )
    known = exam_session_on(network, title_code, block_code, day)
    return known or _add(network, facts, is_decided=True, now=now, by=by)


def _add(
    network: Network, facts: ExamFacts, *, is_decided: bool, now: datetime, by: Person | None
) -> ExamSession:
    # A block that a network has added is not taken back while a session of it is made.
    be_alone_with_sessions(network.id)
    session = ExamSession(network_id=network.id)
    describe(session, facts)
    add_step(session, ExamStage.PLANNED, None, now=now, by_id=id_of(by))
    if is_decided:
        tell_as_deliberated(session, now=now, by_id=id_of(by))
    _check_name_is_free(session)
    db.session.add(session)
    db.session.flush()
    record_act(
        "exam_session.created",
        session,
        network_id=network.id,
        by_id=id_of(by),
        now=now,
        after=described(session),
    )
    return session


def _learn_deliberation(session: ExamSession, decided_on: date, *, now: datetime, by: Person | None) -> None:
    before = described(session)
    session.decided_on = decided_on
    tell_as_deliberated(session, now=now, by_id=id_of(by))
    _record_change(session, before, now=now, by=by)


def _record_change(session: ExamSession, before: dict[str, Any], *, now: datetime, by: Person | None) -> None:
    record_act(
        "exam_session.changed",
        session,
        network_id=session.network_id,
        by_id=id_of(by),
        now=now,
        before=before,
        after=described(session),
    )


def _check_jury(facts: ExamFacts, known: ExamSession | None = None) -> None:
    members = members_of(facts)
    if known is not None and facts.get("decided_on") == known.decided_on and not (members or known.jurors):
        # The State decided, and names nobody: the rest of its session can be described all the same.
        return
    check_jury(title_by_code(facts["title_code"]), facts.get("decided_on"), members)


def _check_stage_allows(session: ExamSession, today: date) -> None:
    check_not_cancelled(session.stage, session.name)
    if session.has_reached(ExamStage.CLOSED):
        raise ExamIsClosed(name=session.name)
    if session.decided_on is not None and not session.has_reached(ExamStage.DELIBERATED):
        raise DeliberatedByItsStep
    if session.stage is ExamStage.DECLARED:
        # What was declared must stay fit to be declared.
        for obstacle in obstacles(state_of(session), ExamStage.DECLARED, today):
            raise obstacle


def _check_results_keep_their_exam(session: ExamSession, before: dict[str, Any], today: date) -> None:
    if (session.title_code, session.block_code) != (before["title"], before["block"]):
        raise BlockHasResults
    check_decided(session.day, today)


def _check_name_is_free(session: ExamSession) -> None:
    be_alone_with_sessions(session.network_id)
    network = db.session.get_one(Network, session.network_id)
    holder = exam_session_named(network, session.title_code, session.block_code, session.name)
    if holder is not None and holder is not session:
        raise ExamSessionExists(name=session.name)


def be_alone_with_sessions(network_id: int) -> None:
    """Let nobody else make a session in this network until the transaction ends.

    Whoever looks for a session before making it must be alone, or two people make the same.
    """
    lock_until_commit(f"exam sessions of {network_id}")
