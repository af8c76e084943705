"""What the environment may say, and what a server refuses to start with."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import create_app
from config import Config, LocalConfig, ProductionConfig, TestingConfig, configuration

KEY = "4f0c9a7be2d85163" * 2
GOOD = {
    "SECRET_KEY": KEY,
    "DATABASE_URL": "postgresql://localhost/livret",
    "BASE_URL": "https://livret.example.org/",
    "SEAL_PKCS12": "/etc/livret/seal.p12",
}


def test_production_starts_with_all_it_needs() -> None:
    config = ProductionConfig(GOOD)
    assert config.TRUSTED_HOSTS == ["livret.example.org"]
    assert config.SESSION_COOKIE_SECURE
    assert not config.DEMONSTRATION_ALLOWED
    assert config.BASE_URL == "https://livret.example.org"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": KEY[1:]}, "SECRET_KEY"),
        ({"SECRET_KEY": "k" * 64}, "SECRET_KEY"),
        ({"SECRET_KEY": "0123" * 16}, "SECRET_KEY"),
        ({"SECRET_KEY": TestingConfig().SECRET_KEY}, "SECRET_KEY"),
        ({"SECRET_KEY_FALLBACKS": "x"}, "SECRET_KEY_FALLBACKS"),
        ({"SECRET_KEY_FALLBACKS": f"{KEY} {'k' * 64}"}, "SECRET_KEY_FALLBACKS"),
        ({"BASE_URL": "http://livret.example.org"}, "BASE_URL"),
        ({"BASE_URL": ""}, "BASE_URL"),
        ({"BASE_URL": "https://example.org/livret"}, "BASE_URL"),
        ({"SMTP_HOST": "mail.example.org"}, "MAIL_SENDER"),
        ({"SEAL_PKCS12": ""}, "SEAL_PKCS12 or SEAL_PKCS11_LIBRARY is not set"),
        ({"SEAL_PKCS12": "", "SEAL_DEVELOPMENT": "yes"}, "SEAL_DEVELOPMENT=accepted"),
        ({"SEAL_PKCS11_LIBRARY": "/usr/lib/softhsm2.so"}, "both set"),
    ],
)
def test_production_refuses_to_start_and_names_why(change: dict[str, str], named: str) -> None:
    with pytest.raises(SystemExit, match=named):
        ProductionConfig({**GOOD, **change})


@pytest.mark.parametrize("missing", GOOD)
def test_production_refuses_to_start_without(missing: str) -> None:
    with pytest.raises(SystemExit, match=missing):
        ProductionConfig({name: value for name, value in GOOD.items() if name != missing})


def test_production_names_everything_at_once() -> None:
    with pytest.raises(SystemExit) as refusal:
        ProductionConfig({})
    assert all(name in str(refusal.value) for name in GOOD)


def test_production_seals_with_an_authority_of_development_when_it_is_told_so() -> None:
    config = ProductionConfig({**GOOD, "SEAL_PKCS12": "", "SEAL_DEVELOPMENT": "accepted"})
    assert config.SEAL_DEVELOPMENT_ALLOWED
    assert not ProductionConfig(GOOD).SEAL_DEVELOPMENT_ALLOWED


def test_a_key_that_does_not_open_is_told_at_the_start(tmp_path: Path) -> None:
    config = TestingConfig()
    config.SEAL_PKCS12, config.SEAL_PKCS12_PASSWORD = str(tmp_path / "missing.p12"), "a secret"
    with pytest.raises(SystemExit, match="does not open") as refusal:
        create_app(config)
    assert "a secret" not in str(refusal.value)


def test_the_server_itself_does_not_start_without_its_secrets() -> None:
    root = Path(__file__).parent.parent
    environment = {"PATH": os.environ["PATH"], "LIVRET_ENV": "production"}
    started = subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode == 1
    assert "SECRET_KEY" in started.stderr


def test_one_machine_makes_its_own_secret_and_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.INSTANCE", tmp_path / "instance")
    first, second = LocalConfig({}), LocalConfig({})
    assert first.SECRET_KEY == second.SECRET_KEY
    assert len(first.SECRET_KEY) >= 32
    assert (tmp_path / "instance" / "secret-key").stat().st_mode & 0o077 == 0


def test_old_keys_are_accepted_while_they_are_replaced() -> None:
    assert TestingConfig().SECRET_KEY_FALLBACKS == []
    old, older = KEY[::-1], KEY[5:] + KEY[:5]
    config = ProductionConfig({**GOOD, "SECRET_KEY_FALLBACKS": f"{old} {older}"})
    kept = config.SECRET_KEY_FALLBACKS
    assert kept == [old, older]


@pytest.mark.parametrize("name", ["PROXY_COUNT", "SMTP_PORT"])
@pytest.mark.parametrize("written", ["-1", "one", "1.5", "²", "9" * 5_000])
def test_a_number_that_is_none_is_told_as_such(name: str, written: str) -> None:
    with pytest.raises(SystemExit, match=f"{name} must be a whole number"):
        Config({name: written})


def test_an_empty_number_is_the_usual_one() -> None:
    assert (Config({"PROXY_COUNT": ""}).PROXY_COUNT, Config({"SMTP_PORT": ""}).SMTP_PORT) == (0, 587)


@pytest.mark.parametrize("written", ["prod", "Production", "production ", "PRODUCTION", "staging"])
def test_a_misspelt_environment_never_starts_as_one_persons_machine(
    written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIVRET_ENV", written)
    with pytest.raises(SystemExit, match="LIVRET_ENV is"):
        configuration()


@pytest.mark.parametrize("written", ["", "local"])
def test_one_persons_machine_needs_no_environment(
    written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.INSTANCE", tmp_path / "instance")
    monkeypatch.setenv("LIVRET_ENV", written)
    assert isinstance(configuration(), LocalConfig)
