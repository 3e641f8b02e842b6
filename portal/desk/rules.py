"""Who may what at the desk: asked by its pages, its API, its files and the menu alike."""

from collections.abc import Iterable
from typing import Any

import rules
from django.contrib.auth import get_user_model
from django.db.models import Q

from portal.casework.base import CaseFile
from portal.casework.registry import case_files
from portal.identity.rules import may_verify


def files_of(user: Any, site: Any = None) -> list[CaseFile]:
    """The kinds of cases that are the user's work in some state; with a site, as far as they are in use there."""
    return [file for file in case_files(site) if _works_on(user, file)]


def permissions_of(user: Any, files: Iterable[CaseFile]) -> list[str]:
    """The user's permissions among those that the files name: whose rows the queue shows."""
    named = dict.fromkeys(permission for file in files for permission in file.work.values())
    return [permission for permission in named if user.has_perm(permission)]


def may_open(user: Any, file: CaseFile, case: Any) -> bool:
    """Whether the user may open the case at the desk; whoever may not does not learn that it exists."""
    return _works_on(user, file) and bool(file.may_read(user, case))


def may_work_on(user: Any, file: CaseFile, case: Any) -> bool:
    """Whether the case is the user's work as it is now: to claim, check and decide it."""
    permission = file.work.get(case.state, "")
    return bool(permission and user.has_perm(permission)) and may_open(user, file, case)


@rules.predicate
def works_at_desk(user: Any) -> bool:
    """Whether the desk has something for the user: cases, or people who come to the counter."""
    return bool(user.is_active and (may_verify(user) or files_of(user)))


def colleagues(permission: str) -> Any:
    """Those whose work is what the permission says, by name; nobody for an empty one."""
    app, _dot, codename = permission.partition(".")
    granted = Q(groups__permissions__content_type__app_label=app, groups__permissions__codename=codename)
    own = Q(user_permissions__content_type__app_label=app, user_permissions__codename=codename)
    people = get_user_model()._default_manager.filter(is_active=True)
    return people.filter(granted | own).distinct().order_by("last_name", "pk")


def _works_on(user: Any, file: CaseFile) -> bool:
    return user.is_active and any(user.has_perm(permission) for permission in set(file.work.values()))
