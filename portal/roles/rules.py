"""Predicates over roles, for every door alike: pages, API, admin, menus, files."""

from typing import Any

import rules


def holds(slug: str) -> Any:
    """A predicate: the person holds the role now. Ask it where a permission would say too little."""
    from portal.roles.table import ROLES

    group = ROLES[slug].group

    @rules.predicate(f"holds:{slug}")
    def predicate(user: Any) -> bool:
        return bool(user.is_active and group in _groups(user))

    return predicate


def roles_of(user: Any) -> tuple[str, ...]:
    """The slugs of the roles that the person holds now, in order."""
    from portal.roles.table import ROLES_BY_GROUP

    return tuple(sorted(ROLES_BY_GROUP[name].slug for name in _groups(user) if name in ROLES_BY_GROUP))


def _groups(user: Any) -> frozenset[str]:
    """The names of the person's groups, asked once per person object."""
    if not hasattr(user, "_group_names"):
        user._group_names = frozenset(user.groups.values_list("name", flat=True)) if user.pk else frozenset()
    return user._group_names


@rules.predicate
def may_grant(user: Any) -> bool:
    """Gives roles and takes them back."""
    return bool(user.is_active and user.has_perm("roles.add_grant"))


@rules.predicate
def may_read_grants(user: Any) -> bool:
    """Sees who holds what."""
    return bool(user.is_active and user.has_perm("roles.view_grant"))


@rules.predicate
def may_close_accounts(user: Any) -> bool:
    """Closes accounts, opens them again, takes off a second factor that is lost."""
    return bool(user.is_active and user.has_perm("roles.close_account"))
