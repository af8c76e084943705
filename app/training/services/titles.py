"""Completes titles where the regulation leaves something empty, and corrects or takes back what was completed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from app.database import id_of, transaction
from app.extensions import db
from app.people.models import Network, Person
from app.training.models import TitleAddition
from app.training.queries import (
    additions_of,
    is_prepared,
    names_competences,
    title_addition,
    title_of,
)
from app.training.rules import (
    LONGEST_TEXT,
    Added,
    AddedBlockIsUsed,
    Addition,
    AdditionGone,
    CompetencesAreUsed,
    CompletedAlready,
    adds_block,
    check_text,
    checked,
    completed,
    lines_of,
)
from app.training.services.changes import add, change, lock_training, record
from app.training.services.objections import check_addition
from app.training.titles import Title, title_by_code


@transaction
def complete_title(
    network: Network, title_code: str, addition: Addition, *, source: str, now: datetime, by: Person | None
) -> TitleAddition:
    """Add what the regulation leaves empty in a title, with the text in which it was found.

    :raises GivenByRegulation: and its siblings, as `rules.checked` says.
    :raises CompletedAlready: when somebody has added it.
    :raises UnknownTitle: when there is no such title.
    """
    lock_training(network.id)
    key = title_code, addition.block_code, addition.what
    for other in additions_of(network.id):
        if (other.title_code, other.block_code, other.what) == key:
            raise CompletedAlready(value=other.value)
    addition = checked(title_of(network.id, title_code), addition)
    values = {
        "title_code": title_code,
        "block_code": addition.block_code,
        "what": addition.what,
        **_said(addition.value, source),
    }
    row = TitleAddition(network_id=network.id, **values, **_author(now, by))
    add("title.completed", row, values, now=now, by=by)
    return row


@transaction
def correct_addition(
    network: Network, addition_id: int, value: str, *, source: str, now: datetime, by: Person | None
) -> None:
    """Say otherwise what was added to a title, while nothing issued rests on it.

    :raises AdditionGone: when somebody has taken it back.
    :raises CompetencesAreUsed: when a competence would go that something names.
    :raises RuleBroken: what `rules.checked` says of the value, and features above of what rests on the addition.
    """
    row = _locked(network, addition_id)
    addition = checked(_without(row), replace(row.addition, value=value))
    values = _said(addition.value, source)
    if (row.value, row.source) == (values["value"], values["source"]):
        return
    if row.value != addition.value:
        _check_nothing_rests(row, left=addition.value)
    change("title.corrected", row, {**values, **_author(now, by)}, now=now, by=by)


@transaction
def take_back_addition(network: Network, addition_id: int, *, now: datetime, by: Person | None) -> None:
    """Leave empty again what was added to a title, while nothing rests on it.

    :raises AdditionGone: when somebody has taken it back already.
    :raises AddedBlockIsUsed: and CompetencesAreUsed, when the training names what would go.
    :raises RuleBroken: what features above say of what rests on the addition.
    """
    row = _locked(network, addition_id)
    _check_nothing_rests(row, left="")
    columns = ("title_code", "block_code", "what", "value", "source")
    said = {name: getattr(row, name) for name in columns}
    record("title.taken_back", row, before=said, after={}, now=now, by=by)
    db.session.delete(row)


def _locked(network: Network, addition_id: int) -> TitleAddition:
    lock_training(network.id)
    row = title_addition(network, addition_id)
    if row is None:
        raise AdditionGone
    return row


def _without(row: TitleAddition) -> Title:
    others = [
        each for each in additions_of(row.network_id) if each.title_code == row.title_code and each is not row
    ]
    return completed(title_by_code(row.title_code), (each.addition for each in others))


def _check_nothing_rests(row: TitleAddition, *, left: str) -> None:
    """Let a value change into what is ``left`` of it; empty when it is taken back."""
    if not left and adds_block(title_by_code(row.title_code), row.addition):
        block = row.title_code, row.block_code
        same = [each for each in additions_of(row.network_id) if (each.title_code, each.block_code) == block]
        if len(same) > 1 or is_prepared(row):
            raise AddedBlockIsUsed(block=row.block_code)
    loses = row.what is Added.COMPETENCES and len(lines_of(left)) < len(lines_of(row.value))
    if loses and names_competences(row):
        raise CompetencesAreUsed(block=row.block_code)
    check_addition(row, left)


def _said(value: str, source: str) -> Mapping[str, Any]:
    source = source.strip()
    check_text(source, LONGEST_TEXT)
    return {"value": value, "source": source}


def _author(now: datetime, by: Person | None) -> Mapping[str, Any]:
    return {"added_at": now, "added_by_id": id_of(by)}
