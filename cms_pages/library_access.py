"""Who of the staff finds what in the library: one rule for pictures and documents, for every door of the admin (A5, D10).

Wagtail asks a permission policy at its lists, windows to choose, pages and actions; ours answers for the file itself, where
Wagtail's own looks at the collection alone.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import page_permission_policy, register_permission_policy

from cms_pages.document_access import keys_on
from cms_pages.frozen_files import frozen, is_frozen
from cms_pages.models.library import DraftUse, PortalDocument, PortalImage

# Wagtail's names for the permissions that roles are given.
RIGHTS = {PortalImage: "wagtailimages.Image", PortalDocument: "wagtaildocs.Document"}
NOT_SHARED, SHARED = "不共用", "公用素材"
DELETE = {"delete"}
ROOT_DEPTH = 1
"""What lies in the root lies in no collection: it is shared by its pages alone."""


def within_reach(files: "QuerySet[Any]", person: Any) -> "QuerySet[Any]":
    """Those of the pictures, or of the documents, that the person's work is: what the public has, what lies in a collection
    for all to use, what they brought in themselves, and what is on pages or drafts that they may edit or approve.

    Superusers reach everything.
    """
    if person.is_superuser:
        return files
    pages = page_permission_policy.instances_user_has_any_permission_for(person, {"change", "publish"})
    drafts = DraftUse.objects.filter(
        content_type=ContentType.objects.get_for_model(files.model), page__in=pages.values("pk")
    )
    return files.filter(
        Q(uploaded_by_user=person)
        | Q(collection__depth__gt=ROOT_DEPTH)
        | Q(pk__in=keys_on(pages | Page.objects.live().public(), files.model))
        | Q(pk__in=drafts.values("object_id"))
    )


class LibraryPolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's rule, and the file must be within the person's reach; nobody deletes one that is frozen for them."""

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        if not super().user_has_any_permission_for_instance(user, actions, instance):
            return False
        asked = self.model._default_manager.filter(pk=instance.pk)
        if not within_reach(asked, user).exists():
            return False
        return set(actions) != DELETE or not is_frozen(instance, user)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> "QuerySet[Any]":
        found: QuerySet[Any] = super().instances_user_has_any_permission_for(user, actions)
        if set(actions) == DELETE:
            found = found.exclude(pk__in=frozen(self.model._default_manager.all(), user).values("pk"))
        if user.is_superuser or not user.is_authenticated:
            return found
        # The admin's search reads the conditions itself: of a subquery it takes the keys.
        return found.filter(pk__in=within_reach(self.model._default_manager.all(), user).values("pk"))


def register() -> None:
    """Let Wagtail ask here. Its own applications register theirs later, for the class with its heirs; one for the very class goes first."""
    for model, rights in RIGHTS.items():
        policy = LibraryPolicy(model, auth_model=rights, owner_field_name="uploaded_by_user")
        register_permission_policy(model, policy, exact_class=True)
