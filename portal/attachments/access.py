"""Who may have a file: the owner's declaration is asked, by page, API and whatever else hands files out."""

from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from portal.attachments.base import AttachmentOwner
from portal.attachments.models import Attachment, Upload
from portal.attachments.registry import owner_types


def may_read(user: Any, owner: Any) -> bool:
    """Whether the user may see the files of the object; nobody may where nothing is declared."""
    declared = owner_types.of(type(owner))
    return declared is not None and bool(declared.owner.may_read(user, owner))


def may_read_slot(user: Any, owner: Any, name: str) -> bool:
    """Whether somebody who may read files of the object may read those of that slot too."""
    slot = declaration(owner).slot(name)
    return slot is None or slot.may_read is None or bool(slot.may_read(user, owner))


def may_change(user: Any, owner: Any) -> bool:
    """Whether the user may add, replace and remove files of the object."""
    declared = owner_types.of(type(owner))
    return may_read(user, owner) and declared is not None and bool(declared.owner.may_change(user, owner))


def require_change(user: Any, owner: Any) -> None:
    """Raise `PermissionDenied` unless the user may change the files of the object."""
    if not may_change(user, owner):
        raise PermissionDenied


def find_owner(request: HttpRequest, app: str, model: str, pk: int) -> Any:
    """The object, for somebody who may read its files. Raises Http404: a stranger learns nothing, not even of it."""
    try:
        kind: Any = apps.get_model(app, model)
    except LookupError:
        raise Http404 from None
    if owner_types.here(kind, request) is None:
        raise Http404
    owner = kind._base_manager.filter(pk=pk).first()
    if owner is None or not may_read(request.user, owner):
        raise Http404
    return owner


def find(request: HttpRequest, pk: Any) -> Attachment:
    """The file, for somebody who may read it, whatever its state but removed. Raises Http404 likewise."""
    attachment = Attachment.objects.select_related("owner_type").filter(pk=pk, removed_at=None).first()
    owner = attachment.owner if attachment else None
    if attachment is None or owner is None or owner_types.here(type(owner), request) is None:
        raise Http404
    if not (may_read(request.user, owner) and may_read_slot(request.user, owner, attachment.slot)):
        raise Http404
    return attachment


def find_upload(request: HttpRequest, pk: Any) -> Upload:
    """What the visitor sends in parts, as long as they may change the files that it is for. Raises Http404."""
    upload = next((row for row in _sent(request).filter(pk=pk) if _may_go_on(request, row)), None)
    if upload is None:
        raise Http404
    return upload


def under_way(request: HttpRequest) -> list[Upload]:
    """What the visitor has announced and may still send, the newest first."""
    rows = _sent(request).filter(attachment=None).order_by("-started_at")
    return [row for row in rows if _may_go_on(request, row)]


def _sent(request: HttpRequest) -> "QuerySet[Upload]":
    person = request.user
    sent = Upload.objects.filter(person=person) if person.is_authenticated else Upload.objects.none()
    return sent.select_related("owner_type", "replaces", "attachment")


def _may_go_on(request: HttpRequest, upload: Upload) -> bool:
    kind = upload.owner_type.model_class()  # its application may be uninstalled for a while
    if kind is None or owner_types.here(kind, request) is None:
        return False
    return upload.owner is not None and may_change(request.user, upload.owner)


def declaration(owner: Any) -> AttachmentOwner:
    """What is declared for the object. Raises LookupError for one that has no files."""
    declared = owner_types.of(type(owner))
    if declared is None:
        raise LookupError(f"{type(owner).__name__} declares no attachments")
    return declared.owner
