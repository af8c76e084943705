"""What is written about alerts: to each advisor their own, to those who train and administer all in one letter."""

from collections.abc import Sequence

from flask_babel import gettext as _

from app.certification.queries import resit_of
from app.core.roles import Role
from app.extensions import db
from app.people.mail import Letter, mailer
from app.people.models import Network, Person
from app.people.post import full_address, write_to_each
from app.people.queries import members
from app.progress.models import Alert
from app.progress.queries import with_people
from app.progress.rules import AlertKind
from app.web.clock import today
from app.web.filters import hours, long_date, named


def write_about_alerts(alerts: Sequence[Alert], network: Network) -> None:
    """Mail what was not told before; nothing where no mail server is configured."""
    if not alerts or not mailer().can_send:
        return
    own: dict[Person, list[Alert]] = {}
    for alert in with_people(alerts):
        own.setdefault(alert.enrolment.advisor.person, []).append(alert)
    write_to_each(own, lambda person: _letter(person, own[person], network))
    staff = members(network, Role.TRAINER, Role.ADMINISTRATOR)
    write_to_each(staff, lambda person: _staff_letter(person, alerts, network))


def _letter(person: Person, alerts: Sequence[Alert], network: Network) -> Letter:
    body = _(
        "Bonjour %(name)s,\n\n%(alerts)s\n\nVotre contrat d’heures, avec ce qui pourrait y remédier :\n%(address)s",
        name=person.given_name,
        alerts="\n".join(_words(each) for each in alerts),
        address=full_address("progress.my_contract", network_code=network.code),
    )
    return Letter(to=person.email, subject=_("Vos heures de formation"), body=body)


def _staff_letter(person: Person, alerts: Sequence[Alert], network: Network) -> Letter:
    lines = [f"– {each.enrolment.advisor.person.display_name}, {_words(each)}" for each in alerts]
    body = _(
        "Bonjour %(name)s,\n\nà suivre dans votre réseau :\n\n%(alerts)s\n\n%(address)s",
        name=person.given_name,
        alerts="\n".join(lines),
        address=full_address("progress.contracts", network_code=network.code),
    )
    return Letter(to=person.email, subject=_("Heures de formation à suivre"), body=body)


def _words(alert: Alert) -> str:
    kind: str = named(alert.kind)
    if alert.kind is AlertKind.RESIT:
        network = db.session.get_one(Network, alert.network_id)
        resit = resit_of(network, alert.enrolment.advisor, today(network))
        return _("%(kind)s, jusqu’au %(day)s", kind=kind, day=long_date(resit.until)) if resit else kind
    if alert.kind is AlertKind.OUT_OF_REACH:
        return f"{kind} ({hours(alert.level)})"
    return f"{kind} ({alert.level})"
