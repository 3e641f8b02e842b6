"""What pages show of an object's files: its slots in order, each with what is in it and what may be done."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from portal.attachments.access import declaration, may_change, may_read_slot
from portal.attachments.base import AttachmentSlot
from portal.attachments.choices import State
from portal.attachments.kinds import KINDS
from portal.attachments.models import Attachment


@dataclass
class ShownFile:
    """A row of a slot: the file, what it replaced, newest first, and what went wrong with its last change."""

    attachment: Attachment
    history: list[Attachment] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.attachment.original_name


@dataclass
class ShownSlot:
    """A slot of an object."""

    owner: Any
    slot: AttachmentSlot
    files: list[ShownFile]
    errors: list[str] = field(default_factory=list)

    @property
    def html_id(self) -> str:
        return f"slot-{self.owner.pk}-{self.slot.name}"

    @property
    def upload_url(self) -> str:
        return address(self.owner, self.slot.name)

    @cached_property
    def room(self) -> int:
        """How many more files fit in."""
        return self.slot.max_files - sum(shown.attachment.state == State.CURRENT for shown in self.files)

    @property
    def is_missing(self) -> bool:
        """Whether it must be filled and is not."""
        return self.slot.required and self.room == self.slot.max_files

    @property
    def rule(self) -> str:
        """Formats, size and number, in one line."""
        words = {
            "kinds": _("、").join(KINDS[name].label for name in self.slot.kinds),
            "limit": filesizeformat(self.slot.limit),
            "number": self.slot.max_files,
        }
        if self.slot.max_files == 1:
            return _("%(kinds)s，不超过 %(limit)s。") % words
        return _("%(kinds)s，每个不超过 %(limit)s，最多 %(number)s 个。") % words


@dataclass
class ShownFiles:
    """All slots of an object, for somebody who may read them."""

    owner: Any
    slots: list[ShownSlot]
    may_change: bool
    used: int
    said: str = ""

    @property
    def html_id(self) -> str:
        return f"files-{self.owner._meta.model_name}-{self.owner.pk}"

    @property
    def key(self) -> str:
        """What the API calls the object."""
        return f"{self.owner._meta.app_label}.{self.owner._meta.model_name}:{self.owner.pk}"

    @property
    def part_bytes(self) -> int:
        """The size of the parts in which a larger file is sent."""
        return settings.ATTACHMENT_PART_BYTES

    @property
    def quota(self) -> int:
        return settings.ATTACHMENT_QUOTA_BYTES

    @property
    def failures(self) -> int:
        """How many mistakes there are to mend."""
        return sum(len(slot.errors) + sum(len(shown.errors) for shown in slot.files) for slot in self.slots)


def files_of(owner: Any, user: Any) -> ShownFiles:
    """What a page shows the user of the object's files, in one query; the caller has asked who may read any of them."""
    rows = list(Attachment.objects.of(owner).exclude(state=State.REMOVED))
    slots = [
        ShownSlot(owner, slot, _files([row for row in rows if row.slot == slot.name]))
        for slot in declaration(owner).slots
        if may_read_slot(user, owner, slot.name)
    ]
    used = sum(row.size for row in rows if row.state == State.CURRENT)
    return ShownFiles(owner, slots, may_change(user, owner), used)


def missing_slots(owner: Any) -> list[AttachmentSlot]:
    """The slots that must be filled and are not: what keeps an application from being handed in."""
    filled = set(Attachment.objects.of(owner).current().values_list("slot", flat=True))
    return [slot for slot in declaration(owner).slots if slot.required and slot.name not in filled]


def address(owner: Any, slot: str = "") -> str:
    """The page of an object's files, and the address that takes uploads into one of its slots."""
    place = {"app": owner._meta.app_label, "model": owner._meta.model_name, "pk": owner.pk}
    if slot:
        return reverse("attachments:slot", kwargs={**place, "slot": slot})
    return reverse("attachments:owner", kwargs=place)


def _files(rows: list[Attachment]) -> list[ShownFile]:
    before = {row.replaced_by_id: row for row in rows if row.replaced_by_id}
    return [ShownFile(row, _history(row, before)) for row in rows if row.state != State.REPLACED]


def _history(row: Attachment, before: dict[Any, Attachment]) -> list[Attachment]:
    history = []
    while earlier := before.get(row.pk):
        history.append(earlier)
        row = earlier
    return history
