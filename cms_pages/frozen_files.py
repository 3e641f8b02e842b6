"""Which files of the library stay as they are: those that the public reads, or that wait to be read by it (A5).

A page is published by two people, and what it carries of the library is part of what they saw. Whoever wants another
picture uploads a new one and changes the page, which is approved as ever.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, WorkflowState

from cms_pages.document_access import keys_on
from cms_pages.draft_uses import uses_of
from cms_pages.models.library import DraftUse

FREE = frozenset({"tags", "collection"})
"""What of a frozen file may be changed: nothing of it is shown."""

WHY = _(
    "此文件用在已公开或待审的页面上，不能改动或删除。"
    "要换内容，请另传新文件，再修改页面、提交审核；须立即撤下的，请审核人撤下页面。"
)
"""Why a frozen file stays, and what to do instead."""


def frozen(files: "QuerySet[Any]") -> "QuerySet[Any]":
    """Those of the pictures, or of the documents, that are on a page that is public, handed in, or approved for later."""
    kind = ContentType.objects.get_for_model(files.model)
    handed_in = _handed_in()
    pages = Page.objects.filter(Q(live=True) | Q(pk__in=handed_in))
    # The index of what pages lead to is written a moment after them.
    unchanged = Q(page__live=True, page__has_unpublished_changes=False)
    drafts = DraftUse.objects.filter(unchanged | Q(page__in=handed_in), content_type=kind)
    return files.filter(
        Q(pk__in=keys_on(pages, files.model))
        | Q(pk__in=drafts.values("object_id"))
        | Q(pk__in=_approved_for_later(kind))
    )


def is_frozen(file: Any) -> bool:
    """Whether nobody may change or delete the picture or document now, superusers neither."""
    return frozen(type(file)._default_manager.filter(pk=file.pk)).exists()


def _handed_in() -> "QuerySet[Any]":
    """Keys of pages that wait for an approver: what they read is what they approve."""
    states = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS,
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    return states.values(page_id=Cast("object_id", BigIntegerField()))


def _approved_for_later(kind: ContentType) -> set[int]:
    """Keys on revisions that the clock will publish. They are few, and may be older than the newest draft."""
    due = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    return {
        key for revision in due.iterator() for found, key in uses_of(revision.as_object()) if found == kind.pk
    }
