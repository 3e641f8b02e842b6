"""How much room an object has left: files in a slot, bytes in all. True only while the object's row is locked."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q, Sum
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from portal.attachments.base import AttachmentSlot
from portal.attachments.choices import State
from portal.attachments.models import Attachment


def lock(owner: Any) -> Any:
    """The object read anew, its row locked until the transaction ends; None when it is gone.

    Whatever changes files of an object takes this lock first.
    """
    if owner is None:
        return None
    rows = type(owner)._base_manager.select_for_update(no_key=True, of=("self",))
    return rows.filter(pk=owner.pk).first()


@dataclass(frozen=True)
class Usage:
    """Bytes of an object's files: those that count, and all that are stored with history and removed ones."""

    current: int
    stored: int


def usage(owner: Any) -> Usage:
    """One query."""
    sums = (
        Attachment.objects.of(owner)
        .stored()
        .aggregate(
            current=Sum("size", filter=Q(state=State.CURRENT), default=0), stored=Sum("size", default=0)
        )
    )
    return Usage(**sums)


def require_bytes(owner: Any, size: int, *, instead_of: Attachment | None = None) -> None:
    """Raise `ValidationError` when so many more bytes exceed the object's quota (P33)."""
    used = usage(owner)
    freed = instead_of.size if instead_of else 0
    quota, ceiling = settings.ATTACHMENT_QUOTA_BYTES, settings.ATTACHMENT_STORED_BYTES
    if used.current - freed + size > quota:
        words = {"quota": filesizeformat(quota), "used": filesizeformat(used.current)}
        raise ValidationError(
            _("全部文件合计不能超过 %(quota)s，已用 %(used)s。请压缩文件，或移除不需要的文件。") % words,
            code="quota",
        )
    if used.stored + size > ceiling:
        raise ValidationError(_("替换和移除的次数太多，历史文件已满，请联系我们。"), code="quota")


def free_place(owner: Any, slot: AttachmentSlot) -> int:
    """The first free place of a slot, from 1. Raises `ValidationError` when none is."""
    places = Attachment.objects.of(owner).current().filter(slot=slot.name).values_list("place", flat=True)
    free = set(range(1, slot.max_files + 1)) - set(places)
    if not free:
        message = _("这一项最多 %(number)s 个文件，请替换或先移除一个。")
        raise ValidationError(message % {"number": slot.max_files}, code="full")
    return min(free)
