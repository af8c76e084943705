"""The table of the hours contracts of a network."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from flask import render_template, request

from app.core.roles import Role
from app.people.accounts import signed_in_person
from app.people.models import Network
from app.progress.queries import ContractRow, contract_rows
from app.progress.telling import told_once
from app.progress.views.blueprint import blueprint
from app.web.access import allow
from app.web.clock import today
from app.web.paging import page_asked_for, sort_link

ASCENDING, DESCENDING = "ascending", "descending"

_KEYS: Final[dict[str, Callable[[ContractRow], Any]]] = {
    "name": lambda row: row.sort_name,
    "group": lambda row: (row.cohort, row.group or ""),
    "prescribed": lambda row: row.contract.prescribed or 0,
    "done": lambda row: row.contract.done,
    "validated": lambda row: row.contract.validated,
    "planned": lambda row: row.contract.planned,
    "remaining": lambda row: 0 if row.is_certified else row.contract.remaining,
    "missing": lambda row: row.contract.missing if row.is_out_of_reach else 0,
    "modules": lambda row: row.subjects.modules_out_of_reach,
    "end": lambda row: row.contract.ends_on or date.max,
}


@blueprint.get("/contrats")
@allow(Role.TRAINER, Role.ADMINISTRATOR)
def contracts(network: Network) -> str:
    """Show what everybody in training has to follow, has followed and will have followed."""
    rows = contract_rows(network, today(network))
    asked = request.args.get("sort", "")
    # Those who need somebody to act come first.
    sort = asked if asked in _KEYS else "missing"
    is_descending = request.args.get("direction", "" if asked in _KEYS else DESCENDING) == DESCENDING
    page = page_asked_for(len(rows))
    ordered = sorted(rows, key=_KEYS[sort], reverse=is_descending)
    return render_template(
        "progress/contracts.html",
        rows=ordered[page.offset : page.offset + page.size],
        page=page,
        sort=sort,
        direction=DESCENDING if is_descending else ASCENDING,
        sort_url=sort_link(),
        alerts=told_once(
            network,
            [row.follower for row in rows],
            {row.follower.enrolment_id: row.contract for row in rows},
        ),
        is_prescribed_by_module=any(row.subjects.is_prescribed_by_module for row in rows),
        out_of_reach=sum(row.is_out_of_reach for row in rows),
        is_administrator=Role.ADMINISTRATOR in signed_in_person().roles_in(network),
    )
