"""An upload is what its name, its declared type and its content say alike, or it is refused with a sentence (U1 to U7)."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import filetype
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from portal.attachments.base import AttachmentSlot
from portal.attachments.kinds import KINDS, Kind, kind_of
from portal.files.bad import BadFile
from portal.files.documents import check_office
from portal.files.images import cleaned_image
from portal.files.names import extension_of, safe_name
from portal.files.pdf import is_regular_pdf, pdf_objection

LONGEST_NAME = 255
HEAD = 8192


@dataclass(frozen=True)
class CheckedFile:
    """What is kept of an upload for a slot, and its names; `viewable` says whether a browser may show it."""

    slot: AttachmentSlot
    content: bytes
    kind: Kind
    viewable: bool
    original_name: str
    name: str

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


def checked(file: Any, slot: AttachmentSlot) -> CheckedFile:
    """What of an uploaded file goes into the slot: pictures drawn anew, everything else as it came.

    A file that was checked for the slot before is taken as it is. Raises `ValidationError`, in a sentence for the
    uploader.
    """
    if isinstance(file, CheckedFile):
        if file.slot != slot:
            raise ValueError("The file was checked for another slot.")
        return file
    kind = _kind(file.name, file.content_type or "", slot)
    _require_size(file.size, slot)
    file.seek(0)
    raw = file.read()
    _require_head(raw[:HEAD], kind)
    try:
        content, viewable = _looked_through(raw, kind, file)
    except BadFile as refusal:
        raise ValidationError(str(refusal), code="content") from refusal
    return CheckedFile(slot, content, kind, viewable, plain_name(file.name), safe_name(file.name))


def require_announced(name: str, content_type: str, size: int, slot: AttachmentSlot) -> None:
    """Raise `ValidationError` for a file that the slot would refuse by its name, declared type or size alone."""
    _kind(name, content_type, slot)
    _require_size(size, slot)


def plain_name(name: str) -> str:
    """What the uploader called the file, without signs that cannot be seen: they reverse or break lines elsewhere."""
    kept = "".join(char for char in name if unicodedata.category(char)[0] != "C")
    return kept[-LONGEST_NAME:]


def _kind(name: str, content_type: str, slot: AttachmentSlot) -> Kind:
    kind = kind_of(extension_of(name))
    if kind is None or kind.name not in slot.kinds:
        labels = _("、").join(KINDS[name].label for name in slot.kinds)
        raise ValidationError(_("这一项只收 %(kinds)s 格式的文件。") % {"kinds": labels}, code="kind")
    if content_type.partition(";")[0].strip().lower() not in kind.declared:
        raise ValidationError(_("文件类型与扩展名不符。"), code="kind")
    return kind


def _require_size(size: int, slot: AttachmentSlot) -> None:
    if not size:
        raise ValidationError(_("文件是空的。"), code="empty")
    if size > slot.limit:
        limit = filesizeformat(slot.limit)
        raise ValidationError(_("文件超过 %(limit)s，请压缩后再上传。") % {"limit": limit}, code="too_large")


def _require_head(head: bytes, kind: Kind) -> None:
    """The first bytes must be those of the kind; an archive is opened, which tells more of what it is instead."""
    guessed = filetype.guess(head)
    if not kind.is_archive and (guessed is None or guessed.mime != kind.content_type):
        raise ValidationError(_("文件内容与扩展名不符。"), code="kind")


def _looked_through(raw: bytes, kind: Kind, file: Any) -> tuple[bytes, bool]:
    """The bytes to keep, and whether a browser may show them. Raises `BadFile` or `ValidationError`."""
    if kind.is_picture:
        return cleaned_image(file, file.name).read(), True
    return raw, _LOOKS[kind.name](raw)


def _look_at_pdf(raw: bytes) -> bool:
    """An active PDF is evidence all the same: it is kept, but no browser of ours shows it."""
    return not pdf_objection(raw) and is_regular_pdf(raw)


def _look_at_docx(raw: bytes) -> bool:
    check_office(raw, "docx")
    return False


def _look_at_xlsx(raw: bytes) -> bool:
    check_office(raw, "xlsx")
    return False


_LOOKS: dict[str, Callable[[bytes], bool]] = {
    "pdf": _look_at_pdf,
    "docx": _look_at_docx,
    "xlsx": _look_at_xlsx,
}
