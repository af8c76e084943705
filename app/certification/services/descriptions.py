"""How an exam session is described: what is said of it, and what the audit chain keeps of that."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any, NotRequired, TypedDict

from app.certification.models import ExamSession, Juror
from app.certification.rules import LONGEST_JUROR, LONGEST_NAME, LONGEST_NUMBER, Member, check_days
from app.training.queries import title_of
from app.training.rules import check_dates_in_order, check_text


class ExamFacts(TypedDict):
    """What is said of an exam session.

    ``jurors`` are the members in the order of the minutes: name, quality, first and last day of the accreditation.
    """

    title_code: str
    block_code: str
    name: str
    held_on: NotRequired[date | None]
    starts_at: NotRequired[time | None]
    decided_on: NotRequired[date | None]
    place: NotRequired[str | None]
    centre: NotRequired[str | None]
    manager: NotRequired[str | None]
    ceres_number: NotRequired[str | None]
    is_remote: NotRequired[bool]
    jurors: NotRequired[Sequence[tuple[Any, ...]]]


_TEXTS = {
    "place": LONGEST_NAME,
    "centre": LONGEST_NAME,
    "manager": LONGEST_JUROR,
    "ceres_number": LONGEST_NUMBER,
}


def members_of(facts: ExamFacts) -> list[Member]:
    """Return the jury that is said, as the rules take it."""
    return [Member(*each) for each in facts.get("jurors", ())]


def describe(session: ExamSession, facts: ExamFacts) -> None:
    """Write what is said into the session; what is left out becomes empty.

    :raises UnknownTitle: and UnknownBlock, TitleNotInForce, DecidedBeforeHeld, NameMissing, NameTooLong.
    :raises DatesOutOfOrder: when an accreditation would end before it begins.
    """
    title = title_of(session.network_id, facts["title_code"])
    block = title.block(facts["block_code"])
    held_on, decided_on = facts.get("held_on"), facts.get("decided_on")
    _check_texts(facts)
    check_days(title, held_on, decided_on)
    session.title_code, session.block_code = title.code, block.code
    session.name = facts["name"].strip()
    session.held_on, session.decided_on = held_on, decided_on
    session.starts_at = facts.get("starts_at")
    session.is_remote = facts.get("is_remote", False)
    for name in _TEXTS:
        setattr(session, name, _text(facts, name) or None)
    _seat(session, members_of(facts))


def described(session: ExamSession) -> dict[str, Any]:
    """Return what the audit chain keeps of a session."""
    return {
        "title": session.title_code,
        "block": session.block_code,
        "name": session.name,
        "held_on": session.held_on,
        "starts_at": session.starts_at.isoformat() if session.starts_at is not None else None,
        "decided_on": session.decided_on,
        "is_remote": session.is_remote,
        **{name: getattr(session, name) for name in _TEXTS},
        "jurors": [list(juror.member) for juror in session.jurors],
    }


def _check_texts(facts: ExamFacts) -> None:
    check_text(facts["name"], LONGEST_NAME)
    for name, limit in _TEXTS.items():
        if _text(facts, name):
            check_text(_text(facts, name), limit)
    for member in members_of(facts):
        check_text(member.name, LONGEST_JUROR)
        if member.quality:
            check_text(member.quality, LONGEST_NAME)
        check_dates_in_order(member.accredited_from, member.accredited_until)


def _text(facts: ExamFacts, name: str) -> str:
    return str(dict(facts).get(name) or "")


def _seat(session: ExamSession, members: Sequence[Member]) -> None:
    # Members keep their rows where they can: each place of the jury is taken by one row.
    del session.jurors[len(members) :]
    for position, member in enumerate(members, start=1):
        if position > len(session.jurors):
            session.jurors.append(Juror(position=position))
        seat = session.jurors[position - 1]
        seat.name, seat.quality, seat.accredited_from, seat.accredited_until = member
