"""What is written to the candidates of an exam, in the language they read."""

from collections.abc import Callable, Iterable

from flask_babel import gettext as _

from app.certification.models import ExamSession
from app.people.mail import Letter
from app.people.models import Network, Person
from app.people.post import full_address, write_to_each
from app.web.filters import clock_time, long_date


def write_about_cancelled_exam(
    session: ExamSession, reason: str, people: Iterable[Person], network: Network
) -> None:
    """Mail to who was on its list that an exam does not take place; nothing where no mail server is configured."""
    write_to_each(people, lambda person: _cancellation(person, session, reason, network))


def write_convocations(
    session: ExamSession, people: Iterable[Person], network: Network, when_done: Callable[[int, bool], None]
) -> set[int]:
    """Mail to people when and where their exam is, and return the identifiers of those who are written to.

    :param when_done: is told the identifier of each person, and whether their letter has left.
    """
    return write_to_each(people, lambda person: _convocation(person, session, network), when_done)


def _cancellation(person: Person, session: ExamSession, reason: str, network: Network) -> Letter:
    body = _(
        "Bonjour %(name)s,\n\nla session d’examen « %(exam)s » est annulée.\n\n%(day)s\nMotif : %(reason)s\n\n"
        "Vos heures et votre dossier restent acquis ; vous serez de nouveau parmi les personnes proposées à la "
        "prochaine session.\n\n%(address)s",
        name=person.given_name,
        exam=session.name,
        day=_when_and_where(session),
        reason=reason,
        address=full_address("progress.my_progress", network_code=network.code),
    )
    return Letter(to=person.email, subject=_("Session d’examen annulée"), body=body)


def _convocation(person: Person, session: ExamSession, network: Network) -> Letter:
    body = _(
        "Bonjour %(name)s,\n\nvous êtes convoqué·e à la session d’examen « %(exam)s ».\n\n%(appointment)s\n\n"
        "Votre convocation à imprimer, avec ce qu’il faut apporter :\n%(address)s",
        name=person.given_name,
        exam=session.name,
        appointment=_when_and_where(session),
        address=full_address(
            "documents.my_convocation", network_code=network.code, exam_session_id=session.id
        ),
    )
    return Letter(to=person.email, subject=_("Convocation à l’examen"), body=body)


def _when_and_where(session: ExamSession) -> str:
    day = long_date(session.held_on, with_weekday=True) if session.held_on is not None else ""
    hour = clock_time(session.starts_at) if session.starts_at is not None else ""
    place = session.place or (_("à distance") if session.is_remote else "")
    return ", ".join(filter(None, (day, hour, place)))
