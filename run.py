#!/usr/bin/env python3
"""The one door to Livret, for users, developers and continuous integration.

    python3 run.py [serve] [--host HOST] [--port PORT]

sets up what is missing, loads the demonstration into an empty database and serves it. It needs Python 3.11 or newer
and nothing else: what it installs goes into .venv, beside this file. Give one of these words for something else:

"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
RUNTIME = ("requirements.txt",)
TOOLS = ("requirements.txt", "requirements-dev.txt")

# WeasyPrint draws with these libraries of the system, which no Python package brings along.
PANGO_ON_DEBIAN = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
HOMEBREW_FOLDERS = ("/opt/homebrew/lib", "/usr/local/lib")
# To name folders is to replace those that macOS looks in by itself, and its own libraries are in this one.
MACOS_FOLDERS = (*HOMEBREW_FOLDERS, "/usr/lib")


def serve(*arguments: str) -> int:
    """Serve Livret on http://127.0.0.1:8000, or on another --host and --port."""
    return flask("serve", *arguments)


def test(*arguments: str) -> int:
    """Run all tests; more words go to pytest, such as -k hours or -m "not browser"."""
    prepare(TOOLS)
    return run("pytest", "-n", "2", *arguments)


def lint() -> int:
    """Check style, types, arrows between modules and templates."""
    prepare(TOOLS)
    checks = (
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        ("lint-imports", "--no-logo", "--no-cache"),
        ("djlint", "--lint", "--quiet", "app/templates"),
    )
    return max([run(*check) for check in checks])


def bench(*names: str) -> int:
    """Measure what the README says about speed: all of benchmarks/, or the named ones."""
    prepare(TOOLS)
    chosen = names or sorted(path.stem for path in ROOT.glob("benchmarks/[a-z]*.py"))
    return max([run("python", "-m", f"benchmarks.{name}") for name in chosen], default=0)


def shots() -> int:
    """Take the screenshots of the README again."""
    prepare(TOOLS)
    return run("python", "docs/screenshots.py")


def flask(*arguments: str) -> int:
    """Run any flask command in the prepared environment, such as flask check-integrity."""
    prepare(RUNTIME)
    # Paths among the arguments are relative to where the person stands, so the folder stays as it is.
    command = [str(PYTHON), "-m", "flask", "--app", str(ROOT / "wsgi.py"), *arguments]
    sys.stdout.flush()
    os.execv(PYTHON, command)


def show_help() -> int:
    """List these words."""
    print(__doc__.strip() + "\n")
    for verb, action in VERBS.items():
        print(f"    {verb:<7}{action.__doc__}")
    return 0


VERBS = {
    "serve": serve,
    "test": test,
    "lint": lint,
    "bench": bench,
    "shots": shots,
    "flask": flask,
    "help": show_help,
}


def prepare(requirements: tuple[str, ...]) -> None:
    """Make the environment hold what the requirements files pin, and the system what that rests on."""
    install_system_packages(missing_system_packages())
    if not (ENVIRONMENT / "bin" / "pip").exists() or not PYTHON.exists():
        say("Creating the virtual environment .venv …")
        call(sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT))
    wanted = hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in requirements)).hexdigest()
    stamp = ENVIRONMENT / f"installed-{requirements[-1]}"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("Installing the pinned Python packages, about half a minute …")
    files = [option for name in requirements for option in ("-r", str(ROOT / name))]
    call(str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", *files)
    stamp.write_text(wanted)


def missing_system_packages() -> list[str]:
    """Name what the system still has to bring, as its package manager calls it."""
    if sys.platform == "darwin":
        os.environ.setdefault("DYLD_FALLBACK_LIBRARY_PATH", ":".join(MACOS_FOLDERS))
        names = ["libpango-1.0.dylib", *(f"{folder}/libpango-1.0.dylib" for folder in HOMEBREW_FOLDERS)]
        return [] if any(map(can_load, names)) else ["pango"]
    missing = [package for library, package in PANGO_ON_DEBIAN.items() if not can_load(library)]
    if not PYTHON.exists() and importlib.util.find_spec("ensurepip") is None:
        # Debian and Ubuntu take this part of Python out of it.
        missing.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    return missing


def can_load(library: str) -> bool:
    """Tell whether the system finds this library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_system_packages(packages: list[str]) -> None:
    """Install them where that is possible without asking anybody, else name the one command and stop."""
    if not packages:
        return
    if sys.platform == "darwin":
        stop("Livret needs the Pango library. Install it, then start again:", "brew", "install", *packages)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        reason = "Livret needs packages of your system. Install them, then start again:"
        stop(reason, "sudo", "apt-get", "install", *packages)
    say(f"Installing {', '.join(packages)} …")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    call("apt-get", "update", "-qq")
    call("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages)


def run(tool: str, *arguments: str) -> int:
    """Run a tool of the environment on this project, and return its exit status."""
    say(f"$ {' '.join((tool, *arguments))}")
    return subprocess.run([PYTHON.with_name(tool), *arguments], cwd=ROOT, check=False).returncode


def call(*command: str) -> None:
    """Run a step of the setup; stop when it fails, after what it has said itself."""
    if subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode != 0:
        stop("This step failed for the reason above; once it is gone, start again:", *command)


def stop(reason: str, *command: str) -> NoReturn:
    """End here, with the one command that helps on a line of its own."""
    sys.exit(f"\n{reason}\n\n    {' '.join(command)}\n")


def say(sentence: str) -> None:
    """Say what is going on, at once, also when nobody but a log is listening."""
    print(sentence, file=sys.stderr, flush=True)


def main(arguments: list[str]) -> int:
    """Choose the verb: serving is what needs no word."""
    if sys.version_info < (3, 11):
        sys.exit(f"Livret needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in {"-h", "--help"}):
        arguments = ["serve", *arguments]
    verb = "help" if arguments[0] in {"-h", "--help"} else arguments[0]
    if verb not in VERBS:
        say(f"There is no word {verb!r}.\n")
        show_help()
        return 2
    if VERBS[verb] in {lint, shots, show_help} and arguments[1:]:
        sys.exit(f"run.py {verb} takes no more words: {' '.join(arguments[1:])}")
    try:
        return VERBS[verb](*arguments[1:])
    except KeyboardInterrupt:
        return 130
    except PermissionError as error:
        sys.exit(f"You may not use {error.filename}: work on a copy of your own, or ask its owner.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
