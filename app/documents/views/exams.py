"""The papers of an exam session, to print: convocations, attendance sheet, minutes."""

from flask import Response

from app.certification.queries import exam_session
from app.core.roles import Role
from app.documents.exams import ExamPaper, exam_facts, file_name, print_exam_paper
from app.documents.views.blueprint import IN_NETWORK, blueprint
from app.people.models import Network
from app.web.access import allow
from app.web.clock import today
from app.web.records import found
from app.web.responses import PDF_TYPE, download

_SESSION = f"{IN_NETWORK}/examens/<int:exam_session_id>"


@blueprint.get(f"{_SESSION}/convocations.pdf")
@allow(Role.ADMINISTRATOR)
def exam_convocations(network: Network, exam_session_id: int) -> Response:
    """Hand out the letters to everybody on the list, one a page."""
    return _printed(network, exam_session_id, ExamPaper.CONVOCATION)


@blueprint.get(f"{_SESSION}/emargement.pdf")
@allow(Role.ADMINISTRATOR)
def exam_attendance(network: Network, exam_session_id: int) -> Response:
    """Hand out the attendance sheet of the day."""
    return _printed(network, exam_session_id, ExamPaper.ATTENDANCE)


@blueprint.get(f"{_SESSION}/proces-verbal.pdf")
@allow(Role.ADMINISTRATOR)
def exam_minutes(network: Network, exam_session_id: int) -> Response:
    """Hand out the minutes to sign; before the deliberation they say that they are a draft."""
    return _printed(network, exam_session_id, ExamPaper.MINUTES)


def _printed(network: Network, exam_session_id: int, kind: ExamPaper) -> Response:
    session = exam_session(network, exam_session_id)
    # Nobody is called to an exam that does not take place.
    session = found(None if session is not None and session.is_cancelled else session)
    facts = exam_facts(network, session, today=today(network))
    return download(print_exam_paper(kind, facts), file_name(kind, facts), PDF_TYPE, inline=True)
