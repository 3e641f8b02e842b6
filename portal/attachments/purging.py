"""Files go for good: those that were removed long enough ago, and those of objects that are gone."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models.functions import Now
from django.utils import timezone

from portal.attachments.choices import State
from portal.attachments.keeping import remove_after_commit
from portal.attachments.models import Attachment

BATCH = 200


def purge_removed() -> int:
    """Delete the rows whose time is over, with the history behind them; their files follow. Returns how many.

    Files of an object that is gone count as removed from now on: nobody can have them any more.
    """
    _remove_ownerless()
    kept = timedelta(days=settings.ATTACHMENT_REMOVED_DAYS)
    deleted = 0
    due = Attachment.objects.filter(state=State.REMOVED, removed_at__lte=Now() - kept)
    while batch := list(due.values_list("pk", flat=True)[:BATCH]):
        deleted += Attachment.objects.filter(pk__in=batch).delete()[0]
    return deleted


def _remove_ownerless() -> None:
    """Asked of the tables, not of signals: an object may go in bulk, by a cascade, or in SQL."""
    left = Attachment.objects.filter(state__in=[State.CURRENT, State.REFUSED, State.LOST])
    for kind in ContentType.objects.filter(pk__in=left.values("owner_type")):
        model = kind.model_class()
        if model is not None:  # the application may be uninstalled for a while
            there = model._base_manager.values("pk")
            gone = left.filter(owner_type=kind).exclude(owner_id__in=there)
            gone.update(state=State.REMOVED, removed_at=timezone.now())


def remove_with_row(sender: Any, instance: Attachment, **kwargs: Any) -> None:
    """After a row is deleted, by whatever: its file goes once that is committed."""
    if instance.stored_as:
        remove_after_commit(instance.stored_as)
