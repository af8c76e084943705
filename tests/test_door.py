"""``run.py``: what it says to people whose machine lacks something."""

import subprocess
import sys
from pathlib import Path

import pytest

import run

DOOR = Path(run.__file__)


def open_door(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the door as a person does, from another folder and without a terminal."""
    command = [sys.executable, str(DOOR), *words]
    return subprocess.run(
        command, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The steps of the setup, noted instead of taken."""
    taken: list[tuple[str, ...]] = []
    monkeypatch.setattr(run, "call", lambda *command: taken.append(command))
    return taken


def test_help_lists_every_word() -> None:
    shown = open_door("help")
    assert shown.returncode == 0
    assert [verb for verb in run.VERBS if f"    {verb}" not in shown.stdout] == []


def test_an_unknown_word_is_answered_with_the_known_ones() -> None:
    answered = open_door("dance")
    assert answered.returncode == 2
    assert "'dance'" in answered.stderr
    assert "serve" in answered.stdout


def test_a_word_too_many_is_refused_by_name() -> None:
    answered = open_door("lint", "everything")
    assert answered.returncode == 1
    assert "everything" in answered.stderr


def test_a_person_without_root_is_given_the_one_command(
    monkeypatch: pytest.MonkeyPatch, commands: list[tuple[str, ...]]
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr(run, "can_load", lambda _library: False)

    with pytest.raises(SystemExit, match="sudo apt-get install libpango"):
        run.install_system_packages(run.missing_system_packages())

    assert commands == []


def test_a_person_on_macos_is_given_the_one_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setattr(run, "can_load", lambda _library: False)
    monkeypatch.setenv("DYLD_FALLBACK_LIBRARY_PATH", "")

    with pytest.raises(SystemExit, match="brew install pango"):
        run.install_system_packages(run.missing_system_packages())


def test_root_on_debian_gets_everything_installed_at_once(
    monkeypatch: pytest.MonkeyPatch, commands: list[tuple[str, ...]], tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(run, "can_load", lambda _library: False)
    monkeypatch.setattr(run, "PYTHON", tmp_path / "not-made-yet")
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    monkeypatch.setenv("DEBIAN_FRONTEND", "")

    run.install_system_packages(run.missing_system_packages())

    assert [command[:2] for command in commands] == [("apt-get", "update"), ("apt-get", "install")]
    assert {*run.PANGO_ON_DEBIAN.values(), f"python3.{sys.version_info.minor}-venv"} <= set(commands[1])


def test_packages_are_installed_again_only_when_the_pins_change(
    monkeypatch: pytest.MonkeyPatch, commands: list[tuple[str, ...]], tmp_path: Path
) -> None:
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "ENVIRONMENT", tmp_path)
    monkeypatch.setattr(run, "PYTHON", tmp_path / "bin" / "python")
    monkeypatch.setattr(run, "missing_system_packages", list)
    for name in ("bin/python", "bin/pip", "requirements.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()

    run.prepare(run.RUNTIME)
    run.prepare(run.RUNTIME)
    (tmp_path / "requirements.txt").write_text("flask==3.1.3\n")
    run.prepare(run.RUNTIME)

    assert [command[1:4] for command in commands] == [("-m", "pip", "install")] * 2
