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


@rules.predicate
def reads_reports(user: Any) -> bool:
    """Whether the user sees what colleagues had to do, and what of it is late: those who supervise."""
    return bool(user.is_active and user.has_perm("desk.read_reports"))


def colleagues(*permissions: str) -> Any:
    """Those whose work is what one of the permissions says, by name."""
    people = get_user_model()._default_manager.filter(is_active=True)
    return people.filter(_holds(permissions)).distinct().order_by("last_name", "pk")


def _holds(permissions: Iterable[str]) -> Q:
    """Selects people who have one of the permissions, by their group or by themselves; nobody without one."""
    chosen = Q(pk__in=())
    for app, _dot, codename in (permission.partition(".") for permission in permissions):
        for way in ("groups__permissions", "user_permissions"):
            chosen |= Q(**{f"{way}__content_type__app_label": app, f"{way}__codename": codename})
    return chosen


def _works_on(user: Any, file: CaseFile) -> bool:
    return user.is_active and any(user.has_perm(permission) for permission in set(file.work.values()))
