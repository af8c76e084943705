"""Tells of hours that somebody should act on: once, as early as something that is written shows it."""

from collections.abc import Collection, Mapping

from flask import current_app

from app.extensions import db
from app.people.models import Network
from app.progress.letters import write_about_alerts
from app.progress.models import Alert
from app.progress.queries import (
    Follower,
    contracts_of,
    followers_of,
    levels,
    open_alerts,
    thresholds_of,
)
from app.progress.rules import Contract
from app.progress.services import has_news, keep_alerts
from app.training.rules import Touched
from app.training.services import take_touched
from app.web.clock import now, today


def told_once(
    network: Network, followers: Collection[Follower], contracts: Mapping[int, Contract]
) -> dict[int, list[Alert]]:
    """Return the open alerts of these enrolments; what is new is stored, and mailed to who is concerned."""
    numbers = [each.enrolment_id for each in followers]
    to_tell = levels(network, followers, contracts, thresholds_of(network), today(network))
    kept = open_alerts(network, numbers)
    if not has_news(kept, to_tell):
        return kept
    told = keep_alerts(network, to_tell, now=now())
    # Read before the letters are written: one statement reads again what the commit has made old, for all alerts.
    kept = open_alerts(network, numbers)
    write_about_alerts(told, network)
    return kept


def tell_of_touched() -> None:
    """Look at the hours of those whom this request or command has concerned, in a transaction of its own.

    What was recorded is recorded: if looking fails, that is written into the log, and the next page that shows the
    hours of these people looks again.
    """
    try:
        for network_id, touched in take_touched().items():
            network = db.session.get(Network, network_id)
            if network is not None:
                tell_of(network, touched)
    except Exception:
        # Whatever it is, the answer to what was recorded must not say that nothing was.
        db.session.rollback()
        current_app.logger.exception("the hours that changed were not looked at")


def tell_of(network: Network, touched: Touched | None = None) -> None:
    """Look at the hours of those whom a change concerns, or of everybody in training when none is named."""
    day = today(network)
    followers = followers_of(network.id, day, touched)
    if followers:
        told_once(network, followers, contracts_of(followers, day))
