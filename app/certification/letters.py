"""What is written to the candidates of an exam, in the language they read."""

from collections.abc import Iterable

from flask_babel import force_locale
from flask_babel import gettext as _

from app.certification.models import ExamSession
from app.people.letters import deliver, full_address, in_background
from app.people.mail import Letter, mailer
from app.people.models import Network, Person
from app.web.filters import long_date


def write_about_cancelled_exam(
    session: ExamSession, reason: str, people: Iterable[Person], network: Network
) -> None:
    """Mail to who was on its list that an exam does not take place; nothing where no mail server is configured."""
    if not mailer().can_send:
        return
    # Who has no account yet, or none any more, could not open what the letter leads to.
    letters = [_cancellation(each, session, reason, network) for each in people if each.is_active]

    def send() -> None:
        for letter in letters:
            deliver(letter)

    if letters:
        in_background(send)


def _cancellation(person: Person, session: ExamSession, reason: str, network: Network) -> Letter:
    with force_locale(person.language):
        day = long_date(session.held_on, with_weekday=True) if session.held_on is not None else ""
        body = _(
            "Bonjour %(name)s,\n\nla session d’examen « %(exam)s » est annulée.\n\n%(day)s\nMotif : %(reason)s\n\n"
            "Vos heures et votre dossier restent acquis ; vous serez de nouveau parmi les personnes proposées à la "
            "prochaine session.\n\n%(address)s",
            name=person.given_name,
            exam=session.name,
            day=day,
            reason=reason,
            address=full_address("progress.my_progress", network_code=network.code),
        )
        return Letter(to=person.email, subject=_("Session d’examen annulée"), body=body)
