"""Tells of catch-ups that the planning has made impossible: those who are freed by letter, who plans by a sentence."""

from collections.abc import Sequence

from flask_babel import gettext as _

from app.people.models import Network, Person
from app.training.letters import write_about_freed
from app.training.models import CatchUp


def tell_of_freed(freed: Sequence[CatchUp], network: Network, by: Person | None) -> str:
    """Write to those who are freed, and return the sentence that names them; empty when nobody is."""
    write_about_freed(freed, network, by)
    names = dict.fromkeys(each.enrolment.advisor.person.display_name for each in freed)
    if not names:
        return ""
    sentence: str = _(
        "Attendus ailleurs, retirés de la séance qu’ils rattrapaient : %(names)s.", names=", ".join(names)
    )
    return sentence
