"""Stands on every way in which a page becomes public: editor, workflow, schedule, API, command, shell.

All of them end in saving a live page, or in setting a revision's publishing time; both pass here. A queryset's
`update()` sends no signal and must not be used to publish.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import pre_save
from wagtail.models import Page, Revision

from cms_pages.personal_data.gate import require_publishable

# Saving only these changes nothing that the public reads.
BOOKKEEPING = frozenset(
    {
        "draft_title",
        "expire_at",
        "expired",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
        "owner",
    }
)


def connect() -> None:
    """Start guarding; called once when the application is ready."""
    pre_save.connect(guard_page, dispatch_uid="cms_pages.personal_data.page")
    pre_save.connect(guard_schedule, sender=Revision, dispatch_uid="cms_pages.personal_data.schedule")


def guard_page(
    sender: type, instance: Any, raw: bool = False, update_fields: Iterable[str] | None = None, **kwargs: Any
) -> None:
    """Refuse to save a live page that carries personal data. Raises `PublicationRefused`."""
    if raw or not isinstance(instance, Page) or not instance.live:
        return
    if update_fields is not None and BOOKKEEPING.issuperset(update_fields):
        return
    require_publishable(instance)
    specific = instance.specific_class
    if instance.pk and specific is not None and not isinstance(instance, specific):
        require_publishable(instance.specific)


def guard_schedule(
    sender: type, instance: Any, raw: bool = False, update_fields: Iterable[str] | None = None, **kwargs: Any
) -> None:
    """Refuse to schedule a revision that could not be published now. Raises `PublicationRefused`."""
    if raw or instance.approved_go_live_at is None:
        return
    if update_fields is not None and "approved_go_live_at" not in update_fields:
        return
    page = instance.as_object()
    if isinstance(page, Page):
        require_publishable(page)
