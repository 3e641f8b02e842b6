"""Which files and pictures of the library the public may have: those that a published page leads to.

A file passes the publication gate together with the page that carries it. Until then it is a draft like the page,
whatever its address.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, QuerySet
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers
from wagtail import hooks
from wagtail.documents.models import AbstractDocument
from wagtail.documents.views.serve import serve
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry


def keys_on(pages: "QuerySet[Page]", model: type[Any]) -> "QuerySet[Any]":
    """The keys of the documents, or of the pictures, that one of the pages carries or links to as it is stored."""
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(model),
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=pages.annotate(text_id=Cast("pk", CharField())).values("text_id"),
    )
    return references.values(file_id=Cast("to_object_id", BigIntegerField()))


def published_keys(model: type[Any]) -> "QuerySet[Any]":
    """Those that a published page without access restrictions leads to."""
    return keys_on(Page.objects.live().public(), model)


def published_files(files: "QuerySet[Any]") -> "QuerySet[Any]":
    """Those of the documents, or of the pictures, that the public may have: a photo that waits for approval, or whose
    page was taken away, is nobody's business."""
    return files.filter(pk__in=published_keys(files.model))


def is_published(document: AbstractDocument) -> bool:
    """Whether the public may have the file; one query."""
    return published_files(type(document)._default_manager.filter(pk=document.pk)).exists()


def serve_file(request: HttpRequest, *args: Any) -> HttpResponseBase:
    """Wagtail's answer; one that is not everybody's is kept nowhere (V14)."""
    answer: HttpResponseBase = serve(request, *args)
    if getattr(request, "is_unpublished_file", False):
        add_never_cache_headers(answer)
    return answer


@hooks.register("before_serve_document")
def serve_published_only(document: AbstractDocument, request: HttpRequest) -> None:
    """Answer 404 for a file that no published page carries, save to those who may use it (`cms_pages.library_access`)."""
    if is_published(document):
        return
    if not policy_registry.get(document).user_has_permission_for_instance(request.user, "choose", document):
        raise Http404
    request.is_unpublished_file = True  # type: ignore[attr-defined]  # read above
