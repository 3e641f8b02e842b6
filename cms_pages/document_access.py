"""Which files and pictures of the library the public may have: those that a published page leads to.

A file passes the publication gate together with the page that carries it. Until then it is a draft like the page,
whatever its address.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, QuerySet
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page, ReferenceIndex


def published_files(files: "QuerySet[Any]") -> "QuerySet[Any]":
    """Those of the documents, or of the pictures, that a published page without access restrictions carries or links
    to: a photo that waits for approval, or whose page was taken away, is nobody's business."""
    live = Page.objects.live().public().annotate(text_id=Cast("pk", CharField()))
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(files.model),
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=live.values("text_id"),
    )
    return files.filter(pk__in=references.values(file_id=Cast("to_object_id", BigIntegerField())))


def is_published(document: AbstractDocument) -> bool:
    """Whether the public may have the file; one query."""
    return published_files(type(document)._default_manager.filter(pk=document.pk)).exists()


@hooks.register("before_serve_document")
def serve_published_only(document: AbstractDocument, request: HttpRequest) -> None:
    """Answer 404 to the public for a file that no published page carries; editors see it."""
    if not request.user.has_perm("wagtailadmin.access_admin") and not is_published(document):
        raise Http404
