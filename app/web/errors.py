"""Answers to what goes wrong: always a page that says what happened and what to do, never a bare error."""

from typing import Final

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import (
    DBAPIError,
    InterfaceError,
    OperationalError,
    PendingRollbackError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, SecurityError

from app.core.errors import NotAllowed, NotFound, RuleBroken
from app.core.language import N_
from app.core.security_log import note
from app.web.messages import explain

_PAGES: Final = {
    400: (
        N_("Demande incomprise"),
        N_("Livret n’a pas pu lire ce qui lui a été envoyé."),
        N_("Revenez à la page précédente, rechargez-la et recommencez."),
    ),
    403: (
        N_("Accès refusé"),
        N_("Votre rôle dans ce réseau ne vous donne pas accès à cette page."),
        N_(
            "Si vous en avez besoin, demandez ce droit à une administratrice ou un administrateur de votre réseau."
        ),
    ),
    404: (
        N_("Page introuvable"),
        N_("Cette page n’existe pas, ou vous n’y avez pas accès."),
        N_("Vérifiez l’adresse, ou repartez de l’accueil."),
    ),
    405: (
        N_("Action impossible à cette adresse"),
        N_("Cette adresse ne prend pas ce genre de demande."),
        N_("Repartez de l’accueil."),
    ),
    413: (
        N_("Envoi trop volumineux"),
        N_("Ce que vous avez envoyé dépasse la taille admise."),
        N_("Réduisez le fichier, ou découpez-le, puis recommencez."),
    ),
    429: (
        N_("Trop d’essais"),
        N_("Trop d’essais ont été faits en peu de temps."),
        N_("Attendez quelques minutes, puis recommencez."),
    ),
    500: (
        N_("Erreur inattendue"),
        N_("Une erreur s’est produite de notre côté. Rien n’a été enregistré."),
        N_("Recommencez dans un instant. Si cela se reproduit, prévenez la personne qui administre Livret."),
    ),
    503: (
        N_("Livret est momentanément indisponible"),
        N_("La base de données ne répond pas. Rien n’a été enregistré."),
        N_("Recommencez dans une minute."),
    ),
}


def install_errors(app: Flask) -> None:
    """Register the pages for everything that can go wrong in ``app``."""
    _install_http_errors(app)

    @app.errorhandler(NotFound)
    def not_found(_error: NotFound) -> Response:
        return error_page(404)

    @app.errorhandler(NotAllowed)
    def not_allowed(_error: NotAllowed) -> Response:
        return error_page(403)

    @app.errorhandler(RuleBroken)
    def refused(error: RuleBroken) -> Response:
        return error_page(400, explanation=explain(error))

    for failure in (OperationalError, InterfaceError, NoConnectionLeft):
        app.register_error_handler(failure, _database_is_away)

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        if app.testing or app.debug:
            raise error
        app.logger.error("unexpected error", exc_info=error)
        return error_page(500)


def _install_http_errors(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        if error.response is not None:
            return make_response(error.response)
        if isinstance(error, RequestEntityTooLarge) and request.max_content_length:
            most = request.max_content_length // 1024**2
            return error_page(413, explanation=_("Ce que vous avez envoyé dépasse %(most)s Mo.", most=most))
        return error_page(error.code or 500)

    @app.errorhandler(SecurityError)
    def unknown_host(_error: SecurityError) -> Response:
        # Under a host that is not ours no address can be built, and every page has addresses.
        return Response(_("Livret ne répond pas sous ce nom."), 400, content_type="text/plain; charset=utf-8")

    @app.errorhandler(CSRFError)
    def stale_form(_error: CSRFError) -> Response:
        note("form.refused", page=request.endpoint, source=request.remote_addr)
        explanation = _("Le formulaire a expiré ou ne vient pas de cette session. Rien n’a été enregistré.")
        return error_page(400, explanation=explanation)


def error_page(status: int, *, explanation: str | None = None) -> Response:
    """Return the page for ``status``, with its own explanation or one that says more.

    A page greets the person who reads it: when the database cannot say who that is, the answer is that it is away.
    """
    try:
        return _page(status, explanation)
    except (DBAPIError, NoConnectionLeft, PendingRollbackError) as failure:
        return _database_is_away(failure)


def _database_is_away(error: SQLAlchemyError) -> Response:
    current_app.logger.error("the database does not answer: %s", getattr(error, "orig", None) or error)
    # Nothing that was read counts any more, and nothing more can be read: the page does without person and network.
    g.network, g.roles = None, frozenset()
    g._login_user = AnonymousUserMixin()  # noqa: SLF001 - where Flask-Login keeps the person of a request.
    response = _page(503)
    response.headers["Retry-After"] = "60"
    return response


def _page(status: int, explanation: str | None = None) -> Response:
    title, usual_explanation, what_to_do = _PAGES.get(status, _PAGES[400])
    page = render_template(
        "errors/error.html",
        status=status,
        title=_(title),
        explanation=explanation or _(usual_explanation),
        what_to_do=_(what_to_do),
    )
    return make_response(page, status)
