"""Files go for good: those that were removed long enough ago, and those of objects that are gone."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models.functions import Now
from django.utils import timezone

from portal.attachments.choices import State
from portal.attachments.keeping import remove_after_commit
from portal.attachments.models import Attachment

BATCH = 200


def purge_removed() -> int:
    """Delete the rows whose time is over, with the history behind them; their files follow. Returns how many."""
    kept = timedelta(days=settings.ATTACHMENT_REMOVED_DAYS)
    deleted = 0
    due = Attachment.objects.filter(state=State.REMOVED, removed_at__lte=Now() - kept)
    while batch := list(due.values_list("pk", flat=True)[:BATCH]):
        deleted += Attachment.objects.filter(pk__in=batch).delete()[0]
    return deleted


def remove_with_row(sender: Any, instance: Attachment, **kwargs: Any) -> None:
    """After a row is deleted, by whatever: its file goes once that is committed."""
    if instance.stored_as:
        remove_after_commit(instance.stored_as)


def remove_with_owner(sender: Any, instance: Any, **kwargs: Any) -> None:
    """After an object with files is deleted: they count as removed, and go when their time is over."""
    from portal.attachments.registry import owner_types  # plugins are asked only once models are there

    if owner_types.of(sender) is not None:
        files = Attachment.objects.of(instance)
        files.filter(state__in=[State.CURRENT, State.REFUSED, State.LOST]).update(
            state=State.REMOVED, removed_at=timezone.now()
        )
