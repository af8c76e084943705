"""Asks a second administrator to confirm what nobody does alone in this network, and does what is confirmed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import update

from app.audit.services import record_act
from app.certification.models import Result
from app.database import transaction
from app.documents.assembly import gather
from app.documents.confirmation import (
    ASKED,
    CONFIRMED,
    REFUSED,
    SWITCHED,
    AlreadyDecided,
    ConfirmationState,
    ConfirmedAct,
    ConfirmedByOneself,
)
from app.documents.models import ConfirmationRequest, IssuedDocument, PrintRun
from app.documents.queries import results_to_certify
from app.documents.rules import NothingToIssue, SeveralRefused
from app.documents.services.ending import checked_reason
from app.documents.services.issuing import hold_certificates, reserve_certificates
from app.documents.services.refusing import refuse_changed, refuse_one_hand
from app.documents.services.replacing import replace
from app.documents.services.revoking import revoke
from app.extensions import db
from app.people.models import Network, Person


@transaction
def ask_to_issue(
    network: Network,
    results: Sequence[Result],
    *,
    today: date,
    now: datetime,
    by: Person,
    base_url: str,
    shown: Mapping[int, str] | None = None,
) -> ConfirmationRequest:
    """Ask that the certificates of these results be issued, as they would be today.

    :param shown: the digest of what the gate has shown of each, by result: what is asked for must be that.
    :raises NothingToIssue: when none is asked for.
    :raises SeveralRefused: naming each person for whom nothing can be printed, or not what was shown.
    """
    asked_for = _shown(network, results, today, base_url, shown or {})
    return _asked(network, ConfirmedAct.ISSUE, now=now, by=by, shown=asked_for)


@transaction
def ask_to_replace(
    network: Network,
    document: IssuedDocument,
    reason: str,
    *,
    today: date,
    now: datetime,
    by: Person,
    base_url: str,
) -> ConfirmationRequest:
    """Ask that a certificate be replaced by what its result says today.

    :raises RevocationWithoutReason: when no reason is given.
    :raises SeveralRefused: when the new one cannot be printed.
    """
    shown = _shown(network, [document.result], today, base_url, {})
    return _asked(
        network,
        ConfirmedAct.REPLACE,
        now=now,
        by=by,
        shown=shown,
        document=document,
        reason=checked_reason(reason),
    )


@transaction
def ask_to_revoke(
    network: Network, document: IssuedDocument, reason: str, *, now: datetime, by: Person
) -> ConfirmationRequest:
    """Ask that a certificate be revoked.

    :raises RevocationWithoutReason: when no reason is given.
    """
    return _asked(
        network, ConfirmedAct.REVOKE, now=now, by=by, document=document, reason=checked_reason(reason)
    )


@transaction
def switch_two_people(network: Network, *, is_on: bool, now: datetime, by: Person) -> bool:
    """Want two people from now on, or ask that one be enough again; return whether it holds at once."""
    hold_certificates(network)
    if not is_on and network.needs_two_people:
        _asked(network, ConfirmedAct.SWITCH_OFF, now=now, by=by)
        return False
    _switch(network, is_on=is_on, now=now, by=by)
    return True


@transaction
def confirm(
    request: ConfirmationRequest, network: Network, *, today: date, now: datetime, by: Person, base_url: str
) -> PrintRun | None:
    """Do what was asked for, in the name of both; return the run when something is printed.

    :raises ConfirmedByOneself: when it is the person who has asked.
    :raises AlreadyDecided: when somebody was faster.
    :raises AskerLeft: when whoever has asked administers the network no more.
    :raises AccountsInOneHand: when one person could lately have come to hold both accounts.
    :raises RuleBroken: whatever stands in the way of the act itself by now; the request then waits on.
    """
    hold_certificates(network)
    if request.asked_by_id == by.id:
        raise ConfirmedByOneself
    one, shown = request.asked_by, {int(key): digest for key, digest in request.shown.items()}
    # Before an act is recorded: whoever changes a result holds it first, and takes their turn among the acts then.
    results = results_to_certify(network, list(shown), until_commit=True)
    _decide(request, ConfirmationState.CONFIRMED, CONFIRMED, now=now, by=by)
    # After an act is recorded: nobody grants or withdraws a role, or makes a link, before this one is done.
    refuse_one_hand(network, one, by, now)
    if request.act is ConfirmedAct.SWITCH_OFF:
        _switch(network, is_on=False, now=now, by=by)
        return None
    if request.act is ConfirmedAct.ISSUE:
        return reserve_certificates(
            network, results, today=today, now=now, by=one, base_url=base_url, shown=shown, second=by
        )
    assert request.document is not None
    if request.act is ConfirmedAct.REVOKE:
        revoke(request.document, request.reason or "", now=now, by=one, second=by)
        return None
    return replace(
        network,
        request.document,
        request.reason or "",
        today=today,
        now=now,
        by=one,
        base_url=base_url,
        shown=shown,
        second=by,
    )


@transaction
def refuse(request: ConfirmationRequest, *, now: datetime, by: Person) -> None:
    """Refuse what was asked for, or take back one's own request.

    :raises AlreadyDecided: when somebody was faster.
    """
    _decide(request, ConfirmationState.REFUSED, REFUSED, now=now, by=by)


def _decide(
    request: ConfirmationRequest, state: ConfirmationState, action: str, *, now: datetime, by: Person
) -> None:
    # Two people at once: the update tells which of them came first.
    claimed = db.session.scalar(
        update(ConfirmationRequest)
        .where(ConfirmationRequest.id == request.id, ConfirmationRequest.state == ConfirmationState.PENDING)
        .values(state=state, decided_by_id=by.id, decided_at=now)
        .returning(ConfirmationRequest.id)
    )
    if claimed is None:
        raise AlreadyDecided
    told = {"act": request.act.value, "asked_by": request.asked_by_id}
    record_act(action, request, network_id=request.network_id, by_id=by.id, now=now, after=told)


def _asked(
    network: Network,
    act: ConfirmedAct,
    *,
    now: datetime,
    by: Person,
    shown: dict[str, str] | None = None,
    document: IssuedDocument | None = None,
    reason: str | None = None,
) -> ConfirmationRequest:
    request = ConfirmationRequest(
        network_id=network.id,
        act=act,
        shown=shown or {},
        document_id=document.id if document else None,
        reason=reason,
        asked_by_id=by.id,
        asked_at=now,
        state=ConfirmationState.PENDING,
    )
    db.session.add(request)
    told = {"act": act.value, "results": sorted(shown or {}), "number": document.number if document else None}
    record_act(ASKED, request, network_id=network.id, by_id=by.id, now=now, after=told)
    return request


def _switch(network: Network, *, is_on: bool, now: datetime, by: Person) -> None:
    if network.needs_two_people != is_on:
        network.needs_two_people = is_on
        record_act(SWITCHED, network, network_id=network.id, by_id=by.id, now=now, after={"is_on": is_on})


def _shown(
    network: Network, results: Sequence[Result], today: date, base_url: str, before: Mapping[int, str]
) -> dict[str, str]:
    if not results:
        raise NothingToIssue
    printable, refused = gather(network, results, today=today, base_url=base_url)
    if refused:
        raise SeveralRefused([one.refusal for one in refused])
    refuse_changed(printable, before)
    return {str(one.result.id): one.digest for one in printable}
