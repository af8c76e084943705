"""Signing in, one-time links, and what ends a sign-in."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.roles import Role
from app.extensions import db
from app.people import passwords
from app.people.models import Attempt, Network, Person
from app.people.passwords import PasswordTooShort
from app.people.queries import person_signed_in_with, usable_link
from app.people.rules import (
    INVITATION_LASTS,
    PASSWORD_RESET_LASTS,
    SIGN_IN_LASTS,
    LinkUnusable,
    Source,
    TooManyAttempts,
    WrongCredentials,
    WrongPassword,
)
from app.people.services import (
    change_password,
    close_account,
    confirm_password,
    end_sign_in,
    make_link,
    make_link_for_address,
    reopen_account,
    start_sign_in,
    use_link,
)
from tests.people.conftest import NOON, PASSWORD
from tests.together import all_at_once

MakePerson = Callable[..., Person]
HOME = Source("192.0.2.1")
ELSEWHERE = Source("198.51.100.1")
ANOTHER = "une autre phrase"


def sign_in(person: Person, password: str = PASSWORD) -> str:
    return start_sign_in(person.email, password, HOME, now=NOON)


def fail(email: str, source: Source = HOME, times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(WrongCredentials):
            start_sign_in(email, "pas le bon", source, now=NOON)


def test_who_knows_the_password_gets_in(odile: Person) -> None:
    assert person_signed_in_with(sign_in(odile), NOON) is odile


def test_the_case_of_the_address_does_not_matter(odile: Person) -> None:
    assert start_sign_in(" ODILE@Example.org ", PASSWORD, HOME, now=NOON)


def test_a_sign_in_ends_by_itself(odile: Person) -> None:
    assert person_signed_in_with(sign_in(odile), NOON + SIGN_IN_LASTS) is None


def test_nobody_enters_an_account_that_was_never_opened(landes: Network, make_person: MakePerson) -> None:
    make_person("lea@example.org", landes, Role.TRAINER, is_open=False)
    fail("lea@example.org")


def test_the_work_is_the_same_whether_or_not_there_is_an_account(
    odile: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hashing is what takes time: one check in each case, with the same settings."""
    fail("nobody@example.org")
    checked: list[str] = []
    hasher = passwords._HASHER

    class Watched:
        def verify(self, password_hash: str, password: str) -> bool:
            checked.append(password_hash.rsplit("$", 2)[0])
            return hasher.verify(password_hash, password)

    monkeypatch.setattr(passwords, "_HASHER", Watched())
    fail("nobody@example.org")
    fail(odile.email)
    assert len(checked) == 2
    assert checked[0] == checked[1]


def test_the_sixth_try_at_an_account_from_one_address_is_refused(odile: Person) -> None:
    fail(odile.email, times=5)
    with pytest.raises(TooManyAttempts):
        sign_in(odile)


def test_nobody_shuts_an_account_for_its_owner_by_five_wrong_passwords(odile: Person) -> None:
    fail(odile.email, times=5)
    assert start_sign_in(odile.email, PASSWORD, ELSEWHERE, now=NOON)


def test_an_account_that_is_tried_from_everywhere_is_shut(odile: Person) -> None:
    for number in range(50):
        fail(odile.email, Source(f"192.0.2.{number}"))
    with pytest.raises(TooManyAttempts):
        start_sign_in(odile.email, PASSWORD, ELSEWHERE, now=NOON)


def test_a_browser_that_has_signed_in_before_gets_in_all_the_same(odile: Person) -> None:
    for number in range(50):
        fail(odile.email, Source(f"192.0.2.{number}"))
    known = Source("browser:abc", is_known=True)
    assert start_sign_in(odile.email, PASSWORD, known, now=NOON)
    # It serves for guessing no more than another does.
    fail(odile.email, known, times=5)
    with pytest.raises(TooManyAttempts):
        start_sign_in(odile.email, PASSWORD, known, now=NOON)


def test_an_unknown_account_is_refused_as_a_known_one_is(app: Flask, database: Session) -> None:
    fail("nobody@example.org", times=5)
    with pytest.raises(TooManyAttempts):
        start_sign_in("nobody@example.org", PASSWORD, HOME, now=NOON)


def test_guessing_at_many_accounts_from_one_address_is_refused(odile: Person) -> None:
    for number in range(30):
        fail(f"person{number}@example.org")
    with pytest.raises(TooManyAttempts):
        sign_in(odile)
    assert start_sign_in(odile.email, PASSWORD, ELSEWHERE, now=NOON)


def test_signing_in_to_an_own_account_does_not_clear_the_address(odile: Person) -> None:
    for number in range(29):
        fail(f"person{number}@example.org")
    sign_in(odile)
    fail("person29@example.org")
    with pytest.raises(TooManyAttempts):
        sign_in(odile)


def test_attempts_are_forgotten_after_a_while(odile: Person, database: Session) -> None:
    fail(odile.email, times=5)
    later = NOON + timedelta(minutes=15)
    assert start_sign_in(odile.email, PASSWORD, HOME, now=later)
    assert database.scalar(select(func.count()).select_from(Attempt)) == 0


def test_tries_at_once_do_not_slip_past_the_count(app: Flask, odile: Person) -> None:
    email = odile.email
    db.session.commit()

    answers = all_at_once(app, lambda _index: start_sign_in(email, "pas le bon", HOME, now=NOON))

    assert Counter(map(type, answers)) == {WrongCredentials: 5, TooManyAttempts: 3}


def test_an_open_browser_is_not_enough_to_guess_the_password(odile: Person) -> None:
    for _ in range(5):
        with pytest.raises(WrongPassword):
            confirm_password(odile, "pas le bon", HOME, now=NOON)
    with pytest.raises(TooManyAttempts):
        confirm_password(odile, PASSWORD, HOME, now=NOON)


def test_changing_the_password_ends_every_sign_in_and_opens_a_new_one(odile: Person) -> None:
    phone, desktop = sign_in(odile), sign_in(odile)
    here = change_password(odile, ANOTHER, HOME, now=NOON)
    assert [person_signed_in_with(token, NOON) for token in (phone, desktop, here)] == [None, None, odile]
    fail(odile.email)
    assert sign_in(odile, ANOTHER)


def test_changing_the_password_ends_every_link(odile: Person) -> None:
    token = make_link(odile, now=NOON)
    change_password(odile, ANOTHER, HOME, now=NOON)
    assert usable_link(token, NOON) is None


def test_signing_out_ends_one_sign_in(odile: Person) -> None:
    phone, desktop = sign_in(odile), sign_in(odile)
    end_sign_in(phone, now=NOON)
    assert [person_signed_in_with(token, NOON) for token in (phone, desktop)] == [None, odile]


def test_closing_an_account_ends_sign_ins_and_links_at_once(
    landes: Network, odile: Person, make_person: MakePerson
) -> None:
    lea = make_person("lea@example.org", landes, Role.TRAINER)
    token, link = sign_in(lea), make_link(lea, now=NOON)
    close_account(lea, now=NOON, by=odile)
    assert person_signed_in_with(token, NOON) is None
    assert usable_link(link, NOON) is None
    assert make_link_for_address(lea.email, now=NOON) is None
    fail(lea.email)
    # Ended, and not only closed in front of: what was given before stays dead when the account opens again.
    reopen_account(lea, now=NOON, by=odile)
    assert person_signed_in_with(token, NOON) is None
    assert usable_link(link, NOON) is None
    assert sign_in(lea)


def test_a_link_opens_an_account_once(landes: Network, make_person: MakePerson) -> None:
    lea = make_person("lea@example.org", landes, Role.TRAINER, is_open=False)
    token = make_link(lea, now=NOON)
    use_link(token, ANOTHER, now=NOON)
    assert sign_in(lea, ANOTHER)
    with pytest.raises(LinkUnusable):
        use_link(token, PASSWORD, now=NOON)
    assert sign_in(lea, ANOTHER)


def test_a_weak_password_does_not_use_the_link_up(odile: Person) -> None:
    token = make_link(odile, now=NOON)
    with pytest.raises(PasswordTooShort):
        use_link(token, "court", now=NOON)
    use_link(token, ANOTHER, now=NOON)


def test_a_new_password_by_link_ends_sign_ins_and_forgives_the_failures(odile: Person) -> None:
    browser = sign_in(odile)
    fail(odile.email, times=5)
    use_link(make_link(odile, now=NOON), ANOTHER, now=NOON)
    assert person_signed_in_with(browser, NOON) is None
    assert sign_in(odile, ANOTHER)


def test_links_expire(landes: Network, odile: Person, make_person: MakePerson) -> None:
    lea = make_person("lea@example.org", landes, Role.TRAINER, is_open=False)
    invitation, reset = make_link(lea, now=NOON), make_link(odile, now=NOON)
    assert usable_link(reset, NOON + PASSWORD_RESET_LASTS) is None
    assert usable_link(invitation, NOON + PASSWORD_RESET_LASTS)
    assert usable_link(invitation, NOON + INVITATION_LASTS) is None


def test_a_new_link_replaces_the_one_before(odile: Person) -> None:
    first, second = make_link(odile, now=NOON), make_link(odile, now=NOON)
    assert usable_link(first, NOON) is None
    assert usable_link(second, NOON)


def test_one_link_used_by_many_at_once_sets_one_password(app: Flask, odile: Person) -> None:
    email, token = odile.email, make_link(odile, now=NOON)
    db.session.commit()
    passwords = [f"la phrase numéro {number}" for number in range(4)]

    ends = all_at_once(app, lambda index: use_link(token, passwords[index], now=NOON), count=4)

    refused = [isinstance(end, LinkUnusable) for end in ends]
    assert sorted(refused) == [False, True, True, True]
    assert start_sign_in(email, passwords[refused.index(False)], HOME, now=NOON)
