"""What is written to those whom a half-day concerns that is planned, moves or is cancelled, in their language."""

from collections.abc import Callable, Iterable

from flask_babel import gettext as _

from app.people.mail import Letter
from app.people.models import Network, Person
from app.people.post import full_address, write_to_each
from app.training.models import CatchUp, TrainingSession
from app.training.rules import Spot
from app.web.clock import today
from app.web.filters import clock_time, long_date


def write_about_move(
    session: TrainingSession, before: Spot, people: Iterable[Person], network: Network, by: Person
) -> None:
    """Mail to those concerned where a half-day is now and where it was, but to who moved it."""
    reason = session.moves[-1].reason

    def letter(name: str) -> tuple[str, str]:
        return _("Séance déplacée"), _(
            "Bonjour %(name)s,\n\nla séance « %(module)s » du groupe « %(group)s » est déplacée.\n\n"
            "Avant : %(before)s\nMaintenant : %(now)s%(reason)s\n\n%(address)s",
            name=name,
            module=session.module,
            group=session.group.name,
            before=_words(before),
            now=_words(session.spot),
            reason=_told(reason),
            address=_address(session, network),
        )

    _write(letter, people, by)


def write_about_cancellation(
    session: TrainingSession, people: Iterable[Person], network: Network, by: Person
) -> None:
    """Mail to those concerned that a half-day was cancelled, but to who did it."""

    def letter(name: str) -> tuple[str, str]:
        return _("Séance annulée"), _(
            "Bonjour %(name)s,\n\nla séance « %(module)s » du groupe « %(group)s » est annulée.\n\n"
            "Elle était prévue : %(before)s%(reason)s\n\n%(address)s",
            name=name,
            module=session.module,
            group=session.group.name,
            before=_words(session.spot),
            reason=_told(session.cancel_reason),
            address=_address(session, network),
        )

    _write(letter, people, by)


def write_to_who_is_taken_off(
    session: TrainingSession, trainers: Iterable[Person], network: Network, by: Person
) -> None:
    """Mail to trainers that they no longer give a half-day, but to who changed it."""

    def letter(name: str) -> tuple[str, str]:
        return _("Vous ne donnez plus une séance"), _(
            "Bonjour %(name)s,\n\nvous ne donnez plus la séance « %(module)s » du groupe « %(group)s ».\n\n"
            "Elle a lieu : %(now)s\n\n%(address)s",
            name=name,
            module=session.module,
            group=session.group.name,
            now=_words(session.spot),
            address=_address(session, network),
        )

    _write(letter, trainers, by)


def write_about_freed(freed: Iterable[CatchUp], network: Network, by: Person | None) -> None:
    """Mail to those whose catch-ups the planning has made impossible that they are off those lists: one letter each.

    Nobody is written to about a day that is over.
    """
    by_person: dict[Person, list[TrainingSession]] = {}
    for catch_up in freed:
        if catch_up.session.day >= today(network):
            by_person.setdefault(catch_up.enrolment.advisor.person, []).append(catch_up.session)
    for person, sessions in by_person.items():
        _write_about_freed(sessions, person, network, by)


def _write_about_freed(
    sessions: Iterable[TrainingSession], person: Person, network: Network, by: Person | None
) -> None:
    def letter(name: str) -> tuple[str, str]:
        return _("Votre rattrapage n’est plus possible"), _(
            "Bonjour %(name)s,\n\nvous rattrapiez :\n\n%(half_days)s\n\nLe planning a changé : vous êtes attendu·e "
            "ailleurs à ce moment. Vous n’y êtes plus inscrit·e. D’autres séances vous sont proposées dans votre "
            "contrat d’heures :\n%(address)s",
            name=name,
            half_days="\n".join(map(_caught_up, sessions)),
            address=full_address("progress.my_contract", network_code=network.code),
        )

    _write(letter, [person], by)


def _caught_up(session: TrainingSession) -> str:
    sentence: str = _(
        "– la séance « %(module)s » du groupe « %(group)s » : %(now)s",
        module=session.module,
        group=session.group.name,
        now=_words(session.spot),
    )
    return sentence


def _write(letter: Callable[[str], tuple[str, str]], people: Iterable[Person], by: Person | None) -> None:
    def letter_to(person: Person) -> Letter:
        subject, body = letter(person.given_name)
        return Letter(to=person.email, subject=subject, body=body)

    write_to_each((each for each in people if by is None or each.id != by.id), letter_to)


def _words(spot: Spot) -> str:
    day = long_date(spot.day, with_weekday=True)
    times = f"{clock_time(spot.starts_at)} – {clock_time(spot.ends_at)}"
    return ", ".join(filter(None, (day, times, spot.place)))


def _told(reason: str | None) -> str:
    return "\n" + _("Motif : %(reason)s", reason=reason) if reason else ""


def _address(session: TrainingSession, network: Network) -> str:
    return full_address("training.half_day", network_code=network.code, session_id=session.id)
