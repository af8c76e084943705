"""Pages about networks, accounts and roles."""

from app.people import labels
from app.people.views import account, entrance, links, member, members
from app.people.views.blueprint import blueprint

__all__ = ["account", "blueprint", "entrance", "labels", "links", "member", "members"]
