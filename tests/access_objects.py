"""One of everything that an address can name, for the table of access."""

import io
from typing import Any

from sqlalchemy import select

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
from app.exchange.kinds import FileKind
from app.exchange.models import FileImport
from app.exchange.services import Source, import_file
from app.extensions import db
from app.people.models import Network, Person
from app.people.services import create_network, find_or_create_person, grant_role, make_link, use_link
from app.progress.models import Alert
from app.progress.rules import AlertKind
from app.training.models import Advisor, CatchUp, Enrolment, Group, Host, Provider, TrainingSession
from app.training.rules import Added, Addition, Modality
from app.training.services import complete_title, make_feed
from app.web.clock import now, today
from tests.access_table import EMAILS, STRANGER
from tests.browser_client import Browser

WORDS = {
    "network_code": "landes",
    "parcours_hours": 105,
    "title_code": "REMN",
    "block_code": "CCP1",
    "attestation": "realisation",
    "kind": "list",
    "what": "hours",
    "part": "state_code",
    "extension": "csv",
    "filename": "css/base.css",
}
"""What an address names that is no row."""


def everything_named() -> dict[str, Any]:
    """Make one of everything that an address can name, in the demonstration's network, and a second network."""
    _open_another_network()
    landes = db.session.scalars(select(Network).where(Network.code == "landes")).one()
    lea = db.session.scalars(select(Advisor).join(Person).where(Person.email == ADVISOR_TO_SHOW)).one()
    passed = db.session.scalars(
        select(Result).where(Result.advisor_id == lea.id, Result.title_code == "REMN")
    ).one()
    document = _certificate(landes, passed)
    unrecorded = select(TrainingSession.id).where(TrainingSession.day == landes.pinned_today).limit(1)
    half_day = db.session.get_one(TrainingSession, db.session.scalars(unrecorded).one())
    guest = add_unknown_guest(half_day, "Camille Inconnue", today=today(landes), now=now(), by=None)
    caught_up, told = _told_of(lea, passed)
    scan = attach_scan(half_day, "a.pdf", b"%PDF-1.4 %%EOF", today=today(landes), now=now(), by=None)
    return {
        **WORDS,
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
        "group_id": _first(Group),
        "host_id": _first(Host),
        "provider_id": _first(Provider),
        "exam_session_id": _first(ExamSession),
        "person_id": person_called(STAFF[2][0]).id,
        "document_id": document.id,
        "request_id": _asked_for(landes, document),
        "run_id": document.print_run_id,
        "number": document.number,
        "code": document.code,
        "sha256": _logo(landes),
        "addition_id": _added_name(landes),
        "secret": make_feed(lea.person, now=now()),
    }


def _open_another_network() -> None:
    """The Gers, with its administrator, and somebody who is in no network at all."""
    gers = create_network("gers", "Réseau du Gers", now=now())
    stranger = find_or_create_person(EMAILS[STRANGER], "Odile", "Voisine", now=now())
    grant_role(gers, stranger, Role.ADMINISTRATOR, now=now(), by=None)
    use_link(make_link(stranger, now=now()), PASSWORD, now=now())
    find_or_create_person("invited@exemple.fr", "Irène", "Invitée", now=now())


def _certificate(landes: Network, passed: Result) -> IssuedDocument:
    run = reserve_certificates(
        landes, [passed], today=today(landes), now=now(), by=None, base_url="http://127.0.0.1"
    )
    complete_run(run, now=now)
    return db.session.scalars(select(IssuedDocument)).one()


def _told_of(lea: Advisor, passed: Result) -> tuple[CatchUp, Alert]:
    """What stands by an advisor: a catch-up, an alert, and a place on the list of an exam."""
    caught_up = CatchUp(
        network_id=lea.network_id,
        session_id=_first(TrainingSession),
        enrolment_id=lea.enrolments[0].id,
        advisor_id=lea.id,
        accepted_at=now(),
    )
    told = Alert(
        network_id=lea.network_id,
        enrolment_id=lea.enrolments[0].id,
        advisor_id=lea.id,
        kind=AlertKind.OUT_OF_REACH,
        level=210,
        raised_at=now(),
    )
    called = ExamCandidate(
        network_id=lea.network_id,
        exam_session_id=passed.exam_session_id,
        advisor_id=lea.id,
        admitted_at=now(),
    )
    db.session.add_all([caught_up, told, called])
    db.session.commit()
    return caught_up, told


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
    by, day = person_called(STAFF[1][0]), today(landes)
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
    return receive_sheet(half_day, sheet, today=now().date(), now=now(), by=person_called(STAFF[1][0])).id


def uploaded(administrator: Browser) -> str:
    """The name under which a file is kept that an administrator has tried."""
    administrator.get("/reseau/landes/fichiers/importer/hours")
    file = f"Email;Date;Demi-journée;Heures\r\n{LATE_RECRUIT_TO_SHOW};09/11/2022;matin;3,5\r\n".encode()
    tried = administrator.submit(file=(io.BytesIO(file), "heures.csv"))
    return tried.path.rsplit("/", 1)[-1]


def person_called(email: str) -> Person:
    """Who has this address."""
    return db.session.scalars(select(Person).where(Person.email == email)).one()


def _asked_for(landes: Network, document: IssuedDocument) -> int:
    by = person_called(STAFF[2][0])
    return ask_to_revoke(landes, document, "Essai", now=now(), by=by).id


def _first(model: Any) -> int:
    found: int = db.session.scalars(select(model.id).order_by(model.id).limit(1)).one()
    return found
