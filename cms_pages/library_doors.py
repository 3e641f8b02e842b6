"""What the admin's API tells of the library: Wagtail's own lists all of it to everybody who may enter the admin (A5)."""

from typing import Any

from django.db.models import QuerySet
from wagtail import hooks
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
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
