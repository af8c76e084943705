"""Who may open which page: declared on each view, checked before it runs, and complete before the application starts.

Every view carries one of the three decorators below. A view of a network receives ``network``; a network in which the
person holds no role answers 404, as one that does not exist.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, wraps
from typing import Any

from flask import Flask, abort, g, request
from flask_login import current_user

from app.core.errors import NotAllowed, NotFound
from app.core.roles import Role
from app.core.security_log import note
from app.extensions import csrf, login_manager

View = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Access:
    """What a view asks of the person: nothing, to be signed in, or one of some roles in the network."""

    is_public: bool = False
    roles: frozenset[Role] = field(default_factory=frozenset)


def public(view: View) -> View:
    """Let everybody open the view."""
    return _declared(view, Access(is_public=True))


def without_token(view: View) -> View:
    """Take posts that bear no token of a form: of a view that changes nothing, and that machines ask as well.

    Nothing of its body is then read before the view itself has set a limit to it.
    """
    csrf.exempt(view)
    return view


def signed_in(view: View) -> View:
    """Let everybody who is signed in open the view."""

    @wraps(view)
    def guarded(**arguments: Any) -> Any:
        if not current_user.is_authenticated:
            return login_manager.unauthorized()
        return view(**arguments)

    return _declared(guarded, Access())


def allow(*roles: Role) -> Callable[[View], View]:
    """Let those open the view who hold one of ``roles`` in the network that the address names."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(network_code: str, **arguments: Any) -> Any:
            if not current_user.is_authenticated:
                return login_manager.unauthorized()
            network = current_user.joined_network(network_code)
            if network is None:
                _note_refusal(network_code, 404)
                raise NotFound
            g.network, g.roles = network, current_user.roles_in(network)
            if g.roles.isdisjoint(roles):
                _note_refusal(network_code, 403)
                raise NotAllowed
            return view(network=network, **arguments)

        return _declared(guarded, Access(roles=frozenset(roles)))

    return decorate


def access_of(view: View) -> Access | None:
    """Return what a view declares, or None when it declares nothing."""
    declared: Access | None = getattr(view, "livret_access", None)
    return declared


def install_access(app: Flask) -> None:
    """Fill the network's code into addresses of the same network, and refuse methods that no view takes."""

    @cache
    def is_of_a_network(endpoint: str) -> bool:
        return app.url_map.is_endpoint_expecting(endpoint, "network_code")

    @app.url_defaults
    def add_network_code(endpoint: str, values: dict[str, Any]) -> None:
        network = g.get("network")
        if network is not None and is_of_a_network(endpoint):
            values.setdefault("network_code", network.code)

    @app.before_request
    def refuse_unknown_method() -> None:
        # A view that reads must never be reached with a body that writes, whatever Flask adds by itself.
        if request.method not in {"GET", "HEAD", "POST", "OPTIONS"}:
            abort(405)


def require_declared_access(app: Flask) -> None:
    """Refuse to start with a route that does not say who may open it.

    :raises RuntimeError: naming the endpoints without a declaration.
    """
    silent = sorted(name for name, view in app.view_functions.items() if access_of(view) is None)
    if silent:
        raise RuntimeError(f"these endpoints declare no access: {', '.join(silent)}")


def _note_refusal(network_code: str, status: int) -> None:
    note("page.refused", person=current_user.id, page=request.endpoint, network=network_code, status=status)


def _declared(view: View, access: Access) -> View:
    view.livret_access = access  # type: ignore[attr-defined]
    return view
