"""The web server that Livret brings along."""

import logging
from typing import Any, Final

import waitress
from flask import Flask

_THREADS: Final = 8


def create_server(app: Flask, host: str, port: int) -> Any:
    """Return a server that listens already; its ``run`` answers until the process ends.

    :raises OSError: when the address is not free.
    """
    # A page and its files may ask for more at once than there are threads: that one waits for a moment is no news.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    return waitress.create_server(
        app,
        host=host,
        port=port,
        threads=_THREADS,
        # Waitress drops what a proxy says of the browser. Behind one, ProxyFix reads it, as far as PROXY_COUNT goes.
        clear_untrusted_proxy_headers=app.config["PROXY_COUNT"] == 0,
    )
