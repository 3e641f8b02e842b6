"""The only ways in which private files come, change and go. Each asks the owner's permission and locks its row."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.attachments import scanning
from portal.attachments.access import require_change
from portal.attachments.arriving import drop, gone, slot_of, whole
from portal.attachments.base import AttachmentSlot
from portal.attachments.checking import CheckedFile, checked
from portal.attachments.choices import Scan, State
from portal.attachments.keeping import kept
from portal.attachments.models import Attachment, Upload
from portal.attachments.room import free_place, lock, require_bytes
from portal.audit.recording import record
from portal.audit.table import FILE_ADDED, FILE_REMOVED, FILE_REPLACED
from portal.jobs.soon import run_soon


def attach(owner: Any, slot: str, file: Any, *, by: Any) -> Attachment:
    """Put an uploaded file into a slot of the object.

    Raises `PermissionDenied`, `ValidationError` with a sentence for the uploader, or `keeping.CannotKeep`.
    """
    require_change(by, owner)
    taken = slot_of(owner, slot)
    found = checked(file, taken)
    require_bytes(
        owner, found.size
    )  # asked before anything is written, and once more when nobody else can write
    with kept(found.content) as stored_as:
        locked = _locked(owner, by)
        place = free_place(locked, taken)
        require_bytes(locked, found.size)
        attachment = _create(locked, taken, place, found, stored_as, by)
        record(FILE_ADDED, actor=by, object=attachment, details=slot, after=found.sha256)
        return attachment


def replace(attachment: Attachment, file: Any, *, by: Any) -> Attachment:
    """Put an uploaded file in the place of another, which stays as history. Raises as `attach` does."""
    owner = attachment.owner
    require_change(by, owner)
    slot = slot_of(owner, attachment.slot)
    found = checked(file, slot)
    with kept(found.content) as stored_as:
        locked = _locked(owner, by)
        old = Attachment.objects.get(pk=attachment.pk)
        _require_state(old, State.CURRENT)
        require_bytes(locked, found.size, instead_of=old)
        old.state = State.REPLACED
        old.save(update_fields=["state"])
        new = _create(locked, slot, old.place, found, stored_as, by)
        old.replaced_by = new
        old.save(update_fields=["replaced_by"])
        record(FILE_REPLACED, actor=by, object=new, details=slot.name, before=old.sha256, after=new.sha256)
        return new


def finish(upload: Upload, *, by: Any) -> Attachment:
    """Make a file that has arrived in parts what `attach` or `replace` would have made of it; repeated, say so again.

    Raises as those do, and `ValidationError` for one that has not arrived. What the slot does not take is dropped.
    """
    require_change(by, upload.owner)
    try:
        found = checked(whole(upload), slot_of(upload.owner, upload.slot))
    except ValidationError as refusal:
        if (done := _became(upload)) is not None:  # its parts are gone
            return done
        if refusal.code != "incomplete":
            drop(upload)
        raise
    with transaction.atomic():
        locked = Upload.objects.select_for_update(no_key=True, of=("self",)).filter(pk=upload.pk).first()
        if locked is None:
            raise gone()
        if locked.attachment is None:
            locked.attachment = _settle(locked, found, by)
            locked.save(update_fields=["attachment"])
            locked.parts.all().delete()
        return locked.attachment


def _became(upload: Upload) -> Attachment | None:
    """The attachment that an upload is by now."""
    return Attachment.objects.filter(pk__in=Upload.objects.filter(pk=upload.pk).values("attachment")).first()


def _settle(upload: Upload, found: CheckedFile, by: Any) -> Attachment:
    if upload.replaces is None:
        return attach(upload.owner, upload.slot, found, by=by)
    return replace(upload.replaces, found, by=by)


@transaction.atomic
def remove(attachment: Attachment, *, by: Any) -> None:
    """Take a file away; its bytes go when settings.ATTACHMENT_REMOVED_DAYS are over."""
    _locked(attachment.owner, by)
    current = Attachment.objects.get(pk=attachment.pk)
    _require_state(current, State.CURRENT, State.REFUSED, State.LOST)
    current.state, current.removed_at, current.removed_by = State.REMOVED, timezone.now(), by
    current.save(update_fields=["state", "removed_at", "removed_by"])
    record(FILE_REMOVED, actor=by, object=current, details=current.slot, before=current.sha256)


def _locked(owner: Any, by: Any) -> Any:
    """The object as it is now, locked, if the user may still change its files."""
    locked = lock(owner)
    if locked is None:
        raise PermissionDenied
    require_change(by, locked)
    return locked


def _require_state(attachment: Attachment, *states: State) -> None:
    if attachment.state not in states:
        raise ValidationError(_("这个文件刚刚被替换或移除，请刷新页面再看。"), code="changed")


def _create(
    owner: Any, slot: AttachmentSlot, place: int, found: CheckedFile, stored_as: str, by: Any
) -> Attachment:
    held = scanning.is_on()
    attachment = Attachment.objects.create(
        owner=owner,
        slot=slot.name,
        place=place,
        original_name=found.original_name,
        name=found.name,
        stored_as=stored_as,
        kind=found.kind.name,
        size=found.size,
        sha256=found.sha256,
        viewable=found.viewable,
        uploaded_by=by if by.is_authenticated else None,
        scan=Scan.WAITING if held else Scan.OFF,
        scan_due_at=timezone.now() if held else None,
    )
    if held:
        run_soon(scanning.JOB)
    return attachment
