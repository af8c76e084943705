"""Writes of networks, people and their accounts, one function per intention; callers import every one from here."""

from app.people.services.addresses import (
    confirm_address,
    make_link_to_new_address,
)
from app.people.services.attempts import (
    count_attempt,
    forgive_attempts,
)
from app.people.services.links import (
    join_network,
    make_link,
    make_link_for_address,
    use_link,
)
from app.people.services.members import (
    Invitation,
    can_hand_over,
    close_account,
    invite,
    make_link_to_hand_over,
    make_link_to_mail,
    reopen_account,
    set_roles,
)
from app.people.services.networks import (
    create_network,
    set_sort_order,
    set_territory,
)
from app.people.services.persons import (
    choose_language,
    find_or_create_person,
    forget_unused_person,
    rename_person,
)
from app.people.services.roles import (
    grant_role,
    open_roles,
    withdraw_role,
)
from app.people.services.sign_in import (
    change_password,
    confirm_password,
    end_sign_in,
    sign_out_everywhere,
    start_sign_in,
)

__all__ = [
    "Invitation",
    "can_hand_over",
    "change_password",
    "choose_language",
    "close_account",
    "confirm_address",
    "confirm_password",
    "count_attempt",
    "create_network",
    "end_sign_in",
    "find_or_create_person",
    "forget_unused_person",
    "forgive_attempts",
    "grant_role",
    "invite",
    "join_network",
    "make_link",
    "make_link_for_address",
    "make_link_to_hand_over",
    "make_link_to_mail",
    "make_link_to_new_address",
    "open_roles",
    "rename_person",
    "reopen_account",
    "set_roles",
    "set_sort_order",
    "set_territory",
    "sign_out_everywhere",
    "start_sign_in",
    "use_link",
    "withdraw_role",
]
