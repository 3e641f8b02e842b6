"""/api/v1/attachments/: private files, for those whom the object they belong to lets read or change them.

Whoever may not gets 404 for everything, as if nothing were there.
"""

import re
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError as Refusal
from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from api.errors import CANNOT_KEEP, PROBLEM_MEDIA_TYPE, UNAVAILABLE, ProblemError
from api.parameters import Parameters
from api.personal import PersonalView
from api.problems import ProblemSerializer
from api.sent import Sent
from portal.attachments import actions
from portal.attachments.access import find, find_owner
from portal.attachments.choices import Scan, State
from portal.attachments.keeping import CannotKeep
from portal.attachments.kinds import KINDS
from portal.attachments.models import Attachment
from portal.attachments.serving import Unavailable, served
from portal.attachments.showing import ShownFiles, files_of

OWNER = re.compile(r"([a-z0-9_]+)\.([a-z0-9_]+):([0-9]{1,18})")
REFUSED = {(status, PROBLEM_MEDIA_TYPE): ProblemSerializer for status in (403, 404, 409, 411, 413, 415, 503)}


class OwnerField(serializers.RegexField):
    """`<app>.<model>:<id>`, such as hello.greeting:3."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(f"^{OWNER.pattern}$", max_length=120, **kwargs)


class OwnerParameters(Parameters):
    owner = OwnerField(help_text="Whose files: app, model and number, such as `hello.greeting:3`.")


class PrivateFileSerializer(serializers.Serializer[Attachment]):
    id = serializers.UUIDField()
    slot = serializers.CharField()
    original_name = serializers.CharField(help_text="What the uploader called it.")
    name = serializers.CharField(help_text="What it is offered as.")
    kind = serializers.ChoiceField(list(KINDS))
    size = serializers.IntegerField(min_value=0, help_text="Bytes, as stored.")
    sha256 = serializers.CharField(help_text="Of the stored bytes; pictures are drawn anew.")
    state = serializers.ChoiceField(State.choices)
    scan = serializers.ChoiceField(Scan.choices)
    words = serializers.CharField(
        allow_blank=True, help_text="Why nobody can have it now; empty when it can be had."
    )
    uploaded_at = serializers.DateTimeField()
    replaced_by = serializers.UUIDField(source="replaced_by_id", allow_null=True)
    file_url = serializers.SerializerMethodField()

    @extend_schema_field(OpenApiTypes.URI)
    def get_file_url(self, attachment: Attachment) -> str:
        return str(reverse("v1:attachments-file", [attachment.pk], request=self.context["request"]))


class PrivateSlotSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    label = serializers.CharField()
    help_text = serializers.CharField(allow_blank=True)
    kinds = serializers.ListField(child=serializers.ChoiceField(list(KINDS)))
    max_files = serializers.IntegerField(min_value=1)
    max_bytes = serializers.IntegerField(min_value=1)
    required = serializers.BooleanField()
    files = PrivateFileSerializer(many=True, help_text="With history: what `replaced_by` names another.")


class AttachmentsAnswer(serializers.Serializer[Any]):
    owner = serializers.CharField()
    may_change = serializers.BooleanField()
    used = serializers.IntegerField(min_value=0, help_text="Bytes that count.")
    quota = serializers.IntegerField(min_value=0)
    slots = PrivateSlotSerializer(many=True)


class UploadSerializer(Sent):
    owner = OwnerField()
    slot = serializers.CharField(max_length=50)
    replaces = serializers.UUIDField(required=False, help_text="The file whose place it takes.")
    file = serializers.FileField(allow_empty_file=True)


class Private(PersonalView):
    """Who may what is asked of each object; a scope of a token only narrows it."""

    resource, resource_label = "attachments", _("附件")


class Attachments(Private):
    parser_classes = (MultiPartParser,)

    @extend_schema(operation_id="attachments_list", parameters=[OwnerParameters], responses=AttachmentsAnswer)
    def get(self, request: Request) -> Response:
        """The slots of an object, and what is in them."""
        key = OwnerParameters.read(request)["owner"]
        files = files_of(owner_of(request, key), request.user)
        return Response(AttachmentsAnswer(_answer(key, files), context={"request": request}).data)

    @extend_schema(
        operation_id="attachments_create",
        request={"multipart/form-data": UploadSerializer},
        responses={201: PrivateFileSerializer, **REFUSED},
    )
    def post(self, request: Request) -> Response:
        """Put a file into a slot, or in the place of another."""
        attachment = attempt(_kept, request, **UploadSerializer.read(request))
        body = PrivateFileSerializer(attachment, context={"request": request}).data
        return Response(body, status=201, headers={"Location": body["file_url"].removesuffix("file/")})


class AttachmentDetail(Private):
    @extend_schema(operation_id="attachments_retrieve", responses=PrivateFileSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """What is known of one file."""
        Parameters.read(request)
        attachment = find(request._request, pk)
        return Response(PrivateFileSerializer(attachment, context={"request": request}).data)

    @extend_schema(operation_id="attachments_destroy", responses={204: None, **REFUSED})
    def delete(self, request: Request, pk: UUID) -> Response:
        """Take a file away; it is deleted for good some weeks later."""
        Sent.read(request)
        attachment = find(request._request, pk)
        attempt(actions.remove, attachment, by=request.user)
        return Response(status=204)


class AnyAccept(BaseContentNegotiation):
    """A file is what it is, whatever the caller says to accept; refusals are JSON."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class AttachmentFile(Private):
    content_negotiation_class = AnyAccept

    @extend_schema(
        operation_id="attachments_file",
        responses={
            (200, "application/octet-stream"): OpenApiTypes.BINARY,
            (409, PROBLEM_MEDIA_TYPE): ProblemSerializer,
        },
    )
    def get(self, request: Request, pk: UUID) -> HttpResponseBase:
        """The file itself, always as a download, of the type that `kind` says."""
        Parameters.read(request)
        attachment = find(request._request, pk)
        try:
            return served(attachment, request._request, channel="api")
        except Unavailable as reason:
            raise ProblemError(UNAVAILABLE, str(reason)) from None


def owner_of(request: Request, key: str) -> Any:
    """The object that the key names, for somebody who may read its files. Raises Http404."""
    match = OWNER.fullmatch(key)
    if match is None:
        raise Http404
    return find_owner(request._request, match[1], match[2], int(match[3]))


def _kept(request: Request, owner: str, slot: str, file: Any, replaces: UUID | None = None) -> Attachment:
    found = owner_of(request, owner)
    old = replaced(found, slot, replaces)
    if old is None:
        return actions.attach(found, slot, file, by=request.user)
    return actions.replace(old, file, by=request.user)


def replaced(owner: Any, slot: str, pk: UUID | None) -> Attachment | None:
    """The file of the slot whose place another is to take. Raises Http404 for one that is not there."""
    if pk is None:
        return None
    old = Attachment.objects.of(owner).filter(pk=pk, slot=slot).first()
    if old is None:
        raise Http404
    return old


def attempt(act: Any, *args: Any, **kwargs: Any) -> Any:
    """Do it; what the action refuses leaves in the API's own words."""
    try:
        return act(*args, **kwargs)
    except Refusal as refusal:
        field = refusal.code if refusal.code in {"slot", "part"} else "file"
        raise ValidationError({field: refusal.messages}) from None
    except CannotKeep as reason:
        raise ProblemError(CANNOT_KEEP, str(reason)) from None


def _answer(key: str, files: ShownFiles) -> dict[str, Any]:
    return {
        "owner": key,
        "may_change": files.may_change,
        "used": files.used,
        "quota": files.quota,
        "slots": [
            {
                "name": shown.slot.name,
                "label": shown.slot.label,
                "help_text": shown.slot.help_text,
                "kinds": shown.slot.kinds,
                "max_files": shown.slot.max_files,
                "max_bytes": shown.slot.limit,
                "required": shown.slot.required,
                "files": [one for file in shown.files for one in (file.attachment, *file.history)],
            }
            for shown in files.slots
        ],
    }
