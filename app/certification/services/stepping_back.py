"""Takes back the last step of an exam session, which was noted by error."""

from datetime import datetime

from app.audit.services import record_act
from app.certification.models import ExamSession
from app.certification.queries import what_rests_on
from app.certification.rules import LONGEST_REASON, ExamStage, check_stepping_back, step_before
from app.certification.services.objections import check_nothing_issued
from app.database import id_of, transaction
from app.extensions import db
from app.people.models import Person
from app.training.rules import check_text


@transaction
def take_step_back(
    session: ExamSession, step: ExamStage, reason: str, *, now: datetime, by: Person | None
) -> None:
    """Bring a session back to the step before its last one; both acts stay in the chain, this one with its reason.

    :param step: the step that was shown as the last one.
    :raises ChangedMeanwhile: when another step was taken or taken back since.
    :raises OnlyPlanned: PeopleAreConvoked, ResultsRest, SignatureStays and ExamIsCancelled, when the step stays.
    :raises RuleBroken: what a feature says that has issued something on a deliberation.
    :raises SteppingBackNeedsReason: when no reason is given.
    :raises NameTooLong: when the reason does not fit on its line.
    """
    by_id = id_of(by)
    db.session.refresh(session, with_for_update={"of": ExamSession})
    check_stepping_back(session.stage, step, session.name, reason, what_rests_on(session))
    said = reason.strip()
    check_text(said, LONGEST_REASON)
    day = session.day_of(step)
    if step is ExamStage.DELIBERATED:
        check_nothing_issued(session)
        session.decided_on = None
    session.stage = step_before(step, [each.stage for each in session.steps])
    session.steps = [each for each in session.steps if each.stage is not step]
    record_act(
        "exam_session.step_taken_back",
        session,
        network_id=session.network_id,
        by_id=by_id,
        now=now,
        before={"step": step, "day": day},
        after={"step": session.stage, "reason": said},
    )
