"""What decides whether a session can take its next step."""

from app.certification.models import ExamSession
from app.certification.queries.candidates import candidates_of, names_without_result
from app.certification.queries.exam_sessions import count_results, listed_ids
from app.certification.rules import STAGES_IN_ORDER, ExamState, WhatRests


def state_of(session: ExamSession) -> ExamState:
    """Return what decides whether the session can take its next step."""
    known = (session.day_of(stage) for stage in STAGES_IN_ORDER if session.has_reached(stage))
    return ExamState(
        title=session.title,
        name=session.name,
        stage=session.stage,
        held_on=session.held_on,
        latest=max((day for day in known if day is not None), default=None),
        place=session.place or "",
        centre=session.centre or "",
        is_remote=session.is_remote,
        members=session.members,
        candidates=len(listed_ids(session)),
        results=count_results(session),
        without_result=tuple(names_without_result(session)),
    )


def what_rests_on(session: ExamSession) -> WhatRests:
    """Return what rests on the last step that a session has taken."""
    called = [each for each in candidates_of(session).values() if each.convoked_at is not None]
    people = sorted((each.advisor.person for each in called), key=lambda person: person.sort_name)
    return WhatRests(tuple(person.display_name for person in people), count_results(session))
