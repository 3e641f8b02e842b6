"""Files that arrive in parts, so that a cut line costs one part and not the file (P33).

Somebody announces a file for a slot, sends it part by part in order, asks after a cut how far it came, and goes on from
there; `portal.attachments.actions.finish` makes it an attachment. Parts are private files with rows like any other.
"""

from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.attachments.access import declaration, require_change
from portal.attachments.base import AttachmentSlot
from portal.attachments.checking import plain_name, require_announced
from portal.attachments.keeping import kept, remove_after_commit
from portal.attachments.models import Attachment, Part, Upload
from portal.attachments.room import lock, require_bytes
from portal.attachments.storage import private_storage


class WrongOffset(Exception):
    """The part does not begin where the file ends so far, at `received`."""

    def __init__(self, received: int) -> None:
        super().__init__(f"The next part begins at {received}.")
        self.received = received


def begin(
    owner: Any,
    slot: str,
    *,
    by: Any,
    name: str,
    size: int,
    content_type: str = "",
    sha256: str = "",
    replaces: Attachment | None = None,
) -> Upload:
    """Announce a file for a slot, or in the place of another; the same one announced before is gone on with.

    It is the same when its SHA-256 is. What can be told of the file by its name and size is refused here and now.
    Raises `PermissionDenied`, or `ValidationError` with a sentence for the uploader.
    """
    if not by.is_authenticated:
        raise PermissionDenied
    require_change(by, owner)
    announced = {"slot": slot, "size": size, "sha256": sha256, "replaces": replaces, "person": by}
    with transaction.atomic():
        locked = lock(owner)
        if locked is None:
            raise PermissionDenied
        known = _of(locked).filter(**announced, attachment=None).first() if sha256 else None
        if known is not None:
            return known
        require_announced(name, content_type, size, slot_of(locked, slot))
        _require_few(by)
        require_bytes(locked, _announced_bytes(locked) + size, instead_of=replaces)
        return Upload.objects.create(
            owner=locked, original_name=plain_name(name), content_type=content_type[:127], **announced
        )


def append(upload: Upload, offset: int, content: bytes, *, by: Any) -> Upload:
    """Add the next part, and say how far the file is now.

    A part is of settings.ATTACHMENT_PART_BYTES, the last one smaller. Raises `WrongOffset` for one that does not follow,
    `ValidationError` for one of another size or of an upload that is gone, `PermissionDenied` or `keeping.CannotKeep`.
    """
    require_change(by, upload.owner)
    if offset != upload.received:
        raise WrongOffset(upload.received)
    if len(content) != min(settings.ATTACHMENT_PART_BYTES, upload.size - offset) or not content:
        raise ValidationError(_("分段的大小不对。"), code="part")
    with kept(content) as stored_as:
        locked = Upload.objects.select_for_update(no_key=True, of=("self",)).filter(pk=upload.pk).first()
        if locked is None:
            raise gone()
        if locked.received != offset:
            raise WrongOffset(locked.received)
        Part.objects.create(upload=locked, start=offset, size=len(content), stored_as=stored_as)
        locked.received, locked.last_at = offset + len(content), timezone.now()
        locked.save(update_fields=["received", "last_at"])
        return locked


def whole(upload: Upload) -> SimpleUploadedFile:
    """The file as if it had come in one piece. Raises `ValidationError` for one that is not there whole and unharmed."""
    if upload.received < upload.size:
        raise ValidationError(_("文件还没有传完。"), code="incomplete")
    try:
        content = b"".join(_read(part) for part in upload.parts.all())
    except FileNotFoundError:
        content = b""
    if len(content) != upload.size or upload.sha256 not in {"", sha256(content).hexdigest()}:
        raise ValidationError(_("文件在传输中损坏，请重新上传。"), code="damaged")
    return SimpleUploadedFile(upload.original_name, content, upload.content_type)


def gone() -> ValidationError:
    """The refusal for an upload that was given up meanwhile."""
    return ValidationError(_("上传已经取消，请重新选择文件。"), code="gone")


def drop(upload: Upload) -> None:
    """Give an upload up, unless it has become an attachment; its parts go with it."""
    Upload.objects.filter(pk=upload.pk, attachment=None).delete()


def forget_uploads() -> int:
    """Drop what nobody went on with for settings.ATTACHMENT_UPLOAD_HOURS; returns how many. A declared job."""
    left = Upload.objects.filter(last_at__lt=Now() - timedelta(hours=settings.ATTACHMENT_UPLOAD_HOURS))
    return left.delete()[1].get(Upload._meta.label, 0)


def remove_with_part(sender: Any, instance: Part, **kwargs: Any) -> None:
    """After a part's row is deleted, by whatever: its file goes once that is committed."""
    remove_after_commit(instance.stored_as)


def slot_of(owner: Any, name: str) -> AttachmentSlot:
    """The slot that the object declares under that name. Raises `ValidationError`."""
    slot = declaration(owner).slot(name)
    if slot is None:
        raise ValidationError(_("没有这一材料项。"), code="slot")
    return slot


def _of(owner: Any) -> Any:
    return Upload.objects.filter(owner_type=ContentType.objects.get_for_model(owner), owner_id=owner.pk)


def _announced_bytes(owner: Any) -> int:
    """What is under way to the object takes its room from the beginning."""
    return int(_of(owner).filter(attachment=None).aggregate(sum=Sum("size", default=0))["sum"])


def _require_few(person: Any) -> None:
    most = settings.ATTACHMENT_UPLOADS_A_PERSON
    if Upload.objects.filter(person=person, attachment=None).count() >= most:
        message = _("同时上传的文件不能超过 %(most)s 个，请先传完已开始的。")
        raise ValidationError(message % {"most": most}, code="many")


def _read(part: Part) -> bytes:
    with private_storage().open(part.stored_as) as file:
        return bytes(file.read())
