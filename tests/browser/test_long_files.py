"""The page of a long file, in each state in which somebody may find it."""

from collections.abc import Callable

from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.demonstration.people import STAFF
from app.exchange.kinds import FileKind
from app.exchange.reports import Report, ShownStep
from app.exchange.services import Source, finish_work, interrupt_work, keep_for_import, start_work
from app.extensions import db
from app.people.models import Network, Person
from app.web.clock import now
from tests.browser.conftest import SignIn
from tests.browser.test_every_page import NARROW, WIDE
from tests.installation import Installation

FOUND = Report(
    created=1, steps=[ShownStep(2, is_new=True, person="Zoé Martin", details="matin")], unchanged=4_000
)
REFUSED = Report(problems=[(7, "« hier » n’est pas une date.")], problem_count=1)
STATES = {
    "Livret essaie le fichier": (None, False),
    "L’essai est interrompu": (None, True),
    "L’essai est fini": (FOUND, None),
    "Livret importe le fichier": (FOUND, False),
    "L’import est interrompu": (FOUND, True),
    "Rien n’est importé": (REFUSED, None),
}


def keep_one_in_each_state(app: Flask) -> dict[str, str]:
    """Keep a file in each state for the administrator of the demonstration; return the tokens."""
    tokens = {}
    with app.app_context():
        network = db.session.scalars(select(Network).where(Network.code == "landes")).one()
        by = db.session.scalars(select(Person).where(Person.email == STAFF[0][0])).one()
        source = Source(FileKind.HOURS, "heures.csv", b"Email;Date")
        for heading, (report, is_interrupted) in STATES.items():
            token = keep_for_import(network, source, now=now(), by=by).token
            if report is not None:
                lines, refused = report.lines, report.is_refused
                finish_work(
                    network, token, report.as_data(), lines=lines, is_refused=refused, now=now(), by=by
                )
            if is_interrupted is not None:
                start_work(network, token, now=now(), by=by)
            if is_interrupted:
                interrupt_work(network, token, now=now(), by=by)
            tokens[heading] = token
    return tokens


def test_the_page_of_a_long_file_is_accessible_in_each_of_its_states(
    page_narrow: Page,
    sign_in: SignIn,
    expect_accessible: Callable[[Page], None],
    sqlite_installation: Installation,
) -> None:
    tokens = keep_one_in_each_state(sqlite_installation.app)
    sign_in(page_narrow, STAFF[0][0])
    for heading, token in tokens.items():
        paths = [f"/reseau/landes/fichiers/essai/{token}/import"]
        paths += [f"/reseau/landes/fichiers/essai/{token}"] if heading == "L’essai est fini" else []
        for path in paths:
            page_narrow.goto(path)
            if path.endswith("import"):
                expect(page_narrow.get_by_text(heading, exact=True)).to_be_visible()
            for size in (NARROW, WIDE):
                page_narrow.set_viewport_size(size)
                expect_accessible(page_narrow)
