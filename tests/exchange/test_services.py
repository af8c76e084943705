"""What an import makes of a file, once it can be read."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.attendance import services as attendance
from app.attendance.models import HoursEntry
from app.attendance.rules import HoursOutsideThePeriod
from app.audit.models import AuditEntry
from app.audit.queries import chain_problems
from app.certification.models import Result
from app.certification.rules import NotACandidate, NotEnrolled
from app.certification.services import create_exam_session
from app.core.errors import RuleBroken
from app.core.roles import Role
from app.exchange.importing.directory import Directory
from app.exchange.importing.plan import Plan
from app.exchange.kinds import FileKind
from app.exchange.parsing import DuplicateRow
from app.exchange.reports import report_of
from app.exchange.rules import (
    AmbiguousEnrolment,
    CohortNotChosen,
    EmailGivenTwice,
    HostWithOtherIdentifier,
    IdentifierOfSomebodyElse,
    NoDatesForCohort,
    OtherIdentifier,
    SomebodyElse,
    TwoPeopleInOneRow,
    UnknownCohort,
)
from app.exchange.services import LinesRefused, Source, import_file, try_import
from app.people.models import Network, Person
from app.people.rules import EmailTaken
from app.people.services import create_network, invite, make_link, use_link
from app.training.models import Advisor, Host
from app.training.queries import advisors, cohorts, hosts
from app.training.rules import EntryStatus, TrainedBeforeHired
from app.training.services import change_enrolment, create_cohort
from app.web.clock import now

NOON = datetime(2022, 11, 15, 12, 0, tzinfo=UTC)
TODAY = date(2022, 11, 15)
ADVISORS = (
    "Prénom;Nom;Email;Email @conseiller-numerique.fr;Id du conseiller;Id de la structure;Nom de la structure;"
)
ADVISORS += "Code Postal;Date de recrutement\n"
DATES = "ID conseiller;ID structure;Mail CNFS;Date de départ en formation;Date de fin de formation;"
DATES += "Commentaires;Parcours\n"
CCP1 = "idPG;nom;prenom;email;certifie;Date du jury\n"
HOURS = "Email;ID conseiller;Date;Demi-journée;Heures\n"
AMAIA = "Amaia;ETCHEVERRY;amaia@exemple.fr;;1042;310;MAIRIE DE DAX;40100;14/03/2022\n"
ENROLLED = "1042;310;;14/03/2022;29/07/2022;;105h\n"


@pytest.fixture
def landes(database: Session) -> Network:
    return create_network("landes", "Réseau des Landes", pinned_today=TODAY, now=NOON)


class Hired:
    """The network into which one advisor was imported."""

    def __init__(self) -> None:
        self.network = create_network("landes", "Réseau des Landes", pinned_today=TODAY, now=NOON)
        take(self.network, FileKind.ADVISORS, ADVISORS + AMAIA)


class Enrolled(Hired):
    """The same, and the dates of her training."""

    def __init__(self) -> None:
        super().__init__()
        take(self.network, FileKind.TRAINING_DATES, DATES + ENROLLED)


@pytest.fixture
def hired(begin_with: Callable[..., Hired]) -> Network:
    """The Landes, where Amaia is known."""
    return begin_with(Hired).network


@pytest.fixture
def enrolled(begin_with: Callable[..., Enrolled]) -> Network:
    """The Landes, where Amaia is known and in training."""
    return begin_with(Enrolled).network


def take(network: Network, kind: FileKind, text: str, cohort_name: str | None = None) -> Plan:
    source = Source(kind, "fichier.csv", text.encode(), cohort_name)
    return import_file(network, source, today=TODAY, now=NOON, by=None)


def refusals(
    network: Network, kind: FileKind, text: str, cohort_name: str | None = None
) -> list[tuple[int, type]]:
    source = Source(kind, "fichier.csv", text.encode(), cohort_name)
    plan = try_import(network, source, today=TODAY)
    return [(problem.line, type(problem.refusal)) for problem in plan.problems]


def only_advisor(network: Network) -> Advisor:
    (advisor,) = advisors(network)
    return advisor


class TestAdvisors:
    """The State's lists of people."""

    def test_names_get_the_capitals_they_need_and_no_others(self, landes: Network) -> None:
        people = (
            "jean-noël;o’hara;a@exemple.fr;;;;MAIRIE;40100;\nZOÉ;DE LA TOUR;b@exemple.fr;;;;MAIRIE;40100;\n"
        )
        take(landes, FileKind.ADVISORS, ADVISORS + people)
        names = {each.person.display_name for each in advisors(landes)}
        assert names == {"Jean-Noël O’Hara", "Zoé DE LA TOUR"}

    def test_nobody_is_invited_by_an_import(self, hired: Network) -> None:
        person = only_advisor(hired).person
        assert not person.is_active
        assert person.roles_given_in(hired) == {Role.ADVISOR}

    def test_the_same_host_in_other_letters_is_one_host(self, landes: Network) -> None:
        other = (
            "Léa;Martin;lea@exemple.fr;;;;Mairie  de Dax;40100;\nNoé;Roy;noe@exemple.fr;;;;mairie de dax;;\n"
        )
        plan = take(landes, FileKind.ADVISORS, ADVISORS + AMAIA + other)
        assert [host.name for host in hosts(landes)] == ["MAIRIE DE DAX"]
        assert plan.created == 3

    def test_a_host_known_without_its_postal_code_is_not_made_again(self, hired: Network) -> None:
        """The export of an administrator gives none of hosts; the one that everybody gets does."""
        headings = "Prénom;Nom;Email;Nom de la structure;Code Postal\n"
        plan = take(
            hired, FileKind.ADVISORS, headings + "Amaia;Etcheverry;amaia@exemple.fr;Mairie de Dax;40100\n"
        )
        assert [(host.name, host.postal_code) for host in hosts(hired)] == [("MAIRIE DE DAX", "")]
        assert plan.steps == ()

    def test_a_new_employer_and_a_new_address_are_taken_and_blanks_take_nothing(self, hired: Network) -> None:
        line = "amaia;Etcheverry;nouvelle@exemple.fr;amaia@conseiller-numerique.fr;1042;;ALPI;40000;\n"
        plan = take(hired, FileKind.ADVISORS, ADVISORS + line)
        advisor = only_advisor(hired)
        assert (plan.created, plan.changed) == (0, 1)
        assert (advisor.person.email, advisor.host and advisor.host.name) == ("nouvelle@exemple.fr", "ALPI")
        assert advisor.person.display_name == "Amaia ETCHEVERRY"
        assert advisor.hired_on == date(2022, 3, 14)
        assert advisor.state_id == 1042

    def test_an_address_with_which_somebody_signs_in_is_kept(self, hired: Network) -> None:
        use_link(make_link(only_advisor(hired).person, now=now()), "une phrase de passe", now=now())
        line = AMAIA.replace("amaia@exemple.fr", "voleur@exemple.fr")
        plan = take(hired, FileKind.ADVISORS, ADVISORS + line)
        assert plan.steps == ()
        assert any("adresse" in notice.message for notice in plan.notices)
        assert only_advisor(hired).person.email == "amaia@exemple.fr"

    def test_a_married_name_is_kept_and_told(self, hired: Network) -> None:
        plan = take(hired, FileKind.ADVISORS, ADVISORS + AMAIA.replace("ETCHEVERRY", "Labat"))
        assert [notice.line for notice in plan.notices if notice.line is not None] == [2]
        assert only_advisor(hired).person.family_name == "ETCHEVERRY"

    def test_the_training_date_never_replaces_a_day_of_hiring(self, hired: Network) -> None:
        take(hired, FileKind.ADVISORS, ADVISORS + AMAIA.replace("14/03/2022", "01/09/2022"))
        assert only_advisor(hired).hired_on == date(2022, 3, 14)

    def test_the_contract_is_the_day_of_hiring(self, hired: Network) -> None:
        listed = (
            "Id conseiller;Nom;Prénom;Email professionnel;Nom de la structure;Code postal de la structure;"
            "Date de début de contrat;Date d'entrée en formation\n"
            "1042;Etcheverry;Amaia;amaia@exemple.fr;Mairie de Dax;40100;01/02/2022;14/03/2022\n"
        )
        take(hired, FileKind.ADVISORS, listed)
        assert only_advisor(hired).hired_on == date(2022, 2, 1)

    @pytest.mark.parametrize(
        ("line", "refusal"),
        [
            ("Paul;Durand;amaia@exemple.fr;;;;MAIRIE DE DAX;40100;\n", SomebodyElse),
            ("Amaia;Etcheverry;amaia@exemple.fr;;1099;;MAIRIE DE DAX;40100;\n", OtherIdentifier),
            ("Paul;Durand;paul@exemple.fr;;1099;311;mairie de dax;40100;\n", HostWithOtherIdentifier),
            ("Paul;Durand;ines@exemple.fr;;;;MAIRIE DE DAX;40100;\n", EmailTaken),
            ("Amaia;Etcheverry;ines@exemple.fr;;1042;;MAIRIE DE DAX;40100;\n", EmailTaken),
        ],
    )
    def test_a_line_that_confuses_people_or_hosts_is_refused(
        self, line: str, refusal: type[RuleBroken], hired: Network
    ) -> None:
        invite(hired, "ines@exemple.fr", "Inès", "Lafitte", {Role.TRAINER}, now=NOON)
        assert refusals(hired, FileKind.ADVISORS, ADVISORS + line) == [(2, refusal)]

    def test_a_trainer_can_be_an_advisor_too(self, landes: Network) -> None:
        ines = invite(landes, "ines@exemple.fr", "Inès", "Lafitte", {Role.TRAINER}, now=NOON).person
        take(landes, FileKind.ADVISORS, ADVISORS + "INES;LAFITTE;Ines@Exemple.fr;;;;ALPI;40000;\n")
        assert only_advisor(landes).person == ines

    def test_an_official_address_is_given_to_one_person(self, landes: Network) -> None:
        lines = "A;Un;a@exemple.fr;x@c.fr;;;ALPI;40000;\nB;Deux;b@exemple.fr;X@c.fr;;;ALPI;40000;\n"
        assert refusals(landes, FileKind.ADVISORS, ADVISORS + lines) == [(3, EmailGivenTwice)]

    def test_an_identifier_and_either_address_find_the_same_person(self, landes: Network) -> None:
        official = "Amaia.Etcheverry@Conseiller-Numerique.fr"
        take(landes, FileKind.ADVISORS, ADVISORS + AMAIA.replace(";;1042", f";{official};1042"))
        (amaia,) = advisors(landes)
        directory, elsewhere = Directory(landes), Directory(create_network("gers", "Gers", now=NOON))
        for known in ((1042,), (None, "AMAIA@exemple.fr"), (None, official), (1042, official)):
            assert directory.find(*known) == amaia
            assert elsewhere.find(*known) is None

    def test_two_addresses_of_two_people_are_not_one(self, landes: Network) -> None:
        take(landes, FileKind.ADVISORS, ADVISORS + AMAIA + "B;Deux;b@exemple.fr;;;;ALPI;40000;\n")
        line = "Amaia;Etcheverry;amaia@exemple.fr;b@exemple.fr;;;ALPI;40000;\n"
        assert refusals(landes, FileKind.ADVISORS, ADVISORS + line) == [(2, TwoPeopleInOneRow)]

    def test_an_advisor_of_another_network_stays_unknown_here(self, landes: Network) -> None:
        gers = create_network("gers", "Réseau du Gers", now=NOON)
        take(gers, FileKind.ADVISORS, ADVISORS + AMAIA)
        assert refusals(landes, FileKind.HOURS, HOURS + ";1042;05/09/2022;matin;3\n") != []
        other_name = "Paul;Durand;amaia@exemple.fr;;;;ALPI;40000;\n"
        assert refusals(landes, FileKind.ADVISORS, ADVISORS + other_name) == [(2, EmailTaken)]


class TestTrainingDates:
    """Who is enrolled, where and from when to when."""

    def test_a_network_without_cohort_gets_one_from_the_dates(self, landes: Network) -> None:
        take(landes, FileKind.ADVISORS, ADVISORS + AMAIA + "B;Deux;b@exemple.fr;;1043;;ALPI;40000;\n")
        take(landes, FileKind.TRAINING_DATES, DATES + ENROLLED + "1043;;;04/04/2022;;;280h\n")
        (cohort,) = cohorts(landes)
        assert (cohort.starts_on, cohort.ends_on) == (date(2022, 3, 14), date(2022, 7, 29))
        assert cohort.late_after == date(2022, 4, 4)
        assert {each.enrolments[0].entry_status for each in advisors(landes)} == {EntryStatus.ON_TIME}

    def test_without_dates_there_is_no_cohort_to_make(self, hired: Network) -> None:
        with pytest.raises(NoDatesForCohort):
            refusals(hired, FileKind.TRAINING_DATES, DATES + "1042;;;;;Formation en septembre;\n")

    def test_one_of_several_cohorts_is_named(self, landes: Network) -> None:
        take(landes, FileKind.ADVISORS, ADVISORS + AMAIA.replace("14/03/2022", ""))
        add_cohort(landes, "Printemps 2022", date(2022, 3, 1))
        add_cohort(landes, "Automne 2022", date(2022, 9, 1))
        with pytest.raises(CohortNotChosen):
            refusals(landes, FileKind.TRAINING_DATES, DATES + ENROLLED)
        with pytest.raises(UnknownCohort):
            refusals(landes, FileKind.TRAINING_DATES, DATES + ENROLLED, "Hiver")
        take(landes, FileKind.TRAINING_DATES, DATES + ENROLLED, "printemps 2022")
        assert [each.cohort.name for each in only_advisor(landes).enrolments] == ["Printemps 2022"]
        take(landes, FileKind.TRAINING_DATES, DATES + "1042;;;05/09/2022;16/12/2022;;\n", "Automne 2022")
        day_of_nobody = HOURS + ";1042;20/08/2022;matin;3\n"
        assert refusals(landes, FileKind.HOURS, day_of_nobody) == [(2, AmbiguousEnrolment)]
        take(landes, FileKind.HOURS, HOURS + ";1042;06/09/2022;matin;3\n")

    def test_a_training_before_the_hiring_is_taken_and_told(self, hired: Network) -> None:
        """« Date de recrutement » of the State's export is the start of the training, so that neither date is sure."""
        earlier = DATES + ENROLLED.replace("14/03/2022", "07/03/2022")
        plan = take(hired, FileKind.TRAINING_DATES, earlier)
        advisor = only_advisor(hired)
        assert (advisor.hired_on, advisor.enrolments[0].starts_on) == (date(2022, 3, 14), date(2022, 3, 7))
        told = [(notice.line, notice.facts) for notice in plan.notices if notice.is_to_check]
        days = {"starts_on": date(2022, 3, 7), "hired_on": date(2022, 3, 14)}
        assert told == [(2, {"person": "Amaia ETCHEVERRY", **days})]
        again = take(hired, FileKind.TRAINING_DATES, earlier)
        assert (again.steps, [notice for notice in again.notices if notice.is_to_check]) == ((), [])
        change_enrolment(advisor.enrolments[0], starts_on=date(2022, 3, 7), now=NOON, by=None)
        with pytest.raises(TrainedBeforeHired):
            change_enrolment(advisor.enrolments[0], starts_on=date(2022, 3, 8), now=NOON, by=None)

    def test_a_contract_after_the_training_is_taken_and_told(self, landes: Network) -> None:
        take(landes, FileKind.ADVISORS, ADVISORS + AMAIA.replace("14/03/2022", ""))
        take(landes, FileKind.TRAINING_DATES, DATES + ENROLLED)
        listed = "Id conseiller;Nom;Prénom;Email professionnel;Nom de la structure;Date de début de contrat\n"
        line = "1042;Etcheverry;Amaia;amaia@exemple.fr;Mairie de Dax;01/04/2022\n"
        plan = take(landes, FileKind.ADVISORS, listed + line)
        assert only_advisor(landes).hired_on == date(2022, 4, 1)
        assert [notice.line for notice in plan.notices if notice.is_to_check] == [2]

    def test_dates_that_leave_credited_hours_outside_are_refused_in_the_trial(self, landes: Network) -> None:
        take(landes, FileKind.ADVISORS, ADVISORS + AMAIA.replace("14/03/2022", ""))
        take(landes, FileKind.TRAINING_DATES, DATES + ENROLLED)
        take(landes, FileKind.HOURS, HOURS + ";1042;15/03/2022;matin;3\n")
        later = DATES + ENROLLED.replace("14/03/2022", "01/04/2022")
        assert refusals(landes, FileKind.TRAINING_DATES, later) == [(2, HoursOutsideThePeriod)]
        contract = (
            "Id conseiller;Nom;Prénom;Email professionnel;Nom de la structure;Date de début de contrat\n"
        )
        take(landes, FileKind.ADVISORS, contract + "1042;Etcheverry;Amaia;amaia@exemple.fr;Dax;01/02/2022\n")
        assert refusals(landes, FileKind.TRAINING_DATES, later) == []

    def test_other_dates_are_changed_and_blank_ones_are_not(
        self, enrolled: Network, database: Session
    ) -> None:
        plan = take(enrolled, FileKind.TRAINING_DATES, DATES + "1042;;;#N/D;30/09/2022;;350h\n")
        enrolment = only_advisor(enrolled).enrolments[0]
        assert plan.steps[0].changes == ("fin de formation", "parcours", "heures prescrites")
        assert (enrolment.starts_on, enrolment.ends_on) == (date(2022, 3, 14), date(2022, 9, 30))
        assert enrolment.prescribed_minutes == 350 * 60
        acts = database.scalars(select(AuditEntry.action)).all()
        assert "enrolment.changed" in acts
        assert "file.imported" in acts
        assert list(chain_problems()) == []

    def test_september_makes_a_late_recruit_who_keeps_known_dates(self, enrolled: Network) -> None:
        take(enrolled, FileKind.TRAINING_DATES, DATES + "1042;;;#N/D;#N/D;Formation en septembre;\n")
        enrolment = only_advisor(enrolled).enrolments[0]
        assert enrolment.entry_status is EntryStatus.LATE
        assert "Formation en septembre" in (enrolment.decision_reason or "")
        assert enrolment.starts_on == date(2022, 3, 14)


class TestResults:
    """Who obtained what."""

    def test_the_day_of_the_jury_makes_a_session_of_its_own_once(
        self, enrolled: Network, database: Session
    ) -> None:
        line = CCP1 + "1042;Amaia;Etcheverry;;oui;12/10/2022\n"
        take(enrolled, FileKind.CCP1_RESULTS, line)
        assert take(enrolled, FileKind.CCP1_RESULTS, line).steps == ()
        (result,) = database.scalars(select(Result)).all()
        assert result.exam_session.name == "Résultats transmis par l’État, jury du 12/10/2022"
        assert (result.exam_session.held_on, result.exam_session.decided_on) == (None, date(2022, 10, 12))

    def test_each_day_of_the_jury_has_its_session(self, landes: Network, database: Session) -> None:
        """One of them is described already: it takes its results, and the file its day of deliberation."""
        others = "Bixente;Labat;bixente@exemple.fr;;1043;310;MAIRIE DE DAX;40100;\n"
        others += "Zoé;Puyo;zoe@exemple.fr;;1044;;Ville;;\n"
        take(landes, FileKind.ADVISORS, ADVISORS + AMAIA + others)
        take(landes, FileKind.TRAINING_DATES, DATES + ENROLLED + "1043;310;;;;;\n1044;310;;;;;\n")
        lines = CCP1 + "1042;;;;oui;12/10/2022\n1043;;;;oui;03/11/2022\n1044;;;;oui;12/10/2022\n"
        described = create_exam_session(
            landes, title_code="REMN", block_code="CCP1", name="Session de novembre", held_on=date(2022, 11, 3),
            now=NOON, by=None,
        )  # fmt: skip
        take(landes, FileKind.CCP1_RESULTS, lines)
        assert take(landes, FileKind.CCP1_RESULTS, lines).steps == ()
        found = {
            result.advisor.state_id: (result.exam_session.name, result.exam_session.decided_on)
            for result in database.scalars(select(Result))
        }
        of_october = ("Résultats transmis par l’État, jury du 12/10/2022", date(2022, 10, 12))
        assert found == {1042: of_october, 1043: (described.name, date(2022, 11, 3)), 1044: of_october}

    def test_no_is_not_a_failure(self, enrolled: Network, database: Session) -> None:
        plan = take(enrolled, FileKind.CCP1_RESULTS, CCP1 + "1042;;;;non;\n")
        assert (plan.steps, plan.unchanged) == ((), 1)
        assert database.scalars(select(Result)).all() == []

    def test_nobody_obtains_what_they_are_not_trained_for(self, hired: Network) -> None:
        assert refusals(hired, FileKind.CCP1_RESULTS, CCP1 + "1042;;;;oui;\n") == [(2, NotACandidate)]
        assert refusals(hired, FileKind.HOURS, HOURS + ";1042;05/09/2022;matin;3\n") == [(2, NotEnrolled)]

    def test_one_person_named_in_two_ways_is_one(self, enrolled: Network) -> None:
        lines = "1042;;;;oui;\n;;;amaia@exemple.fr;oui;\n"
        assert refusals(enrolled, FileKind.CCP1_RESULTS, CCP1 + lines) == [(3, DuplicateRow)]

    @pytest.mark.parametrize(
        ("who", "told"),
        [
            ("1042;ETCHEVERRY;Amaïa;amaia@exemple.fr", []),
            ("1042;amaia;etcheverry;", []),
            ("1042;;;AMAIA@exemple.fr", []),
            ("1042;Etcheverry;;", []),
            ("1042;Autre;Personne;amaia@exemple.fr", ["Personne Autre"]),
            (";Autre;Personne;amaia@exemple.fr", ["Personne Autre"]),
            (";Labat;Amaïa;amaia@exemple.fr", ["Amaïa Labat"]),
            (";Labat;;amaia@exemple.fr", ["Labat"]),
            ("1042;Etcheverry;Amaia;inconnue@exemple.org", ["inconnue@exemple.org"]),
        ],
    )
    def test_a_line_of_whom_something_agrees_is_taken_and_what_differs_is_told(
        self, who: str, told: list[str], enrolled: Network
    ) -> None:
        plan = take(enrolled, FileKind.CCP1_RESULTS, CCP1 + who + ";oui;\n")
        assert [step.person for step in plan.steps] == ["Amaia ETCHEVERRY"]
        assert [notice.facts.get("given") or notice.facts["email"] for notice in plan.notices] == told
        # Another family name is that of a marriage, perhaps; two other names are those of somebody else.
        checked = [notice.facts["given"] for notice in plan.notices if notice.is_to_check]
        assert checked == [name for name in told if name == "Personne Autre"]

    def test_a_name_that_is_not_theirs_is_told_once_wherever_it_stands_and_beside_refused_lines(
        self, enrolled: Network
    ) -> None:
        headings = "Email;Nom;Prénom;Date;Demi-journée;Heures\n"
        lines = [
            f"amaia@exemple.fr;{who};{day:02}/09/2022;matin;3\n"
            for day, who in enumerate(("Etcheverry;Amaïa", "Dupont;Jean", "Dupont;Jean"), start=5)
        ]
        wrong = "nul@exemple.fr;;;05/09/2022;matin;3\n"
        file = Source(FileKind.HOURS, "fichier.csv", (headings + "".join(lines) + wrong).encode())
        report = report_of(try_import(enrolled, file, today=TODAY))
        assert [line for line, _said in report.problems] == [5]
        assert [line for line, _said in report.to_check] == [3]
        with pytest.raises(LinesRefused) as refused:
            import_file(enrolled, file, today=TODAY, now=NOON, by=None)
        assert [each.line for each in refused.value.notices] == [3]

    @pytest.mark.parametrize(
        ("kind", "line"),
        [
            (FileKind.CCP1_RESULTS, CCP1 + "1042;Autre;Personne;inconnue@exemple.org;oui;\n"),
            (FileKind.CCP1_RESULTS, CCP1 + "1042;Autre;Personne;;oui;\n"),
            (FileKind.CCP1_RESULTS, CCP1 + "1042;;;inconnue@exemple.org;oui;\n"),
            (FileKind.PIX_RESULTS, "Prenom;Nom;Email;IdPG;Pix\nPersonne;Autre;x@exemple.org;1042;oui\n"),
            (
                FileKind.HOURS,
                "ID conseiller;Nom;Prénom;Date;Demi-journée;Heures\n1042;Autre;Personne;05/09/2022;matin;3\n",
            ),
        ],
    )
    def test_a_wrong_digit_does_not_make_somebody_of_somebody_else(
        self, kind: FileKind, line: str, enrolled: Network
    ) -> None:
        assert refusals(enrolled, kind, line) == [(2, IdentifierOfSomebodyElse)]

    def test_a_hyphen_or_an_accent_more_is_the_same_name(self, landes: Network) -> None:
        line = "Marie-Ève;de La Tour;marie@exemple.fr;;5003;310;MAIRIE DE DAX;40100;14/03/2022\n"
        take(landes, FileKind.ADVISORS, ADVISORS + line)
        take(landes, FileKind.TRAINING_DATES, DATES + "5003;310;;14/03/2022;29/07/2022;;105h\n")
        plan = take(landes, FileKind.CCP1_RESULTS, CCP1 + "5003;MARIE EVE;DE LA-TOUR;;oui;\n")
        assert (len(plan.steps), plan.notices) == (1, ())

    def test_another_address_among_the_training_dates_is_told(self, enrolled: Network) -> None:
        line = ENROLLED.replace(";310;;", ";310;inconnue@exemple.org;")
        plan = take(enrolled, FileKind.TRAINING_DATES, DATES + line)
        assert [notice.facts["email"] for notice in plan.notices if notice.line] == ["inconnue@exemple.org"]


class TestAllOrNothing:
    """What remains when something goes wrong."""

    def test_an_accident_in_the_middle_leaves_nothing(
        self, enrolled: Network, database: Session, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = rows_of(database)

        def fail(*_arguments: object, **_values: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(attendance.ledger, "record_act", fail)
        with pytest.raises(KeyboardInterrupt):
            take(enrolled, FileKind.HOURS, HOURS + ";1042;05/09/2022;matin;3\n;1042;06/09/2022;matin;3\n")
        assert rows_of(database) == before

    def test_what_only_the_service_refuses_is_told_with_its_line(
        self, landes: Network, database: Session, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = rows_of(database)

        def refuse(*_arguments: object, **_values: object) -> None:
            raise EmailTaken(email="b@exemple.fr")

        monkeypatch.setattr("app.exchange.importing.advisors.create_advisor", refuse)
        with pytest.raises(LinesRefused) as refused:
            take(landes, FileKind.ADVISORS, ADVISORS + AMAIA)
        assert [problem.line for problem in refused.value.problems] == [2]
        assert rows_of(database) == before

    def test_a_correction_is_not_undone_by_the_file_that_it_corrected(
        self, enrolled: Network, database: Session
    ) -> None:
        file = HOURS + ";1042;05/09/2022;matin;3\n"
        take(enrolled, FileKind.HOURS, file)
        entry = database.scalars(select(HoursEntry)).one()
        attendance.correct_entry(
            entry,
            attendance=entry.attendance,
            minutes=120,
            reason="Parti avant la fin",
            today=TODAY,
            now=NOON,
            by=None,
        )
        assert take(enrolled, FileKind.HOURS, file).steps == ()


def add_cohort(network: Network, name: str, starts_on: date) -> None:
    create_cohort(
        network,
        name=name,
        title_code="REMN",
        block_code="CCP1",
        programme_code="2021-2023",
        starts_on=starts_on,
        ends_on=date(starts_on.year, starts_on.month + 3, 28),
        late_after=starts_on,
        now=NOON,
        by=None,
    )


def rows_of(database: Session) -> list[int | None]:
    tables = (AuditEntry, Person, Advisor, Host, HoursEntry)
    return [database.scalar(select(func.count()).select_from(table)) for table in tables]
