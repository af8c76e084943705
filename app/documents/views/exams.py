"""The papers of an exam session, to print: convocations, attendance sheet, minutes."""

from flask import Response

from app.certification.queries import exam_session, listed_ids
from app.certification.rules import ExamStage
from app.core.errors import NotFound
from app.core.roles import Role
from app.documents.exams import ExamFacts, ExamPaper, exam_facts, file_name, print_exam_paper
from app.documents.queries import pictures_named
from app.documents.views.blueprint import IN_NETWORK, blueprint
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.training.queries import advisor_of_person
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


@blueprint.get(f"{IN_NETWORK}/mon-parcours/convocations/<int:exam_session_id>.pdf")
@allow(Role.ADVISOR)
def my_convocation(network: Network, exam_session_id: int) -> Response:
    """Hand out their own letter to somebody who is on the list of an exam, from its declaration on."""
    session = found(exam_session(network, exam_session_id))
    advisor = found(advisor_of_person(network, signed_in_person()))
    if not session.has_reached(ExamStage.DECLARED) or advisor.id not in listed_ids(session):
        raise NotFound
    own = exam_facts(network, session, today=today(network), only=advisor.id)
    return _download(ExamPaper.CONVOCATION, own)


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
    return _download(kind, exam_facts(network, session, today=today(network)))


def _download(kind: ExamPaper, facts: ExamFacts) -> Response:
    pdf = print_exam_paper(kind, facts, pictures_named(facts.look.pictures))
    return download(pdf, file_name(kind, facts), PDF_TYPE, inline=True)
