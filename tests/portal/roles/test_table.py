"""The table of roles as the regulation wants it (B8): what may not meet, who holds power, what nobody may."""

from itertools import combinations

import pytest

from portal.roles.groups import names_of
from portal.roles.table import ROLES, may_meet

ADMINISTRATORS = ("auditor", "system_administrator", "security_administrator")
MAY_MEET = {
    frozenset(pair)
    for pair in (
        ("editor", "approver"),
        ("editor", "mentor_clerk"),
        ("editor", "expert"),
        ("editor", "desk_officer"),
        ("editor", "manager"),
        ("approver", "mentor_clerk"),
        ("approver", "expert"),
        ("approver", "desk_officer"),
        ("approver", "manager"),
        ("mentor_clerk", "desk_officer"),
        ("mentor_clerk", "manager"),
        ("desk_officer", "manager"),
    )
}


@pytest.mark.parametrize(("one", "other"), [*combinations(ROLES, 2)])
def test_roles_meet_in_one_account_as_written(one: str, other: str) -> None:
    wanted = frozenset((one, other)) in MAY_MEET
    assert may_meet(ROLES[one], ROLES[other]) is wanted
    assert may_meet(ROLES[other], ROLES[one]) is wanted


@pytest.mark.parametrize("slug", ADMINISTRATORS)
def test_administrators_are_alone_and_granted_by_two(slug: str) -> None:
    assert ROLES[slug].alone
    assert ROLES[slug].power
    assert not ROLES[slug].writes


@pytest.mark.parametrize("slug", ROLES)
def test_no_role_reaches_wagtails_own_pages_of_users_and_groups(slug: str) -> None:
    """They would be a second way to give rights."""
    assert not [name for name in names_of(ROLES[slug]) if name.startswith(("auth.", "accounts."))]


@pytest.mark.parametrize("slug", ROLES)
def test_only_security_administrators_give_roles(slug: str) -> None:
    gives = any(name in names_of(ROLES[slug]) for name in ("roles.add_grant", "roles.change_grant"))
    assert gives is (slug == "security_administrator")


def test_groups_of_roles_are_distinct() -> None:
    assert len({role.group for role in ROLES.values()}) == len(ROLES)


def test_system_administrator_has_no_right_to_what_people_apply_for() -> None:
    own = {name.partition(".")[0] for name in names_of(ROLES["system_administrator"])}
    assert own == {"wagtailadmin", "plugin", "cms_pages", "wagtailcore", "working_time", "jobs", "notices"}
