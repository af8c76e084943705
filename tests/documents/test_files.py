"""Files for the printer and for keeping, sorted and called as somebody chooses; no two of one name."""

import unicodedata
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.documents import naming
from app.documents.naming import FIELDS, NoField, UnknownField, check_pattern, named_files
from app.documents.queries import facts_of
from app.people.models import Person
from app.training.services import create_host
from tests.browser_client import Browser
from tests.documents.ceremony import NOON, Ceremony, Sealed
from tests.documents.papers import texts_of_pages

CERTIFICATES = "/reseau/landes/certificats"


def invented(number: str, family_name: str, given_name: str, host: str) -> Any:
    facts = SimpleNamespace(family_name=family_name, given_name=given_name, block_code="CCP1")
    return SimpleNamespace(
        number=number, frozen=facts, advisor=SimpleNamespace(host=SimpleNamespace(name=host))
    )


@pytest.fixture(autouse=True, scope="module")
def _facts_without_a_database() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        real = facts_of
        patch.setattr(naming, "facts_of", lambda each: getattr(each, "frozen", None) or real(each))
        yield


def names(people: list[Any], pattern: str) -> list[str]:
    return [name for name, _content in named_files([(each, b"") for each in people], pattern)]


def test_a_pattern_is_made_of_fields_and_of_what_stands_between() -> None:
    people = [
        invented("L-1", "Étcheverry d’Arros", "Zoé", "Mairie / Dax"),
        invented("L-2", "漢", "../..", ""),
    ]

    assert names(people, "{structure}-{nom} ({numero})") == [
        "Mairie-Dax-Étcheverry-d-Arros--L-1.pdf",
        "sans-nom-漢--L-2.pdf",
    ]
    assert names(people, "{prenom}") == ["Zoé.pdf", "sans-nom.pdf"]
    assert names(people, "{rang}{bloc}") == ["001CCP1.pdf", "002CCP1.pdf"]


def test_two_files_never_have_one_name_whatever_the_file_system_tells_apart() -> None:
    decomposed = unicodedata.normalize("NFD", "Zoé")
    people = [invented("L", name, "A", "H") for name in ("Zoé", decomposed, "ZOÉ", "Zoé-2", "zoe")]

    assert names(people, "{nom}") == ["Zoé.pdf", "Zoé-2.pdf", "ZOÉ-3.pdf", "Zoé-2-2.pdf", "zoe.pdf"]


@pytest.mark.parametrize(
    ("pattern", "refusal"),
    [("{email}", UnknownField), ("{nom}{}", UnknownField), ("certificat", NoField), ("", NoField)],
)
def test_what_is_no_pattern_is_refused(pattern: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        check_pattern(pattern)


texts = st.text(max_size=40)


@given(
    st.lists(st.tuples(texts, texts, texts), max_size=6),
    st.lists(st.sampled_from([*FIELDS, "rang"]), min_size=1, max_size=5),
    texts.map(lambda text: text.replace("{", "").replace("}", "")),
)
def test_whatever_people_are_called_each_file_has_a_safe_name_of_its_own(
    people: list[tuple[str, str, str]], fields: list[str], between: str
) -> None:
    given_names = [invented(f"L-{index}", *each) for index, each in enumerate(people)]

    made = names(given_names, between.join(f"{{{name}}}" for name in fields))

    keys = [unicodedata.normalize("NFKC", name).casefold() for name in made]
    assert len(set(keys)) == len(people)
    for name in made:
        assert len(name.encode()) <= 255
        assert not set(name) & set('/\\:*?"<>|\0\r\n')
        assert not name.startswith((".", "-", " "))


def employ(ceremony: Ceremony, database: Session) -> None:
    """Two hosts: Barrère works at Mimizan, the others at Aire."""
    aire, dax = (create_host(ceremony.network, name, now=NOON, by=None) for name in ("Aire", "Mimizan"))
    for advisor, host in zip(ceremony.advisors, (aire, dax, aire), strict=True):
        advisor.host_id = host.id
    database.commit()


def pages_of(pdf: bytes) -> list[str]:
    known = ("Aire", "Mimizan", "Aubert", "Barrère", "Castets")
    return [next(word for word in known if word in text) for text in texts_of_pages(pdf)]


def test_an_administrator_chooses_order_sheets_and_names(
    sealed: Sealed, browser_of: Callable[[Person], Browser], database: Session
) -> None:
    employ(sealed, database)
    odile = browser_of(sealed.odile)
    assert "une page avec le nom de la structure" in odile.get(f"{CERTIFICATES}/fichiers").text

    assert pages_of(odile.get(f"{CERTIFICATES}.pdf").data) == ["Aubert", "Barrère", "Castets"]
    assert pages_of(odile.get(f"{CERTIFICATES}.pdf?ordre=host").data) == ["Aubert", "Castets", "Barrère"]
    with_sheets = odile.get(f"{CERTIFICATES}.pdf?ordre=name&feuilles=y").data
    assert pages_of(with_sheets) == ["Aire", "Aubert", "Castets", "Mimizan", "Barrère"]
    assert "2 certificats" in texts_of_pages(with_sheets)[0]
    zipped = odile.get(f"{CERTIFICATES}.zip?ordre=host&noms={{structure}}_{{nom}}").data
    with ZipFile(BytesIO(zipped)) as archive:
        assert archive.namelist() == ["Aire_Aubert.pdf", "Aire_Castets.pdf", "Mimizan_Barrère.pdf"]
    refused = odile.get(f"{CERTIFICATES}.zip?noms={{email}}", status=422)
    assert "« email » n’est pas un champ" in refused.text
    for run_id in ("99", "9" * 25, "-1", "x"):
        odile.get(f"{CERTIFICATES}/fichiers?impression={run_id}", status=404)
    odile.get(f"{CERTIFICATES}.pdf?ordre=wrong")


def test_the_command_takes_the_same_choices(
    ceremony: Ceremony, database: Session, command: Callable[..., Result], tmp_path: Path
) -> None:
    employ(ceremony, database)
    merged, zipped = tmp_path / "tous.pdf", tmp_path / "tous.zip"
    there = ("documents", "issue", "--network", "landes", "--out", tmp_path / "un")

    done = command(*there, "--merged", merged, "--separators", "--zip", zipped, "--names", "{bloc}-{nom}")

    assert done.exit_code == 0, done.output
    assert pages_of(merged.read_bytes()) == ["Aire", "Aubert", "Castets", "Mimizan", "Barrère"]
    with ZipFile(zipped) as archive:
        assert archive.namelist() == ["CCP1-Aubert.pdf", "CCP1-Castets.pdf", "CCP1-Barrère.pdf"]
    refused = command(*there, "--names", "{email}")
    assert (refused.exit_code, "n’est pas un champ" in refused.stderr) == (1, True)
