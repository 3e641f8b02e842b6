"""Doors of the library that do not ask as they should, or say too little (A5).

Wagtail's API of the admin lists all of it to everybody who may enter. Actions on several ask for each by itself. Who may
not delete a file is told no more than that.
"""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from wagtail import hooks
from wagtail.admin import messages
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.views import bulk_actions as for_documents
from wagtail.documents.views import documents
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.views import bulk_actions as for_images
from wagtail.images.views import images
from wagtail.permissions import policy_registry

from cms_pages.frozen_files import WHY, is_frozen

BEFORE_WAGTAIL, AFTER_WAGTAIL = -1, 1


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


class _TellsWhy:
    """Leads whoever may change a frozen file back to it, with the reason why it is not deleted."""

    object: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.user_has_permission("change") and is_frozen(self.object, request.user):  # type: ignore[attr-defined]
            messages.error(request, WHY)
            return redirect(self.edit_url_name, self.object.pk)  # type: ignore[attr-defined]
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer


class ImageDeleteView(_TellsWhy, images.DeleteView):
    edit_url_name = "wagtailimages:edit"


class DocumentDeleteView(_TellsWhy, documents.DeleteView):
    edit_url_name = "wagtaildocs:edit"


@hooks.register("register_admin_urls", order=BEFORE_WAGTAIL)
def delete_views() -> list[URLPattern]:
    """Stand before Wagtail's at the same addresses."""
    return [
        path("images/<int:image_id>/delete/", ImageDeleteView.as_view(), name="wagtailimages_delete"),
        path("documents/delete/<int:document_id>/", DocumentDeleteView.as_view(), name="wagtaildocs_delete"),
    ]


class _AsksOnce:
    """For a person's own of a kind at once: Wagtail's rule to delete is that to change, save for what is frozen."""

    request: Any
    model: Any

    def check_perm(self, file: Any) -> bool:
        return file.pk in self._own

    @cached_property
    def _own(self) -> set[int]:
        verb = "delete" if self.action_type == "delete" else "change"  # type: ignore[attr-defined]
        policy: Any = self.permission_policy  # type: ignore[attr-defined]
        own = policy.instances_user_has_permission_for(self.request.user, verb)
        return set(own.values_list("pk", flat=True))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        if any(entry["can_edit"] for entry in context["items_with_no_access"]):
            messages.warning(self.request, WHY)
        return context


for place in (for_images, for_documents):
    for name in place.__all__:
        action = type(name, (_AsksOnce, getattr(place, name)), {})
        hooks.register("register_bulk_action", action, order=AFTER_WAGTAIL)
