"""An administrator completes a title where the regulation leaves something empty; each act is told."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.people.models import Network
from app.training.models import TitleAddition
from app.training.queries import title_of
from app.training.rules import (
    Added,
    AddedBlockIsUsed,
    Addition,
    AdditionGone,
    CompletedAlready,
    GivenByRegulation,
    NameMissing,
)
from app.training.services import complete_title, correct_addition, take_back_addition
from tests.browser_client import Browser
from tests.training.conftest import NOBODY

PAGE = "/reseau/landes/reglages/titres"
SOURCE = "arrêté du 20 mai 2025, annexe"
NAME = Addition(Added.NAME, "Accompagner les personnes", "CCP1")
COMPETENCES = Addition(Added.COMPETENCES, "Recueillir\nAnimer", "CCP2")


def add(network: Network, addition: Addition, title: str = "MN") -> TitleAddition:
    return complete_title(network, title, addition, source=SOURCE, **NOBODY)


def correct(row: TitleAddition, value: str, source: str = SOURCE) -> None:
    network = row.network
    correct_addition(network, row.id, value, source=source, **NOBODY)


def acts(database: Session) -> list[tuple[str, Any]]:
    found = select(AuditEntry.action, AuditEntry.after).where(AuditEntry.action.startswith("title."))
    return [
        (action, (after or {}).get("value"))
        for action, after in database.execute(found.order_by(AuditEntry.id))
    ]


def test_what_a_network_adds_is_its_own_and_each_act_on_it_is_told(
    landes: Network, gers: Network, database: Session
) -> None:
    row = add(landes, NAME)
    assert title_of(landes.id, "MN").block("CCP1").name == NAME.value
    assert title_of(gers.id, "MN").block("CCP1").name == ""

    correct(row, "Accompagner chacun")
    correct(row, "Accompagner chacun")
    assert title_of(landes.id, "MN").block("CCP1").name == "Accompagner chacun"

    take_back_addition(landes, row.id, **NOBODY)
    assert title_of(landes.id, "MN").block("CCP1").name == ""
    told = [
        ("title.completed", NAME.value),
        ("title.corrected", "Accompagner chacun"),
        ("title.taken_back", None),
    ]
    assert acts(database) == told


def test_what_the_regulation_gives_and_what_has_no_source_is_not_kept(
    landes: Network, database: Session
) -> None:
    with pytest.raises(GivenByRegulation):
        add(landes, Addition(Added.NAME, "Autrement", "CCP1"), title="REMN")
    with pytest.raises(NameMissing):
        complete_title(landes, "MN", NAME, source=" ", **NOBODY)
    assert database.scalars(select(TitleAddition)).all() == []


def test_nothing_is_added_twice_nor_taken_back_twice_nor_through_another_network(
    landes: Network, gers: Network
) -> None:
    row = add(landes, NAME)
    with pytest.raises(CompletedAlready):
        add(landes, NAME)
    with pytest.raises(AdditionGone):
        take_back_addition(gers, row.id, **NOBODY)
    take_back_addition(landes, row.id, **NOBODY)
    with pytest.raises(AdditionGone):
        take_back_addition(landes, row.id, **NOBODY)


def test_an_added_block_stays_while_it_has_competences_which_can_go_first(landes: Network) -> None:
    block = add(landes, Addition(Added.NAME, "Concevoir", "CCP2"))
    competences = add(landes, COMPETENCES)
    correct(competences, "Recueillir\nConcevoir")
    with pytest.raises(AddedBlockIsUsed):
        take_back_addition(landes, block.id, **NOBODY)

    take_back_addition(landes, competences.id, **NOBODY)
    take_back_addition(landes, block.id, **NOBODY)

    assert [each.code for each in title_of(landes.id, "MN").blocks] == ["CCP1"]


def test_an_administrator_adds_corrects_and_takes_back_on_the_page(
    landes: Network, administrator: Browser
) -> None:
    administrator.get(f"{PAGE}/MN/bloc")
    refused = administrator.submit(
        "Enregistrer", block_code="ccp 2", value="Concevoir", source=SOURCE, status=422
    )
    assert "« ccp 2 » n’est pas un code de bloc" in refused.text.replace("\u00a0", " ").replace("\u202f", " ")
    page = administrator.submit("Enregistrer", block_code="CCP2", value="Concevoir", source=SOURCE)
    assert "Concevoir" in page.text
    assert SOURCE in page.text
    assert "Odile Dupont" in page.text

    administrator.get(f"{PAGE}/MN/competences?bloc=CCP2")
    page = administrator.submit("Enregistrer", value="Recueillir\nAnimer", source=SOURCE)
    assert {"Recueillir", "Animer"} <= set(page.texts("li"))
    assert title_of(landes.id, "MN").block("CCP2").competences == ("Recueillir", "Animer")

    administrator.get(f"{PAGE}/complements/2")
    administrator.submit("Enregistrer", value="Recueillir des souhaits\nAnimer", source="annexe 2")
    administrator.get(f"{PAGE}/complements/2")
    page = administrator.submit("Retirer ce complément")
    assert "Recueillir des souhaits" not in page.text


def test_the_page_refuses_in_words_what_is_given_and_knows_no_other_block(
    landes: Network, administrator: Browser
) -> None:
    administrator.get(f"{PAGE}/REMN/name?bloc=CCP1")
    page = administrator.submit("Enregistrer", value="Autrement", source=SOURCE, status=422)
    assert "vient du texte officiel" in page.text
    for path in ("REMN/name?bloc=CCP9", "REMN/name", "NOPE/level", "MN/colour", "complements/9"):
        administrator.get(f"{PAGE}/{path}", status=404)
