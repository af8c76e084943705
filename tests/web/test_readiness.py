"""Commands on a database of another version; what the first one does on a blank one is told by the migrations."""

from collections.abc import Iterator

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import text

from app import create_app
from app.extensions import db
from config import TestingConfig
from tests.installation import run


@pytest.fixture
def blank(blank_url: str) -> Iterator[Flask]:
    app = create_app(TestingConfig(blank_url))
    yield app
    with app.app_context():
        db.engine.dispose()


def test_a_database_of_another_version_is_left_alone_and_the_cure_is_named(blank: Flask) -> None:
    with blank.app_context():
        flask_migrate.upgrade(revision="0001")

    refused = run(blank, "create-network", "gers", "Réseau du Gers")

    assert refused.exit_code == 1
    assert "flask db upgrade" in refused.output
    with blank.app_context():
        assert db.session.scalar(text("SELECT version_num FROM alembic_version")) == "0001"
        assert db.session.scalar(text("SELECT count(*) FROM networks")) == 0
