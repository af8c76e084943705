"""What is written to people about their certificate, in the language they read."""

from collections.abc import Callable, Sequence
from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from app.documents.models import IssuedDocument
from app.documents.rules import MailingState
from app.documents.services import claim_letter, note_letter
from app.extensions import db
from app.people.mail import Letter
from app.people.models import Person
from app.people.post import deliver, full_address, in_background


def write_to_holders(documents: Sequence[IssuedDocument], *, by: Person, now: Callable[[], datetime]) -> None:
    """Mail to each person the link to their certificate, while the page is answered already; once for each."""
    document_ids, by_id = [each.id for each in documents], by.id

    def write() -> None:
        for document_id in document_ids:
            if claim_letter(document_id, now=now(), by_id=by_id):
                note_letter(document_id, _outcome_of_writing(document_id), now=now())

    in_background(write)


def _outcome_of_writing(document_id: int) -> MailingState:
    try:
        return _written_to_holder(document_id)
    except Exception:
        # Whatever it was: a letter of which nothing is noted would seem under way for ever, and never be sent again.
        current_app.logger.exception("the letter about document %s was not written", document_id)
        db.session.rollback()
        return MailingState.FAILED


def _written_to_holder(document_id: int) -> MailingState:
    document = db.session.get_one(IssuedDocument, document_id)
    person = document.advisor.person
    # Who has no account yet, or none any more, could not open what the letter leads to.
    letter = letter_with_certificate(document, person) if person.email and person.is_active else None
    # No connection is held while a mail server is spoken to.
    db.session.rollback()
    if letter is None:
        return MailingState.NO_ADDRESS
    return MailingState.SENT if deliver(letter) else MailingState.FAILED


def letter_with_certificate(document: IssuedDocument, person: Person) -> Letter:
    """Return the letter with the link to a certificate, which opens for its holder once they have signed in."""
    address = full_address(
        "documents.certificate_pdf", network_code=document.network.code, document_id=document.id
    )
    with force_locale(person.language):
        body = _(
            "Bonjour %(name)s,\n\nvotre certificat n° %(number)s est prêt. Connectez-vous à Livret pour l’ouvrir :\n\n"
            "%(address)s\n\nGardez ce fichier : il porte un sceau, et se vérifie par son numéro et son code.",
            name=person.given_name,
            number=document.number,
            address=address,
        )
        return Letter(to=person.email, subject=_("Votre certificat"), body=body)
