"""From the table to the database: a group for each role with exactly its rights, members who hold it now."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from portal.plugin.registry import registry
from portal.roles.models import Grant
from portal.roles.permission_names import name_permissions
from portal.roles.table import ROLES, ROLES_BY_GROUP, Role

LIBRARY = ("wagtailimages", "wagtaildocs")


def align(person: Any, at: datetime) -> None:
    """Make the person a member of exactly those roles' groups that they hold at that moment.

    Groups that are no role's are left alone.
    """
    held = {grant.role for grant in Grant.objects.held(at).filter(person=person)}
    wanted = {ROLES[slug].group for slug in held if slug in ROLES}
    present = set(person.groups.filter(name__in=ROLES_BY_GROUP).values_list("name", flat=True))
    if gone := present - wanted:
        person.groups.remove(*Group.objects.filter(name__in=gone))
    for name in sorted(wanted - present):
        group, _created = Group.objects.get_or_create(name=name)
        person.groups.add(group)


@transaction.atomic
def apply_table() -> None:
    """Give every role's group exactly the rights that the table and the plugins declare, and every right a name;
    can be run again."""
    for role in ROLES.values():
        group, _created = Group.objects.get_or_create(name=role.group)
        group.permissions.set(permissions_of(role))
        _set_page_rights(group, role)
        _set_library_rights(group, role)
    name_permissions()


def names_of(role: Role) -> set[str]:
    """The permissions of a role by name, with those that plugins grant to it."""
    return {*role.may, *(name for plugin in registry for name in plugin.grants.get(role.slug, ()))}


def permissions_of(role: Role) -> list[Permission]:
    """The permissions of a role. Raises LookupError naming those that do not exist."""
    names = names_of(role)
    wanted = Q(pk=None)
    for name in names:
        app, _dot, codename = name.partition(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    found = list(Permission.objects.filter(wanted).select_related("content_type"))
    missing = names - {f"{found.content_type.app_label}.{found.codename}" for found in found}
    if missing:
        raise LookupError(f"Role {role.slug}: there is no permission {', '.join(sorted(missing))}")
    return found


def _set_page_rights(group: Group, role: Role) -> None:
    wanted = {
        (page, permission.pk)
        for model, codenames in role.writes.items()
        for page in _places(model)
        for permission in Permission.objects.filter(
            content_type__app_label="wagtailcore", codename__in=codenames
        )
    }
    held = {(row.page_id, row.permission_id): row for row in GroupPagePermission.objects.filter(group=group)}
    for place in held.keys() - wanted:
        held[place].delete()
    for page, permission in wanted - held.keys():
        GroupPagePermission.objects.create(group=group, page_id=page, permission_id=permission)


def _places(model: str) -> Iterable[int]:
    """Where a right to write begins: every page of the type."""
    if issubclass(found := apps.get_model(model), Page):
        return found.objects.values_list("pk", flat=True)
    raise LookupError(f"{model} is no type of page")


def _set_library_rights(group: Group, role: Role) -> None:
    """Pictures and files may be added, chosen and changed; Wagtail asks for the permissions of its own models."""
    wanted = (
        Permission.objects.filter(
            content_type__app_label__in=LIBRARY, codename__regex=r"^(add|change|choose)_"
        ).exclude(codename__contains="rendition")
        if role.library
        else Permission.objects.none()
    )
    GroupCollectionPermission.objects.filter(group=group).exclude(permission__in=wanted).delete()
    root = Collection.get_first_root_node()
    for permission in wanted:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
