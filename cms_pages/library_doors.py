"""Doors of the library that do not ask as they should (A5).

Wagtail's API of the admin lists all of it to everybody who may enter. Actions on several ask for each by itself.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from wagtail import hooks
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.views import bulk_actions as for_documents
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.views import bulk_actions as for_images
from wagtail.permissions import policy_registry

AFTER_WAGTAIL = 1


class _WithinReach:
    """Of a kind of file, those that one may choose."""

    request: Any
    model: Any

    def get_queryset(self) -> "QuerySet[Any]":
        mine = policy_registry.get_by_type(self.model).instances_user_has_permission_for(
            self.request.user, "choose"
        )
        found: QuerySet[Any] = super().get_queryset()  # type: ignore[misc]
        return found.filter(pk__in=mine.values("pk"))


class ImageEndpoint(_WithinReach, ImagesAdminAPIViewSet):
    pass


class DocumentEndpoint(_WithinReach, DocumentsAdminAPIViewSet):
    pass


@hooks.register("construct_admin_api", order=AFTER_WAGTAIL)
def library_endpoints(router: WagtailAPIRouter) -> None:
    """Take the place of Wagtail's."""
    router.register_endpoint("images", ImageEndpoint)
    router.register_endpoint("documents", DocumentEndpoint)


class _AsksOnce:
    """For a person's own of a kind at once: Wagtail's rule to delete is that to change."""

    def check_perm(self, file: Any) -> bool:
        return file.pk in self._own

    @cached_property
    def _own(self) -> set[int]:
        policy: Any = self.permission_policy  # type: ignore[attr-defined]
        own = policy.instances_user_has_permission_for(self.request.user, "change")  # type: ignore[attr-defined]
        return set(own.values_list("pk", flat=True))


for place in (for_images, for_documents):
    for name in place.__all__:
        action = type(name, (_AsksOnce, getattr(place, name)), {})
        hooks.register("register_bulk_action", action, order=AFTER_WAGTAIL)
