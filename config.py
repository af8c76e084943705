"""Configuration, read from the environment; production refuses to start without its secrets."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

INSTANCE = Path(__file__).resolve().parent / "instance"
SHORTEST_SECRET = 32
"""Bytes below which a secret key could be guessed."""
FEWEST_CHARACTERS = 8
"""Different characters below which a key was typed and not drawn at random."""
KEY_OF_THE_TESTS = "only-for-tests-only-for-tests-only"


class Config:
    """What every configuration shares; the defaults suit one machine that runs the demonstration."""

    def __init__(self, environment: dict[str, str] | None = None) -> None:
        """Read the settings from ``environment``, the process's own when none is given."""
        self.environment = dict(os.environ if environment is None else environment)
        self.SQLALCHEMY_DATABASE_URI = self.read("DATABASE_URL", f"sqlite:///{INSTANCE / 'livret.sqlite'}")
        # A server may have been started anew since a connection was last used; a file is always there.
        is_file = self.SQLALCHEMY_DATABASE_URI.startswith("sqlite:")
        self.SQLALCHEMY_ENGINE_OPTIONS: dict[str, Any] = {"pool_pre_ping": not is_file}
        self.SECRET_KEY = self.read("SECRET_KEY", "")
        self.SECRET_KEY_FALLBACKS = [key for key in self.read("SECRET_KEY_FALLBACKS", "").split() if key]
        self.BASE_URL = self.read("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
        # Unless it is set, it is where ``flask serve`` listens: an address for this machine alone.
        self.BASE_URL_IS_SET = "BASE_URL" in self.environment
        # How many proxies stand in front: as many addresses of X-Forwarded-For are believed, and none by default.
        self.PROXY_COUNT = self.read_number("PROXY_COUNT", 0)
        self.DEMONSTRATION_ALLOWED = True
        self.TRUSTED_HOSTS: list[str] | None = None
        self.MAX_CONTENT_LENGTH = 12 * 1024 * 1024
        self.MAX_FORM_PARTS = 2_000
        self.MAX_FORM_MEMORY_SIZE = 2 * 1024 * 1024
        self.SESSION_COOKIE_NAME = "livret"
        self.SESSION_COOKIE_HTTPONLY = True
        self.SESSION_COOKIE_SAMESITE = "Lax"
        self.SESSION_COOKIE_SECURE = self.BASE_URL.startswith("https://")
        self.PERMANENT_SESSION_LIFETIME = timedelta(hours=12)
        # The server knows how long a sign-in lasts; a style sheet that comes late must not bring a cleared cookie back.
        self.SESSION_REFRESH_EACH_REQUEST = False
        # A token lives as long as its session: a register is filled in during a whole half-day.
        self.WTF_CSRF_TIME_LIMIT = None
        # The strict check turns away browsers that are set to send no Referer; token and SameSite cookie suffice.
        self.WTF_CSRF_SSL_STRICT = False
        self.BABEL_DEFAULT_LOCALE = "fr"
        self.BABEL_DEFAULT_TIMEZONE = "Europe/Paris"
        self.BABEL_TRANSLATION_DIRECTORIES = "translations"
        self.SMTP_HOST = self.read("SMTP_HOST", "")
        self.SMTP_PORT = self.read_number("SMTP_PORT", 587)
        self.SMTP_USER = self.read("SMTP_USER", "")
        self.SMTP_PASSWORD = self.read("SMTP_PASSWORD", "")
        self.MAIL_SENDER = self.read("MAIL_SENDER", "")
        self._read_seal()

    def _read_seal(self) -> None:
        # Where the key is with which documents are sealed: a PKCS#12 file, or a device behind a PKCS#11 library.
        self.SEAL_PKCS12 = self.read("SEAL_PKCS12", "")
        self.SEAL_PKCS12_PASSWORD = self.read("SEAL_PKCS12_PASSWORD", "")
        self.SEAL_PKCS11_LIBRARY = self.read("SEAL_PKCS11_LIBRARY", "")
        self.SEAL_PKCS11_TOKEN = self.read("SEAL_PKCS11_TOKEN", "")
        self.SEAL_PKCS11_LABEL = self.read("SEAL_PKCS11_LABEL", "")
        self.SEAL_PKCS11_PIN = self.read("SEAL_PKCS11_PIN", "")
        self.SEAL_TIMESTAMP_URL = self.read("SEAL_TIMESTAMP_URL", "")
        # Without a key, an authority of this installation alone stands in, and every paper says so.
        self.SEAL_DEVELOPMENT_ALLOWED = True
        self.SEAL_DEVELOPMENT_FILE: Path | None = INSTANCE / "development-seal.p12"

    @property
    def has_seal_key(self) -> bool:
        """Return whether a key is named with which documents are sealed."""
        return bool(self.SEAL_PKCS12 or self.SEAL_PKCS11_LIBRARY)

    def read(self, name: str, default: str) -> str:
        """Return the setting ``name`` of the environment, or ``default``."""
        return self.environment.get(name, default)

    def read_number(self, name: str, default: int) -> int:
        """Return the setting ``name`` as a number, 0 or more; one that is missing or empty is ``default``.

        :raises SystemExit: when something else is written there.
        """
        written = self.read(name, "").strip() or str(default)
        if not (written.isascii() and written.isdigit() and len(written) <= 5):
            raise SystemExit(f"{name} must be a whole number, 0 or more, and is {written[:20]!r}.")
        return int(written)


class LocalConfig(Config):
    """One person's machine: the secret key is made at first start and kept beside the database."""

    def __init__(self, environment: dict[str, str] | None = None) -> None:
        super().__init__(environment)
        self.SECRET_KEY = self.SECRET_KEY or _kept_secret(INSTANCE / "secret-key")


class ProductionConfig(Config):
    """A server that people rely on (``LIVRET_ENV=production``): nothing is guessed, the demonstration is refused."""

    def __init__(self, environment: dict[str, str] | None = None) -> None:
        super().__init__(environment)
        self.DEMONSTRATION_ALLOWED = False
        self.SEAL_DEVELOPMENT_ALLOWED = self.read("SEAL_DEVELOPMENT", "") == "accepted"
        self.TRUSTED_HOSTS = [self.BASE_URL.split("://", 1)[-1].split("/")[0].split(":")[0]]
        problems = list(self._problems())
        if problems:
            raise SystemExit("Livret does not start in production:\n- " + "\n- ".join(problems))

    def _problems(self) -> list[str]:
        checks = (
            (
                _is_unguessable(self.SECRET_KEY),
                f"SECRET_KEY needs {SHORTEST_SECRET} random bytes at least",
            ),
            (
                all(map(_is_unguessable, self.SECRET_KEY_FALLBACKS)),
                f"SECRET_KEY_FALLBACKS: each key needs {SHORTEST_SECRET} random bytes at least",
            ),
            ("DATABASE_URL" in self.environment, "DATABASE_URL is not set"),
            (
                # The cookies, the service worker and the addresses on paper stand at the root of a host.
                self.BASE_URL.startswith("https://") and self.BASE_URL.count("/") == 2,
                "BASE_URL must be the public https:// address, a host of its own without a path",
            ),
            (
                not self.SMTP_HOST or bool(self.MAIL_SENDER),
                "SMTP_HOST is set but MAIL_SENDER is not",
            ),
            (
                self.has_seal_key or self.SEAL_DEVELOPMENT_ALLOWED,
                "SEAL_PKCS12 or SEAL_PKCS11_LIBRARY is not set; with SEAL_DEVELOPMENT=accepted "
                "documents are sealed by an authority that nobody else knows, and say so",
            ),
            (
                not (self.SEAL_PKCS12 and self.SEAL_PKCS11_LIBRARY),
                "SEAL_PKCS12 and SEAL_PKCS11_LIBRARY are both set",
            ),
        )
        return [problem for holds, problem in checks if not holds]


class TestingConfig(Config):
    """The tests: a known key, real CSRF tokens."""

    __test__ = False

    def __init__(self, database_url: str = "sqlite://") -> None:
        super().__init__(
            {
                "SECRET_KEY": KEY_OF_THE_TESTS,
                "DATABASE_URL": database_url,
            }
        )
        self.TESTING = True
        self.SEAL_DEVELOPMENT_FILE = None


def configuration() -> Config:
    """Return the configuration that ``LIVRET_ENV`` names: ``production``, or the local one.

    :raises SystemExit: when it names none. A server whose name is misspelt must not start with the demonstration.
    """
    named = os.environ.get("LIVRET_ENV", "")
    if named == "production":
        return ProductionConfig()
    if named in {"", "local"}:
        return LocalConfig()
    raise SystemExit(f"LIVRET_ENV is {named!r}. Write production, or local, or leave it empty.")


def _is_unguessable(key: str) -> bool:
    is_long = len(key.encode()) >= SHORTEST_SECRET
    return is_long and len(set(key)) >= FEWEST_CHARACTERS and key != KEY_OF_THE_TESTS


def _kept_secret(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Created with the right to read it in the same step: nobody else can open it in between.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(os.urandom(48).hex())
    return path.read_text().strip()
