"""The ceremony, and people who sign in cheaply."""

from collections.abc import Callable, Iterator

import pytest

from app.documents.background import wait_for_background
from tests.documents.ceremony import Ceremony, FirstIssued, Issued, Sealed, take_quick_paper


@pytest.fixture(autouse=True)
def _no_run_left_behind() -> Iterator[None]:
    yield
    wait_for_background(timeout=60)


@pytest.fixture
def ceremony(begin_with: Callable[..., Ceremony]) -> Ceremony:
    return begin_with(Ceremony)


@pytest.fixture
def issued(begin_with: Callable[..., Issued]) -> Issued:
    """The ceremony with a certificate for each of the three."""
    return begin_with(Issued)


@pytest.fixture
def first_issued(begin_with: Callable[..., FirstIssued]) -> FirstIssued:
    """The ceremony with a certificate for the first of the three."""
    return begin_with(FirstIssued)


@pytest.fixture
def sealed(begin_with: Callable[..., Sealed]) -> Sealed:
    """The ceremony with a certificate for each of the three, typeset and sealed."""
    return begin_with(Sealed)


@pytest.fixture
def quick_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes of the facts instead of a typeset page, for tests that are not about the paper."""
    take_quick_paper(monkeypatch)
