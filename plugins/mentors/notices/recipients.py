"""Whom notices of mentors' cases go to."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth import get_user_model

GRANTED = "portal.roles.backends.GrantedBackend"


def the_mentor(case: Any) -> list[Any]:
    """The mentor whose case it is, unless they have no account."""
    return [case.mentor.user] if case.mentor.user else []


def holders(permission: str, rule: Callable[[Any, Any], bool]) -> Callable[[Any], Iterable[Any]]:
    """Those who hold the permission and for whom the rule says yes about the case; `rule` decides, as on the pages."""

    def people(case: Any) -> list[Any]:
        users: Any = get_user_model().objects
        able = users.with_perm(permission, include_superusers=False, backend=GRANTED)
        return [person for person in able if rule(person, case)]

    return people
