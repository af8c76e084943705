"""What is installed is pinned, and names no place to fetch it from: that is for the machine that installs to say."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted(ROOT.glob("requirements*.txt"))
FILES = sorted(ROOT.glob("requirements*.*"))
PINNED = re.compile(r"[A-Za-z0-9_.\-]+(\[[a-z,]+\])?==[^\s;]+( ; .+)?")


def lines_of(path: Path) -> list[str]:
    """What the file asks for, without its comments."""
    lines = (line.split("#")[0].strip() for line in path.read_text().splitlines())
    return [line for line in lines if line]


def names_of(path: Path) -> set[str]:
    """The distributions the file asks for, written as the index writes them."""
    asked = (line for line in lines_of(path) if not line.startswith("-"))
    return {re.sub(r"[-_.]+", "-", re.split(r"[\[=~<>; ]", line)[0]).lower() for line in asked}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_requirements_file_names_a_host_or_an_index(path: Path) -> None:
    """A lock file that was made with a private index would name it to everybody."""
    text = path.read_text()
    assert re.findall(r"\w+://\S+|--\w*index\S*|--find-links\S*|--trusted-host\S*| @ \S+", text) == []


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_everything_installed_is_pinned(path: Path) -> None:
    assert [line for line in lines_of(path) if not PINNED.fullmatch(line)] == []


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_everything_asked_for_is_locked(path: Path) -> None:
    assert names_of(path.with_suffix(".in")) - names_of(path) == set()


def test_the_two_lock_files_agree() -> None:
    """They are installed into one environment."""
    runtime, tools = (
        dict(line.split(" ;")[0].split("==") for line in lines_of(path)) for path in LOCKS[::-1]
    )
    assert {name: version for name, version in tools.items() if runtime.get(name, version) != version} == {}
