"""Livret: the training and certification of a network of digital advisors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

# Whoever imports a part of the application imports this file first: a process that typesets needs no Flask.
if TYPE_CHECKING:
    from flask import Flask

    from config import Config


def create_app(config: Config | None = None) -> Flask:
    """Return the application, complete: extensions, guards, pages and commands.

    :raises RuntimeError: when a route does not declare who may open it.
    :raises SystemExit: in production, when the database holds the demonstration, whose passwords everybody knows.
    """
    from flask import Flask
    from werkzeug.middleware.proxy_fix import ProxyFix

    from config import configuration

    app = Flask(__name__)
    app.config.from_object(config or configuration())
    # Behind a proxy everybody would otherwise have the proxy's address, and share one count of failed sign-ins.
    proxies = app.config["PROXY_COUNT"]
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    _bind_extensions(app)
    _register_features(app)
    if not app.config["DEMONSTRATION_ALLOWED"]:
        _refuse_demonstration(app)
    return app


def _bind_extensions(app: Flask) -> None:
    from app.database import prepare_engine
    from app.extensions import babel, csrf, db, login_manager, migrate
    from app.web.language import choose_locale
    from app.web.typography import install_sentences

    db.init_app(app)
    # Found from any folder: a person stands where their files are when they run a command.
    migrate.init_app(app, db, directory=str(Path(app.root_path).parent / "migrations"), render_as_batch=True)
    login_manager.init_app(app)
    csrf.init_app(app)
    babel.init_app(app, locale_selector=choose_locale)
    install_sentences(app, babel)
    with app.app_context():
        prepare_engine(db.engine)


def _register_features(app: Flask) -> None:
    # From the feature that knows least to the one that knows most; imported here, so that no module imports the app.
    from app.web import access, addresses, cookies, errors, filters, headers, logs, pages

    logs.install_security_log()
    addresses.install_addresses(app)
    cookies.install_cookies(app)
    filters.install_filters(app)
    headers.install_headers(app)
    errors.install_errors(app)
    pages.install_pages(app)

    from app.attendance import views as attendance
    from app.certification import views as certification
    from app.cli import install_commands
    from app.documents import views as documents
    from app.documents.queries import live_certificates
    from app.documents.sealing import keyring
    from app.exchange import views as exchange
    from app.home import views as home
    from app.people import accounts
    from app.people import views as people
    from app.progress import views as progress
    from app.training import views as training

    access.install_access(app)
    accounts.install_accounts(app)
    keyring.init_app(app)
    certification.install_certificates(app, find_certificates=live_certificates)
    for feature in (
        people,
        training,
        attendance,
        certification,
        documents,
        progress,
        exchange,
        home,
    ):
        app.register_blueprint(feature.blueprint)
    app.register_blueprint(training.calendars_blueprint)
    install_commands(app)
    access.require_declared_access(app)


def _refuse_demonstration(app: Flask) -> None:
    from app.people.queries import holds_demonstration

    with app.app_context():
        if holds_demonstration():
            raise SystemExit(
                "Livret does not start in production on a database that holds the demonstration network."
            )
