"""What Wagtail's page of groups calls permissions: Django and Wagtail write their names in English."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Permission
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

VERBS = {
    "add": gettext_lazy("可以添加%s"),
    "change": gettext_lazy("可以修改%s"),
    "delete": gettext_lazy("可以删除%s"),
}
RIGHTS_TO_WRITE = (
    "wagtailcore.page"  # shown by the names in the database, others by names that Wagtail translates
)


def name_permissions() -> None:
    """Give the permissions to add, change and delete, and those over pages, their Chinese names; can be run again."""
    with override("zh-hans"):
        wanted = {key: name for model in apps.get_models() for key, name in _names(model._meta)}
    changed = []
    for permission in Permission.objects.select_related("content_type"):
        name = wanted.get((permission.content_type.app_label, permission.codename), permission.name)
        if permission.name != name:
            permission.name = name
            changed.append(permission)
    Permission.objects.bulk_update(changed, ["name"], batch_size=200)


def _names(meta: Any) -> Iterator[tuple[tuple[str, str], str]]:
    """Each permission of the model by application and codename."""
    for verb in VERBS.keys() & set(meta.default_permissions):
        yield (meta.app_label, get_permission_codename(verb, meta)), str(VERBS[verb] % meta.verbose_name)
    if meta.label_lower == RIGHTS_TO_WRITE:
        for codename, name in meta.permissions:
            yield (meta.app_label, codename), _(str(name))
