"""The administrator's pages: a file is sent once, tried, shown, and imported by one button."""

import io
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask

from app.core.roles import Role
from app.exchange.kinds import FileKind
from app.people.queries import network_by_code
from app.web.clock import now
from tests.browser_client import Browser
from tests.exchange.conftest import ODILE, Content, sign_in_as
from tests.exchange.network_files import RECRUITS, advisors_file
from tests.exchange.test_services import add_cohort
from tests.html_page import Page

KINDS = [kind.value for kind in FileKind]
FEW_ADVISORS = advisors_file(RECRUITS[:5])


def send(browser: Browser, kind: str, data: bytes, name: str = "fichier.csv", *, status: int = 200) -> Page:
    browser.get(f"/reseau/landes/fichiers/importer/{kind}")
    return browser.submit("Essayer ce fichier", file=(io.BytesIO(data), name), status=status)


def test_the_page_of_files_offers_five_imports_and_three_exports(odile: Browser) -> None:
    page = odile.get("/reseau/landes/fichiers")
    assert page.heading == "Fichiers"
    for kind in KINDS:
        assert f"/reseau/landes/fichiers/importer/{kind}" in page.links().values()
    for what in ("advisors", "hours", "results"):
        for extension in ("csv", "xlsx"):
            answer = odile.get(f"/reseau/landes/export/{what}.{extension}")
            assert answer.headers["Content-Disposition"].startswith("attachment; filename=")


def test_each_import_explains_itself_before_it_asks(odile: Browser) -> None:
    for kind in KINDS:
        page = odile.get(f"/reseau/landes/fichiers/importer/{kind}")
        assert page.heading.startswith("Importer : "), kind
        assert page.texts("li"), kind


def test_five_files_make_the_network_by_hand(
    odile: Browser, few_files: dict[str, Path], counts: Callable[[], dict[str, int]]
) -> None:
    for kind, path in few_files.items():
        before = counts()
        page = send(odile, kind, path.read_bytes(), path.name)
        assert page.heading == "Avant d’importer"
        tried = counts()
        assert {name for name in tried if tried[name] != before[name]} == {"pending_imports", "audit_entries"}
        assert odile.submit("Importer").heading == "Fichiers"
        assert "est importé" in odile.page.text if odile.page else False
        assert counts()["pending_imports"] == 0
    assert (counts()["advisors"], counts()["results"], counts()["hours_entries"]) == (8, 14, 48)


def test_what_would_change_is_shown_line_by_line(odile: Browser) -> None:
    page = send(odile, "advisors", advisors_file())
    assert len(page.rows()) == 34
    assert page.rows()[2] == ["4", "Jean-Noël D'ARTAGNAN A", "Ajout", "MAIRIE DE AIRE-SUR-L’ADOUR"]
    assert "n’enregistrent aucun résultat" in page.text


def test_a_file_that_changes_nothing_says_so_and_offers_no_button(
    odile: Browser, full_network: dict[str, Path]
) -> None:
    odile.enter(ODILE)
    page = send(odile, "hours", full_network["hours"].read_bytes())
    assert "ne change rien" in page.text
    assert "Importer" not in page.texts("button")


def test_bad_lines_are_listed_and_nothing_is_kept(
    odile: Browser, counts: Callable[[], dict[str, int]]
) -> None:
    before = counts()
    file = "Email;Date;Demi-journée;Heures;Humeur\nnon;32/01/2022;soir;x;\npersonne@exemple.fr;05/09/2022;matin;3;\n"
    page = send(odile, "hours", file.encode(), status=422)
    assert page.heading == "Lignes à corriger"
    assert [row[0] for row in page.rows()] == ["2", "2", "2", "2", "3"]
    assert "Email – « non » n’est pas une adresse" in page.text
    assert "Colonnes laissées de côté : « Humeur »" in page.text
    assert counts() == before


UNREADABLE = {
    b"": "est vide",
    b"\x89PNG\r\n\x1a\n" + bytes(64): "semble être un fichier PNG",
    b"PK\x03\x04" + bytes(40): "endommagé",
    b"Email;Nom\n\x00\x01;\xff\n": "pas un texte lisible",
    b"x;y\n1;2\n": "Colonnes absentes",
}


def test_a_file_that_cannot_be_read_is_explained_beside_the_field(
    odile: Browser, counts: Callable[[], dict[str, int]]
) -> None:
    before = counts()
    for data, sentence in UNREADABLE.items():
        assert sentence in send(odile, "hours", data, status=422).text
    assert counts() == before


def test_nothing_chosen_is_said_beside_the_field(odile: Browser) -> None:
    odile.get("/reseau/landes/fichiers/importer/hours")
    assert "Choisissez un fichier." in odile.submit("Essayer ce fichier", status=422).text


@pytest.mark.parametrize(
    ("megabytes", "status", "sentence"), [(10, 422, "dépasse 10 Mo"), (13, 413, "dépasse 12 Mo")]
)
def test_a_file_too_large_is_refused(megabytes: int, status: int, sentence: str, odile: Browser) -> None:
    # Written by hand: the test client would keep so large a body in a file that it never closes.
    head = (
        f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{odile.csrf_token()}\r\n'
        '--x\r\nContent-Disposition: form-data; name="file"; filename="h.csv"\r\n\r\nEmail;Date\r\n'
    )
    body = head.encode() + b"x" * (megabytes * 1024 * 1024) + b"\r\n--x--\r\n"
    answer = odile.send(
        "POST",
        "/reseau/landes/fichiers/importer/hours",
        data=body,
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == status
    assert sentence in answer.text


def test_the_cohort_is_asked_for_where_there_are_several(
    odile: Browser, in_training: dict[str, Path], app: Flask
) -> None:
    odile.enter(ODILE)
    page = odile.get("/reseau/landes/fichiers/importer/training-dates")
    assert "cohort" not in page.forms[-1].names()
    with app.app_context():
        network = network_by_code("landes")
        assert network is not None
        add_cohort(network, "Automne 2023", date(2023, 9, 1))
    odile.get("/reseau/landes/fichiers/importer/training-dates")
    file = (io.BytesIO(in_training["training-dates"].read_bytes()), "dates.csv")
    shown = odile.submit("Essayer ce fichier", file=file, cohort="Automne 2023")
    assert "Promotion : Automne 2023." in shown.text
    odile.submit("Importer")


def test_a_kept_file_is_only_for_who_sent_it(
    odile: Browser, app: Flask, new_browser: Callable[[], Browser], content: Callable[[], Content]
) -> None:
    path = send(odile, "advisors", FEW_ADVISORS).path
    odile.get(path)
    colleague = sign_in_as_colleague(new_browser(), app)
    before = content()
    colleague.get(path, status=404)
    colleague.post(path, status=404)
    odile.get(path.replace("essai/", "essai/x"), status=404)
    assert content() == before


def test_a_kept_file_is_gone_after_a_day_and_after_its_import(
    odile: Browser, counts: Callable[[], dict[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = send(odile, "advisors", FEW_ADVISORS)
    tomorrow = now() + timedelta(days=1, minutes=1)
    with monkeypatch.context() as later:
        later.setattr("app.exchange.views.imports.now", lambda: tomorrow)
        odile.get(page.path, status=404)
        odile.post(page.path, status=404)
    odile.get(page.path)
    odile.submit("Importer")
    assert counts()["pending_imports"] == 0


def test_eight_presses_at_once_import_once(
    odile: Browser, app: Flask, counts: Callable[[], dict[str, int]]
) -> None:
    path = send(odile, "advisors", FEW_ADVISORS).path
    token, together = odile.csrf_token(), Barrier(8)
    cookie = odile._client.get_cookie("livret")
    assert cookie is not None

    def press(_number: int) -> int:
        client = app.test_client()
        client.set_cookie("livret", cookie.value)
        together.wait()
        return client.post(path, data={"csrf_token": token}).status_code

    with ThreadPoolExecutor(8) as hands:
        answers = sorted(hands.map(press, range(8)))
    assert answers == [302, *[303] * 7]
    assert counts()["advisors"] == 5


def test_what_changed_between_trial_and_import_is_looked_at_again(
    odile: Browser, in_training: dict[str, Path], run_import: Callable[..., object]
) -> None:
    odile.enter(ODILE)
    hours = "ID conseiller;Date;Demi-journée;Heures\n1042;05/09/2022;matin;3\n"
    page = send(odile, "hours", hours.encode())
    other = in_training["hours"].with_name("autres heures.csv")
    other.write_text(hours.replace("matin;3", "matin;2"))
    run_import("hours", other)
    refused = odile.post(page.path, status=422)
    assert "déjà enregistrée" in refused.text


def test_a_name_is_shown_as_text(odile: Browser) -> None:
    name = "<b>100 %(s)s %"
    line = f"Léa;Martin;lea@exemple.fr;;{name};40100;;;Non;Oui;0\n"
    file = FEW_ADVISORS.decode().split("\n")[0] + "\n" + line
    page = send(odile, "advisors", file.encode(), "<b>100 %(s)s %.csv")
    assert name in page.rows()[0][3]
    assert name in odile.submit("Importer").text


@pytest.mark.parametrize("role", [Role.TRAINER, Role.ADVISOR])
@pytest.mark.usefixtures("landes")
def test_files_are_for_administrators(role: Role, browser: Browser, app: Flask) -> None:
    sign_in_as(role, browser, app)
    for path in ("fichiers", "fichiers/importer/hours", "export/advisors.csv", "fichiers/modele/hours.csv"):
        browser.get(f"/reseau/landes/{path}", status=403)
    browser.post("/reseau/landes/fichiers/importer/hours", status=403)


def test_an_address_that_names_no_file_is_not_found(odile: Browser) -> None:
    for path in ("fichiers/importer/x", "export/x.csv", "export/results.pdf", "fichiers/modele/advisors.csv"):
        odile.get(f"/reseau/landes/{path}", status=404)


def test_templates_are_handed_out(odile: Browser) -> None:
    for kind in ("hours", "training-dates"):
        for extension in ("csv", "xlsx"):
            answer = odile.get(f"/reseau/landes/fichiers/modele/{kind}.{extension}")
            assert re.search(rf"mod_le-.*\.{extension}", answer.headers["Content-Disposition"]), kind


def sign_in_as_colleague(browser: Browser, app: Flask) -> Browser:
    """Sign a second administrator of the Landes in, under another address."""
    return sign_in_as(Role.ADMINISTRATOR, browser, app, name="colleague")
