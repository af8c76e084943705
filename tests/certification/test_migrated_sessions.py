"""Exam sessions of before their life was told: step 0023 puts each at the step that its results tell."""

import flask_migrate
from sqlalchemy import text

from app import create_app
from app.extensions import db
from config import TestingConfig

BEFORE = """
    INSERT INTO networks (id, code, name, sort_order, created_at)
        VALUES (1, 'landes', 'Landes', 'name', '2022-03-01 12:00:00');
    INSERT INTO people (id, email, given_name, family_name, sort_name, language, created_at)
        VALUES (1, 'p@example.org', 'Paul', 'Forme', 'forme paul', 'fr', '2022-03-01 12:00:00');
    INSERT INTO advisors (id, network_id, person_id, created_at) VALUES (1, 1, 1, '2022-03-01 12:00:00');
    INSERT INTO exam_sessions (id, network_id, title_code, block_code, name, held_on, decided_on) VALUES
        (1, 1, 'REMN', 'CCP1', 'Décidée', '2022-10-04', '2022-10-06'),
        (2, 1, 'REMN', 'CCP1', 'De l’État', NULL, NULL),
        (3, 1, 'REMN', 'CCP1', 'À venir', '2023-04-04', NULL);
    INSERT INTO jurors (id, exam_session_id, position, name, quality) VALUES (1, 1, 1, 'Colette', '');
    INSERT INTO results (network_id, exam_session_id, advisor_id, title_code, block_code, outcome, recorded_at)
        VALUES (1, 2, 1, 'REMN', 'CCP1', 'obtained', '2022-10-06 12:00:00')
"""


def test_sessions_of_before_are_where_their_results_tell(blank_url: str) -> None:
    app = create_app(TestingConfig(blank_url))
    with app.app_context():
        flask_migrate.upgrade(revision="0022")
        for statement in BEFORE.split(";"):
            db.session.execute(text(statement))
        db.session.commit()

        flask_migrate.upgrade(revision="0023")

        stages = db.session.execute(text("SELECT id, stage FROM exam_sessions ORDER BY id"))
        assert [tuple(row) for row in stages] == [(1, "deliberated"), (2, "deliberated"), (3, "planned")]
        assert db.session.scalar(text("SELECT count(*) FROM results")) == 1
        assert db.session.scalar(text("SELECT count(*) FROM jurors")) == 1
        db.session.rollback()
        db.engine.dispose()
