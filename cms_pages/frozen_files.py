"""Which files of the library stay as they are: those that the public reads, that wait to be read by it, or that somebody
else has put on a draft (A5).

A page is published by two people, and what it carries of the library is part of what they saw. Whoever wants another
picture uploads a new one and changes the page: so they are its last editor, and others approve it.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, WorkflowState

from cms_pages.document_access import keys_on
from cms_pages.draft_uses import uses_of
from cms_pages.models.library import DraftUse
from cms_pages.moderation import pages_last_edited_by

FREE = frozenset({"tags", "collection"})
"""What of a frozen file may be changed: nothing of it is shown."""

WHY = _(
    "此文件用在已公开、待审或由他人最后修改的页面上，不能改动或删除。"
    "要换内容，请另传新文件，再修改页面、提交审核；须立即撤下的，请审核人撤下页面。"
)
"""Why a frozen file stays, and what to do instead."""

_elsewhere: list[Callable[[type[Any]], Iterable[int]]] = []


def also_frozen(keys: Callable[[type[Any]], Iterable[int]]) -> None:
    """Let files stay that something else than a page will bring before the public as they are: given the model of
    pictures or of documents, the function tells their keys."""
    _elsewhere.append(keys)


def frozen(files: "QuerySet[Any]", person: Any) -> "QuerySet[Any]":
    """Those of the pictures, or of the documents, that are on a page that is public, handed in, or approved for later, or
    on a draft that somebody else than the person edited last. None is nobody: whose draft it is makes no difference."""
    kind = ContentType.objects.get_for_model(files.model)
    handed_in = _handed_in()
    own = pages_last_edited_by(person).values("pk")
    pages = Page.objects.filter(Q(live=True) | Q(pk__in=handed_in) | ~Q(pk__in=own))
    # The index of what pages lead to is written a moment after them.
    unchanged = Q(page__live=True, page__has_unpublished_changes=False)
    drafts = DraftUse.objects.filter(unchanged | Q(page__in=handed_in) | ~Q(page__in=own), content_type=kind)
    return files.filter(
        Q(pk__in=keys_on(pages, files.model))
        | Q(pk__in=drafts.values("object_id"))
        | Q(pk__in=_approved_for_later(kind))
        | Q(pk__in={key for keys in _elsewhere for key in keys(files.model)})
    )


def is_frozen(file: Any, person: Any) -> bool:
    """Whether the person may not change or delete the picture or document now, superusers neither."""
    return frozen(type(file)._default_manager.filter(pk=file.pk), person).exists()


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
