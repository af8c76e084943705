"""Pages of the files, by what one does there."""

from app.exchange.views import exports, files, imports, past, running
from app.exchange.views.blueprint import blueprint

__all__ = ["blueprint", "exports", "files", "imports", "past", "running"]
