"""What lets a browser install Livret: the manifest, the worker at the root, the page that it keeps."""

import re
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

ROOT = Path(__file__).parent.parent.parent


def test_the_service_worker_may_see_every_page_and_is_never_stale(client: FlaskClient) -> None:
    answer = client.get("/service-worker.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-cache"
    again = client.get("/service-worker.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    answer.close()
    again.close()


def test_the_manifest_names_icons_that_exist(client: FlaskClient) -> None:
    answer = client.get("/application.webmanifest")
    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert answer.json is not None
    assert (answer.json["start_url"], answer.json["scope"]) == ("/", "/")
    for icon in answer.json["icons"]:
        picture = client.get(icon["src"])
        assert (picture.status_code, picture.headers["Content-Type"].split(";")[0]) == (200, icon["type"])
        picture.close()


def test_the_page_that_a_browser_keeps_says_nothing_of_anybody(client: FlaskClient) -> None:
    client.get("/reseau/landes/seances")
    page = client.get("/hors-connexion").text
    assert "Connectez-vous pour ouvrir cette page" not in page
    assert 'data-person=""' in page


def test_all_that_pages_import_is_kept_with_the_page(app: Flask, client: FlaskClient) -> None:
    page = client.get("/hors-connexion").text
    worker = Path(ROOT / "app/static/js/service-worker.js").read_text()
    for name in re.findall(r'src="/static/js/([\w-]+\.js)"', page):
        script = Path(ROOT / "app/static/js" / name).read_text()
        for imported in re.findall(r'import "\./([\w-]+\.js)"', script):
            assert f"/static/js/{imported}" in worker
    assert app.static_folder is not None


def test_signing_out_clears_what_the_browser_has_kept(client: FlaskClient) -> None:
    page = client.get("/connexion").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token is not None
    answer = client.post("/deconnexion", data={"csrf_token": token[1]})
    assert answer.headers["Clear-Site-Data"] == '"cache"'
