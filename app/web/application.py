"""The application itself, for what goes on when the request that stands for it is over."""

from flask import Flask, current_app


def the_application() -> Flask:
    """Return the application behind ``current_app``, which a thread or a server cannot use."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    return app
