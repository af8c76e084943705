"""Who may open what: one table for every route, tried by everybody, on both databases.

Each refused cell has its twin: the same address, with the same objects, opens for somebody. A table alone would miss a
hole that shows as “not found” only because nothing was there.
"""

import io
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from flask import Blueprint, Flask
from pikepdf import Pdf
from sqlalchemy import select

from app import create_app
from app.attendance.models import HoursEntry
from app.attendance.services import (
    Done,
    ProofFile,
    SentSheet,
    add_unknown_guest,
    attach_scan,
    hand_in,
    receive_sheet,
    validate_activities,
)
from app.certification.models import ExamCandidate, ExamSession, Result
from app.core.roles import Role
from app.demonstration.people import ADVISOR_TO_SHOW, LATE_RECRUIT_TO_SHOW, STAFF
from app.demonstration.services import PASSWORD
from app.documents.models import IssuedDocument
from app.documents.services import (
    Look,
    PictureFile,
    ask_to_revoke,
    complete_run,
    reserve_certificates,
    save_letterhead,
)
from app.documents.typesetting.press import Press
from app.exchange.importing.kinds import FileKind
from app.exchange.models import FileImport
from app.exchange.services import Source, import_file
from app.extensions import db
from app.home import views as home
from app.people.models import Network, Person
from app.people.services import create_network, find_or_create_person, grant_role, make_link, use_link
from app.progress.models import Alert
from app.progress.rules import AlertKind
from app.training.models import Advisor, CatchUp, Enrolment, Group, Host, Provider, TrainingSession
from app.training.rules import Added, Addition, Modality
from app.training.services import complete_title, make_feed
from app.web.clock import now, today
from config import TestingConfig
from tests.browser_client import Browser
from tests.installation import Installation

NOBODY, STRANGER = "nobody", "administrator of another network"
ADVISOR, TRAINER, ADMINISTRATOR = "advisor", "trainer", "administrator"
EMAILS = {
    ADVISOR: ADVISOR_TO_SHOW,
    TRAINER: STAFF[1][0],
    ADMINISTRATOR: STAFF[0][0],
    STRANGER: "administration@gers.exemple.fr",
}

EVERYBODY = {NOBODY, STRANGER, ADVISOR, TRAINER, ADMINISTRATOR}
SIGNED_IN = EVERYBODY - {NOBODY}
TRAINERS = {TRAINER, ADMINISTRATOR}
ADMINISTRATORS = {ADMINISTRATOR}

TABLE: dict[str, set[str]] = {
    "static": EVERYBODY,
    "home.index": EVERYBODY,
    "home.accessibility": EVERYBODY,
    "home.status": EVERYBODY,
    "home.offline": EVERYBODY,
    "home.service_worker": EVERYBODY,
    "home.manifest": EVERYBODY,
    "people.who": EVERYBODY,
    "people.sign_in": EVERYBODY,
    "people.choose_language": EVERYBODY,
    "people.forgotten_password": EVERYBODY,
    "people.one_time_link": EVERYBODY,
    # These end on the sign-in page whoever asks; to nobody they do nothing.
    "people.sign_out": EVERYBODY,
    "people.sign_out_everywhere": EVERYBODY,
    "documents.verify": EVERYBODY,
    "documents.verify_as_data": EVERYBODY,
    "documents.verify_file": EVERYBODY,
    "documents.verify_file_as_data": EVERYBODY,
    "documents.verification": EVERYBODY,
    "documents.verification_as_data": EVERYBODY,
    "people.account": SIGNED_IN,
    "people.change_password": SIGNED_IN,
    "people.new_address": SIGNED_IN,
    "progress.my_progress": {ADVISOR},
    "attendance.my_hours": {ADVISOR},
    "attendance.scan": EVERYBODY,
    "attendance.sign_with_link": EVERYBODY,
    "attendance.enter_code": {ADVISOR},
    "attendance.sign": {ADVISOR},
    "attendance.confirm_signature": {ADVISOR},
    "attendance.signatures": TRAINERS,
    "attendance.signatures_now": TRAINERS,
    "attendance.pad": TRAINERS,
    "attendance.sign_on_pad": TRAINERS,
    "attendance.make_link_to_sign": TRAINERS,
    "attendance.closing": {TRAINER},
    "attendance.close": {TRAINER},
    "attendance.reopen": TRAINERS,
    "attendance.undo": TRAINERS,
    "attendance.receive": TRAINERS,
    "attendance.compare": TRAINERS,
    "attendance.decide": TRAINERS,
    "attendance.paper": TRAINERS,
    "attendance.attach": TRAINERS,
    "attendance.scan_file": TRAINERS,
    "attendance.my_activities": {ADVISOR},
    "attendance.hand_in_mine": {ADVISOR},
    "attendance.withdraw": {ADVISOR},
    "attendance.remove_proofs": {ADVISOR},
    "attendance.activities_of_advisor": TRAINERS,
    "attendance.hand_in_for": TRAINERS,
    "attendance.proof_file": TRAINERS | {ADVISOR},
    "attendance.activities": TRAINERS,
    "attendance.validate": {TRAINER},
    "attendance.undo_validation": {TRAINER},
    "attendance.activity": TRAINERS,
    "attendance.refuse": {TRAINER},
    "attendance.reopen_activity": {TRAINER},
    "documents.half_day_sheet": TRAINERS,
    "documents.week_sheet": TRAINERS,
    "documents.person_hours": TRAINERS,
    "documents.group_hours": TRAINERS,
    "attendance.add": TRAINERS,
    "attendance.remove": TRAINERS,
    "attendance.merge": ADMINISTRATORS,
    "documents.certificate_pdf": {ADVISOR, ADMINISTRATOR},
    "documents.my_convocation": {ADVISOR},
    "attendance.sessions": TRAINERS,
    "attendance.register": TRAINERS,
    "attendance.record": TRAINERS,
    "attendance.ledger": TRAINERS,
    "attendance.correct": TRAINERS,
    "attendance.save_correction": TRAINERS,
    "progress.advisor_file": TRAINERS,
    "progress.my_contract": {ADVISOR},
    "progress.accept_catch_up": {ADVISOR},
    "progress.give_catch_up_back": {ADVISOR},
    "progress.assign_catch_up": ADMINISTRATORS,
    "progress.withdraw_catch_up": ADMINISTRATORS,
    "progress.contract": TRAINERS,
    "progress.acknowledge": TRAINERS,
    "progress.target": ADMINISTRATORS,
    "progress.alert_thresholds": ADMINISTRATORS,
    "progress.contracts": TRAINERS,
    "progress.network_table": ADMINISTRATORS,
    "progress.late_recruits": ADMINISTRATORS,
    "people.accounts": ADMINISTRATORS,
    "people.member": ADMINISTRATORS,
    "people.invite": ADMINISTRATORS,
    "people.make_link": ADMINISTRATORS,
    "people.change_address": ADMINISTRATORS,
    "people.close": ADMINISTRATORS,
    "people.reopen": ADMINISTRATORS,
    "training.cohorts": ADMINISTRATORS,
    "training.cohort": ADMINISTRATORS,
    "training.new_cohort": ADMINISTRATORS,
    "training.change_cohort": ADMINISTRATORS,
    "training.modules": ADMINISTRATORS,
    "training.titles": ADMINISTRATORS,
    "training.complete_title": ADMINISTRATORS,
    "training.add_block": ADMINISTRATORS,
    "training.correct_addition": ADMINISTRATORS,
    "training.take_back_addition": ADMINISTRATORS,
    "training.new_group": ADMINISTRATORS,
    "training.hosts": ADMINISTRATORS,
    "training.new_host": ADMINISTRATORS,
    "training.remove_host": ADMINISTRATORS,
    "training.remove_provider": ADMINISTRATORS,
    "training.remove_cohort": ADMINISTRATORS,
    "training.remove_group": ADMINISTRATORS,
    "training.change_host": ADMINISTRATORS,
    "training.providers": ADMINISTRATORS,
    "training.new_provider": ADMINISTRATORS,
    "training.change_provider": ADMINISTRATORS,
    "training.new_advisor": ADMINISTRATORS,
    "training.change_advisor": ADMINISTRATORS,
    "training.enrol": ADMINISTRATORS,
    "training.change_enrolment": ADMINISTRATORS,
    "calendars.feed": EVERYBODY,
    "calendars.own": SIGNED_IN,
    "calendars.make": SIGNED_IN,
    "calendars.end": SIGNED_IN,
    "training.calendar": {ADVISOR, *TRAINERS},
    "training.calendar_file": {ADVISOR, *TRAINERS},
    "training.half_day": TRAINERS,
    "training.plan_session": ADMINISTRATORS,
    "training.plan_series": ADMINISTRATORS,
    "training.copy_sessions": ADMINISTRATORS,
    "training.change_session": ADMINISTRATORS,
    "training.cancel_session": TRAINERS,
    "training.rename_group": ADMINISTRATORS,
    "certification.exam_sessions": ADMINISTRATORS,
    "certification.exam_session": ADMINISTRATORS,
    "certification.take_step": ADMINISTRATORS,
    "certification.exam_candidates": ADMINISTRATORS,
    "certification.exam_incidents": ADMINISTRATORS,
    "certification.convoke_candidates": ADMINISTRATORS,
    "certification.decide_result_anew": ADMINISTRATORS,
    "documents.exam_convocations": ADMINISTRATORS,
    "documents.exam_attendance": ADMINISTRATORS,
    "documents.exam_minutes": ADMINISTRATORS,
    "certification.admit_all_ready": ADMINISTRATORS,
    "certification.admit_together": ADMINISTRATORS,
    "certification.admit_candidate": ADMINISTRATORS,
    "certification.withdraw_candidate": ADMINISTRATORS,
    "certification.arrange_candidate": ADMINISTRATORS,
    "certification.receive_exam_files": ADMINISTRATORS,
    "certification.exam_file": TRAINERS,
    "certification.new_exam_session": ADMINISTRATORS,
    "certification.cancel_exam_session": ADMINISTRATORS,
    "certification.take_step_back": ADMINISTRATORS,
    "certification.state_authority": ADMINISTRATORS,
    "certification.change_exam_session": ADMINISTRATORS,
    "certification.block_results": ADMINISTRATORS,
    "certification.record_result": ADMINISTRATORS,
    "certification.record_pix": ADMINISTRATORS,
    "documents.attestation": ADMINISTRATORS,
    "progress.quality": ADMINISTRATORS,
    "progress.quality_sheet": ADMINISTRATORS,
    "documents.certificates": ADMINISTRATORS,
    "documents.issue": ADMINISTRATORS,
    "documents.all_merged": ADMINISTRATORS,
    "documents.all_zipped": ADMINISTRATORS,
    "documents.replace_certificate": ADMINISTRATORS,
    "documents.revoke_certificate": ADMINISTRATORS,
    "documents.gate": ADMINISTRATORS,
    "documents.mail_run": ADMINISTRATORS,
    "documents.choose_files": ADMINISTRATORS,
    "documents.confirmations": ADMINISTRATORS,
    "documents.decide_confirmation": ADMINISTRATORS,
    "documents.switch_confirmation": ADMINISTRATORS,
    "documents.certificate": ADMINISTRATORS,
    "documents.corrections": ADMINISTRATORS,
    "documents.duplicate": ADMINISTRATORS,
    "documents.keep_certificate": ADMINISTRATORS,
    "documents.gate_of_chosen": ADMINISTRATORS,
    "documents.withdraw_certificate": ADMINISTRATORS,
    "documents.print_run": ADMINISTRATORS,
    "documents.resume_run": ADMINISTRATORS,
    "documents.run_merged": ADMINISTRATORS,
    "documents.run_zipped": ADMINISTRATORS,
    "documents.settings": ADMINISTRATORS,
    "documents.save_settings": ADMINISTRATORS,
    "documents.preview": ADMINISTRATORS,
    "documents.paper_models": ADMINISTRATORS,
    "documents.network_letterhead": ADMINISTRATORS,
    "documents.provider_letterhead": ADMINISTRATORS,
    "documents.picture": ADMINISTRATORS,
    "documents.paper_specimen": ADMINISTRATORS,
    "exchange.files": ADMINISTRATORS,
    "exchange.running_import": ADMINISTRATORS,
    "exchange.past_imports": ADMINISTRATORS,
    "exchange.past_import": ADMINISTRATORS,
    "exchange.undo": ADMINISTRATORS,
    "exchange.choose_export": ADMINISTRATORS,
    "exchange.ceres_list": ADMINISTRATORS,
    "exchange.new_import": ADMINISTRATORS,
    "exchange.try_file": ADMINISTRATORS,
    "exchange.trial": ADMINISTRATORS,
    "exchange.apply_import": ADMINISTRATORS,
    "exchange.export": ADMINISTRATORS,
    "exchange.template": ADMINISTRATORS,
}

REFUSED = {401, 403, 404, 405}
_ENDS_SESSION = ("people.sign_out_everywhere", "people.sign_out")
_LEADS_TO_SIGN_IN = {"home.index", *_ENDS_SESSION}


class Door(NamedTuple):
    """One address with objects that exist, and one way of knocking."""

    endpoint: str
    method: str
    path: str


@pytest.fixture
def doors(demo_app: Flask, installation: Installation) -> list[Door]:
    def build() -> list[Door]:
        with demo_app.app_context():
            objects = _objects()
        administrator = Browser(demo_app)
        administrator.sign_in(EMAILS[ADMINISTRATOR], PASSWORD)
        objects["upload"] = _uploaded(administrator)
        with demo_app.app_context():
            objects["link"] = make_link(_person("invited@exemple.fr"), now=now())
        # Doors that end the session come last: its token opens nothing afterwards.
        return sorted(_doors(demo_app, objects), key=lambda door: door.endpoint in _ENDS_SESSION)

    return installation.put_into("doors", build)


@pytest.fixture
def _nothing_is_typeset(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who gets a paper is asked here, not how it looks: typesetting takes longer than all other answers together."""
    monkeypatch.setattr(Press, "printed_pages", lambda *_: _blank_page())


@pytest.mark.usefixtures("_nothing_is_typeset")
@pytest.mark.parametrize("who", [NOBODY, STRANGER, ADVISOR, TRAINER, ADMINISTRATOR])
def test_everybody_opens_what_the_table_gives_them_and_nothing_else(
    who: str, doors: list[Door], demo_app: Flask, installation: Installation
) -> None:
    browser = Browser(demo_app)
    if who in EMAILS:
        browser.sign_in(EMAILS[who], PASSWORD)
    token = browser.csrf_token()
    state = f"signed in as {who}"
    installation.database.remember(state)

    wrong = []
    for door in doors:
        response = browser.send(
            door.method, door.path, data={"csrf_token": token} if door.method == "POST" else None
        )
        opened = _has_opened(response.status_code, response.headers.get("Location", ""), door)
        response.close()
        if opened is not (who in TABLE[door.endpoint]) or response.status_code >= 500:
            wrong.append(f"{door.method} {door.endpoint} ({door.path}): {response.status_code}")
        if door.method == "POST" and opened:
            # What one door changed must not decide what is behind the next.
            installation.database.restore(state)

    assert wrong == []


def test_a_network_of_others_is_as_good_as_none(doors: list[Door], demo_app: Flask) -> None:
    browser = Browser(demo_app)
    browser.sign_in(EMAILS[STRANGER], PASSWORD)

    paths = ("/reseau/landes/conseillers", "/reseau/nulle-part/conseillers")
    answers = {browser.send("GET", path).status_code for path in paths}

    assert answers == {404}


def test_objects_of_another_network_are_not_found_through_ones_own(
    doors: list[Door], demo_app: Flask
) -> None:
    browser = Browser(demo_app)
    browser.sign_in(EMAILS[STRANGER], PASSWORD)
    with_an_id = [
        door for door in doors if door.path.startswith("/reseau/landes/") and _names_an_object(door.path)
    ]
    token = browser.csrf_token()

    found = []
    for door in with_an_id:
        path = door.path.replace("/reseau/landes/", "/reseau/gers/")
        response = browser.send(
            door.method, path, data={"csrf_token": token} if door.method == "POST" else None
        )
        # A page for advisors is refused by role before anything is looked up.
        if response.status_code != (404 if ADMINISTRATOR in TABLE[door.endpoint] else 403):
            found.append(f"{door.method} {path}: {response.status_code}")

    assert len(with_an_id) > 20
    assert found == []


def test_an_advisor_gets_their_own_certificate_and_no_other(doors: list[Door], demo_app: Flask) -> None:
    path = next(door.path for door in doors if door.endpoint == "documents.certificate_pdf")
    own, other = Browser(demo_app), Browser(demo_app)
    own.sign_in(ADVISOR_TO_SHOW, PASSWORD)
    other.sign_in(LATE_RECRUIT_TO_SHOW, PASSWORD)

    assert own.send("GET", path).status_code == 200
    assert other.send("GET", path).status_code == 404


def test_the_table_names_every_route_and_no_other(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(TABLE)


def test_the_application_does_not_start_with_a_route_that_declares_no_access(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    silent = Blueprint("silent", __name__)
    silent.add_url_rule("/silence", "nothing_said", lambda: "")
    monkeypatch.setattr(home, "blueprint", silent)

    with pytest.raises(RuntimeError, match=r"declare no access: silent\.nothing_said$"):
        create_app(TestingConfig("sqlite://"))


def _blank_page() -> bytes:
    """A file that can be laid over another, as a duplicate is marked."""
    written = io.BytesIO()
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(written)
    return written.getvalue()


def _has_opened(status: int, location: str, door: Door) -> bool:
    is_sent_to_sign_in = location.startswith("/connexion") and door.endpoint not in _LEADS_TO_SIGN_IN
    return status not in REFUSED and not is_sent_to_sign_in


def _names_an_object(path: str) -> bool:
    return re.search(r"/\d", path) is not None


def _doors(app: Flask, objects: dict[str, Any]) -> Iterator[Door]:
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        # A one-time link and an upload both carry a token, each its own.
        token = objects["link"] if rule.endpoint == "people.one_time_link" else objects["upload"]
        path = adapter.build(
            rule.endpoint, {name: {**objects, "token": token}[name] for name in rule.arguments}
        )
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield Door(rule.endpoint, method, path)


def _objects() -> dict[str, Any]:
    """Make one of everything that an address can name, in the demonstration's network, and a second network."""
    gers = create_network("gers", "Réseau du Gers", now=now())
    stranger = find_or_create_person(EMAILS[STRANGER], "Odile", "Voisine", now=now())
    grant_role(gers, stranger, Role.ADMINISTRATOR, now=now(), by=None)
    use_link(make_link(stranger, now=now()), PASSWORD, now=now())
    find_or_create_person("invited@exemple.fr", "Irène", "Invitée", now=now())
    landes = db.session.scalars(select(Network).where(Network.code == "landes")).one()
    lea = db.session.scalars(select(Advisor).join(Person).where(Person.email == ADVISOR_TO_SHOW)).one()
    passed = db.session.scalars(
        select(Result).where(Result.advisor_id == lea.id, Result.title_code == "REMN")
    ).one()
    run = reserve_certificates(
        landes, [passed], today=today(landes), now=now(), by=None, base_url="http://127.0.0.1"
    )
    complete_run(run, now=now)
    document = db.session.scalars(select(IssuedDocument)).one()
    unrecorded = select(TrainingSession.id).where(TrainingSession.day == landes.pinned_today).limit(1)
    half_day = db.session.get_one(TrainingSession, db.session.scalars(unrecorded).one())
    guest = add_unknown_guest(half_day, "Camille Inconnue", today=today(landes), now=now(), by=None)
    caught_up = CatchUp(
        network_id=landes.id,
        session_id=_first(TrainingSession),
        enrolment_id=lea.enrolments[0].id,
        advisor_id=lea.id,
        accepted_at=now(),
    )
    told = Alert(
        network_id=landes.id,
        enrolment_id=lea.enrolments[0].id,
        advisor_id=lea.id,
        kind=AlertKind.OUT_OF_REACH,
        level=210,
        raised_at=now(),
    )
    called = ExamCandidate(
        network_id=landes.id, exam_session_id=passed.exam_session_id, advisor_id=lea.id, admitted_at=now()
    )
    db.session.add_all([caught_up, told, called])
    db.session.commit()
    scan = attach_scan(half_day, "a.pdf", b"%PDF-1.4 %%EOF", today=today(landes), now=now(), by=None)
    return {
        "network_code": "landes",
        "catch_up_id": caught_up.id,
        "scan_id": scan.id,
        **_activity(landes, lea),
        "import_id": _imported(landes),
        "alert_id": told.id,
        "guest_id": guest.id,
        "sheet_id": _kept_sheet(half_day),
        "advisor_id": lea.id,
        "enrolment_id": _first(Enrolment),
        "session_id": half_day.id,
        "entry_id": _first(HoursEntry),
        "cohort_id": lea.enrolments[0].cohort_id,
        "parcours_hours": 105,
        "group_id": _first(Group),
        "host_id": _first(Host),
        "provider_id": _first(Provider),
        "exam_session_id": _first(ExamSession),
        "person_id": _person(STAFF[2][0]).id,
        "document_id": document.id,
        "request_id": _asked_for(landes, document),
        "run_id": document.print_run_id,
        "number": document.number,
        "code": document.code,
        "title_code": "REMN",
        "attestation": "realisation",
        "kind": "list",
        "sha256": _logo(landes),
        "block_code": "CCP1",
        "what": "hours",
        "part": "state_code",
        "addition_id": _added_name(landes),
        "extension": "csv",
        "filename": "css/base.css",
        "secret": make_feed(lea.person, now=now()),
    }


def _added_name(landes: Network) -> int:
    """What the network has added to a title."""
    addition = Addition(Added.NAME, "Intitulé", "CCP1")
    return complete_title(landes, "MN", addition, source="arrêté", now=now(), by=None).id


def _logo(landes: Network) -> str:
    """A logo of the network, by its name."""
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    look = Look(colour=None, logo=PictureFile("logo.svg", drawing))
    return save_letterhead(landes, None, look, now=now(), by=None).logo_sha256 or ""


def _imported(landes: Network) -> int:
    """A file of half-days that was imported from the command line."""
    text = f"Email;Date;Demi-journée;Heures\r\n{LATE_RECRUIT_TO_SHOW};05/11/2022;matin;3,5\r\n"
    source = Source(FileKind.HOURS, "heures.csv", text.encode())
    import_file(landes, source, today=today(landes), now=now(), by=None)
    return _first(FileImport)


def _activity(landes: Network, lea: Advisor) -> dict[str, int]:
    """An activity that Léa has handed in with a proof, and another that a trainer has validated."""
    by, day = _person(STAFF[1][0]), today(landes)
    done = [
        hand_in(
            Done(lea.enrolments[0], day, Modality.E_LEARNING, title, 90),
            [ProofFile("a.pdf", b"%PDF-1.4 %%EOF")],
            today=day,
            now=now(),
            by=lea.person,
        )
        for title in ("Module 1", "Module 2")
    ]
    recording = validate_activities(landes, [done[1].id], today=day, now=now(), by=by)
    assert recording is not None
    return {"activity_id": done[0].id, "proof_id": done[0].proofs[0].id, "recording_id": recording.id}


def _kept_sheet(half_day: TrainingSession) -> int:
    """A register that was filled in without network, and that is about nobody who is expected."""
    sheet = SentSheet(
        "5e4a2f9c-6f0b-4d53-9d5e-0a6a7b1f2c3d", {}, "", now(), now(), "15 novembre 2022", marks=None
    )
    return receive_sheet(half_day, sheet, today=now().date(), now=now(), by=_person(STAFF[1][0])).id


def _uploaded(administrator: Browser) -> str:
    administrator.get("/reseau/landes/fichiers/importer/hours")
    file = f"Email;Date;Demi-journée;Heures\r\n{LATE_RECRUIT_TO_SHOW};09/11/2022;matin;3,5\r\n".encode()
    tried = administrator.submit(file=(io.BytesIO(file), "heures.csv"))
    return tried.path.rsplit("/", 1)[-1]


def _person(email: str) -> Person:
    return db.session.scalars(select(Person).where(Person.email == email)).one()


def _asked_for(landes: Network, document: IssuedDocument) -> int:
    by = _person(STAFF[2][0])
    return ask_to_revoke(landes, document, "Essai", now=now(), by=by).id


def _first(model: Any) -> int:
    found: int = db.session.scalars(select(model.id).order_by(model.id).limit(1)).one()
    return found
