"""What holds for accounts, without a database."""

from dataclasses import replace

import pytest

from app.people.passwords import PasswordTooLong, PasswordTooPlain, PasswordTooShort, check_password_strength
from app.people.rules import (
    LIMITS,
    AccountOfAnotherNetwork,
    AttemptKind,
    Attempts,
    BadNetworkCode,
    LastAdministrator,
    TooManyAttempts,
    check_account_is_theirs,
    check_administrators_remain,
    check_attempts,
    check_network_code,
    counted_address,
)


@pytest.mark.parametrize("code", ["landes", "pays-basque", "d40"])
def test_a_code_that_can_stand_in_an_address_passes(code: str) -> None:
    check_network_code(code)


@pytest.mark.parametrize(
    "code", ["", "L", "l", "Landes", "les landes", "-landes", "a" * 40, "landes/../", "é0"]
)
def test_a_code_that_cannot_stand_in_an_address_is_refused(code: str) -> None:
    with pytest.raises(BadNetworkCode):
        check_network_code(code)


def test_the_last_administrator_stays() -> None:
    check_administrators_remain(1)
    with pytest.raises(LastAdministrator):
        check_administrators_remain(0)


@pytest.mark.parametrize("kind", AttemptKind)
def test_attempts_pass_until_a_share_is_used_up(kind: AttemptKind) -> None:
    limit = LIMITS[kind]
    most = Attempts(limit.per_account_and_source - 1, limit.per_account - 1, limit.per_source - 1)
    check_attempts(kind, most, is_known=False)
    for share in ("from_source_at_account", "at_account", "from_source"):
        with pytest.raises(TooManyAttempts):
            check_attempts(kind, replace(most, **{share: getattr(most, share) + 1}), is_known=False)


@pytest.mark.parametrize("kind", AttemptKind)
def test_what_others_try_does_not_count_for_a_browser_that_is_known(kind: AttemptKind) -> None:
    check_attempts(kind, Attempts(0, 1_000, 0), is_known=True)
    with pytest.raises(TooManyAttempts):
        check_attempts(kind, Attempts(LIMITS[kind].per_account_and_source, 0, 0), is_known=True)


def test_an_account_is_in_the_hands_of_who_administers_all_its_networks() -> None:
    check_account_is_theirs("a@b.fr", frozenset({1, 2}), frozenset({1, 2, 3}))
    with pytest.raises(AccountOfAnotherNetwork):
        check_account_is_theirs("a@b.fr", frozenset({1, 2}), frozenset({1, 3}))


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa:bbbb:cccc:dddd", "2001:db8:1:2::"),
        ("2001:db8:1:2::1", "2001:db8:1:2::"),
        (None, ""),
        ("unix:", ""),
    ],
)
def test_a_subscriber_is_counted_once_however_many_addresses_they_own(
    address: str | None, counted: str
) -> None:
    assert counted_address(address) == counted


def test_a_phrase_is_a_good_password() -> None:
    check_password_strength("trois pins et une dune", "odile@example.org")


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("court", PasswordTooShort),
        ("x" * 129, PasswordTooLong),
        ("aaaaaaaaaaaaaa", PasswordTooPlain),
        ("Odile@Example.org", PasswordTooPlain),
        ("odile.marchand", PasswordTooPlain),
    ],
)
def test_a_weak_password_is_refused(password: str, refusal: type[Exception]) -> None:
    email = "odile.marchand@example.org" if password == "odile.marchand" else "odile@example.org"
    with pytest.raises(refusal):
        check_password_strength(password, email)
