"""What holds for accounts, without a database."""

import pytest

from app.people.passwords import PasswordTooLong, PasswordTooPlain, PasswordTooShort, check_password_strength
from app.people.rules import (
    LIMITS,
    AccountOfAnotherNetwork,
    AttemptKind,
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
def test_attempts_pass_until_the_account_or_the_address_has_used_up_its_share(kind: AttemptKind) -> None:
    limit = LIMITS[kind]
    check_attempts(kind, of_account=limit.per_account - 1, from_address=limit.per_address - 1)
    with pytest.raises(TooManyAttempts):
        check_attempts(kind, of_account=limit.per_account, from_address=0)
    with pytest.raises(TooManyAttempts):
        check_attempts(kind, of_account=0, from_address=limit.per_address)


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
