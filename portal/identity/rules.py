"""Predicates over identity, for every door alike."""

from typing import Any

import rules

from portal.identity.choices import Assurance
from portal.identity.queries import assurance


def is_verified(level: Assurance = Assurance.PROVIDER) -> Any:
    """A predicate: the portal is at least so sure of who the person is. A case that wants a verified person asks it."""

    @rules.predicate(f"is_verified:{level.name.lower()}")
    def predicate(user: Any) -> bool:
        return bool(user.is_active and assurance(user) >= level)

    return predicate


@rules.predicate
def may_verify(user: Any) -> bool:
    """Enters real names at the counter."""
    return bool(user.is_active and user.has_perm("identity.verify_at_counter"))
