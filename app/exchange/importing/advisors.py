"""The State's lists of advisors: who is new, who changed employer or address, and whom the list confuses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.language import N_
from app.exchange.importing.directory import Directory, same_name
from app.exchange.importing.hosts import HostRegister, NamedHost
from app.exchange.importing.plan import Author, Draft, Notice, Plan, Situation, Step
from app.exchange.kinds import Brought
from app.exchange.layouts.advisors import AdvisorRow
from app.exchange.queries import people_by_email
from app.exchange.rules import EmailGivenTwice, SomebodyElse, well_written, well_written_given_name
from app.people.models import Network, Person
from app.people.rules import EmailTaken
from app.training.models import Advisor
from app.training.services import change_advisor, check_period, create_advisor


def plan_advisors(rows: Sequence[AdvisorRow], situation: Situation) -> Plan:
    """Return who would be created and changed; a value that is known is never blanked."""
    planner = _Planner(rows, situation.network)
    planner.draft.go_through(rows, planner.decide)
    planner.add_notices(rows)
    return planner.draft.finished()


@dataclass(frozen=True, slots=True)
class _Values:
    """What the file of an advisor would say after the import."""

    email: str
    professional_email: str | None
    hired_on: date | None
    state_id: int | None


class _Planner:
    def __init__(self, rows: Sequence[AdvisorRow], network: Network) -> None:
        self.draft = Draft()
        self._network = network
        self._directory = Directory(network)
        self._hosts = HostRegister(network)
        self._people = people_by_email({row.email for row in rows})
        self._claimed: dict[str, int] = {}

    def decide(self, row: AdvisorRow) -> Step | None:
        self._claim_emails(row)
        advisor = self._directory.find(row.state_identifier, row.email, row.official_email)
        if advisor is None:
            return self._create(row)
        self.draft.only_once(advisor.id, row.line)
        self._check_same_person(row, advisor)
        return self._change(row, advisor)

    def add_notices(self, rows: Sequence[AdvisorRow]) -> None:
        if self._hosts.created:
            self._notice(N_("Structures à créer : %(count)s."), count=self._hosts.created)
        certified = sum(row.is_certified is True for row in rows)
        if certified:
            self._notice(
                N_(
                    "Lignes « Certification : Oui » : %(count)s. Elles n’enregistrent aucun résultat : importez le "
                    "classeur des résultats du CCP1."
                ),
                count=certified,
            )

    def _claim_emails(self, row: AdvisorRow) -> None:
        for email in {row.email, row.official_email} - {None}:
            first = self._claimed.setdefault(str(email), row.line)
            if first != row.line:
                raise EmailGivenTwice(email=email, first=first)

    def _create(self, row: AdvisorRow) -> Step:
        given_name, family_name = well_written_given_name(row.first_name), well_written(row.last_name)
        known = self._people.get(row.email)
        # Their name is not told: the person may belong to another network alone.
        if known is not None and not _has_name(known, row):
            raise EmailTaken(email=row.email)
        host = self._hosts.find(row.host_name, row.postal_code, row.host_identifier)

        def create(author: Author) -> None:
            advisor = create_advisor(
                self._network,
                email=row.email,
                given_name=given_name,
                family_name=family_name,
                host=host.found_or_created(self._network, author),
                hired_on=_hiring_day(row, None),
                state_id=row.state_identifier,
                professional_email=row.official_email,
                now=author.now,
                by=author.by,
            )
            author.bring(Brought.ADVISOR, advisor.id)

        self.draft.later(row.line, create)
        return Step(row.line, is_new=True, person=f"{given_name} {family_name}", values=(host.name,))

    def _check_same_person(self, row: AdvisorRow, advisor: Advisor) -> None:
        """Let a line change a person only when it means them: by the State's identifier, or by a name in common."""
        person = advisor.person
        if _has_name(person, row):
            return
        given = f"{row.first_name} {row.last_name}"
        shares_name = same_name(row.last_name, person.family_name) or same_name(
            row.first_name, person.given_name
        )
        if not shares_name and (row.state_identifier is None or advisor.state_id is None):
            raise SomebodyElse(email=row.email, known=person.display_name, given=given)
        self._notice(
            N_("Le nom enregistré est gardé : %(known)s (fichier : %(given)s)."),
            row.line,
            known=person.display_name,
            given=given,
        )

    def _change(self, row: AdvisorRow, advisor: Advisor) -> Step | None:
        host = self._hosts.find(row.host_name, row.postal_code, row.host_identifier)
        values = _Values(
            email=self._email(row, advisor),
            professional_email=row.official_email or advisor.professional_email,
            hired_on=_hiring_day(row, advisor.hired_on),
            state_id=advisor.state_id or row.state_identifier,
        )
        changes = _differences(advisor, host, values)
        if not changes:
            return None
        self._check_hiring(row, advisor, values.hired_on)
        self.draft.later(row.line, lambda author: self._write(advisor, host, values, author))
        return Step(row.line, is_new=False, person=advisor.person.display_name, changes=changes)

    def _check_hiring(self, row: AdvisorRow, advisor: Advisor, hired_on: date | None) -> None:
        for each in advisor.enrolments:
            check_period(each, hired_on=hired_on, starts_on=each.starts_on, exited_on=each.exited_on)
            if hired_on != advisor.hired_on:
                self.draft.doubt_dates(row.line, advisor.person.display_name, each.starts_on, hired_on)

    def _write(self, advisor: Advisor, host: NamedHost, values: _Values, author: Author) -> None:
        change_advisor(
            advisor,
            email=values.email,
            given_name=advisor.person.given_name,
            family_name=advisor.person.family_name,
            host=host.found_or_created(self._network, author),
            hired_on=values.hired_on,
            state_id=values.state_id,
            professional_email=values.professional_email,
            birth_date=advisor.birth_date,
            birth_place=advisor.birth_place,
            may_precede_hiring=True,
            now=author.now,
            by=author.by,
        )

    def _email(self, row: AdvisorRow, advisor: Advisor) -> str:
        """Return the address of the account after the import.

        Who holds the address can set a new password: one that somebody signs in with, here or in another network,
        is not changed by a file.

        :raises EmailTaken: when the new one is somebody else's.
        """
        person = advisor.person
        if row.email in (person.email, advisor.professional_email):
            return person.email
        if row.email in self._people:
            raise EmailTaken(email=row.email)
        if person.password_hash is None and person.network_ids <= {self._network.id}:
            return row.email
        self._notice(
            N_("%(person)s garde l’adresse %(email)s, avec laquelle son compte est ouvert."),
            row.line,
            person=person.display_name,
            email=person.email,
        )
        return person.email

    def _notice(self, message: str, line: int | None = None, **facts: object) -> None:
        self.draft.notices.append(Notice(message, facts, line))


def _has_name(person: Person, row: AdvisorRow) -> bool:
    return same_name(person.given_name, row.first_name) and same_name(person.family_name, row.last_name)


def _hiring_day(row: AdvisorRow, known: date | None) -> date | None:
    """Return the day of hiring after the import.

    The start of a contract is one, and the earliest counts, since a contract is renewed. « Date de recrutement » of
    the State's export is in truth the start of the training: it only stands in for a day that nothing else gives.
    """
    if row.contract_starts_on is not None:
        return min(row.contract_starts_on, known or row.contract_starts_on)
    return known or row.training_starts_on


def _differences(advisor: Advisor, host: NamedHost, values: _Values) -> tuple[str, ...]:
    pairs = (
        (N_("structure"), host.is_that_of(advisor.host)),
        (N_("adresse e-mail"), values.email == advisor.person.email),
        (N_("adresse professionnelle"), values.professional_email == advisor.professional_email),
        (N_("date de recrutement"), values.hired_on == advisor.hired_on),
        (N_("ID conseiller"), values.state_id == advisor.state_id),
    )
    return tuple(name for name, is_same in pairs if not is_same)
