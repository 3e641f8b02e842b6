"""/api/v1/attachments/uploads/: a private file in parts, gone on with after the line was cut (P33).

    POST   uploads/        announce the file            201, Location, Upload-Offset: 0
    PATCH  uploads/<id>/   the next part                204, Upload-Offset: how far it is
    HEAD   uploads/<id>/   how far is it?               200, Upload-Offset
    POST   uploads/<id>/   all is there: keep it        201, the attachment
    DELETE uploads/<id>/   give it up                   204

The same announced again, with the same SHA-256, is gone on with. Whoever may not gets 404 for everything.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import UnreadablePostError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from api.attachments import REFUSED, OwnerField, Private, PrivateFileSerializer, attempt, owner_of, replaced
from api.errors import WRONG_OFFSET, ProblemError
from api.parameters import Parameters
from api.parsing import TextParser
from api.personal import PartsAPerson, ReadsAPerson
from api.sent import Sent
from portal.attachments import actions, arriving
from portal.attachments.access import find_upload, under_way
from portal.attachments.models import Upload

OFFSET, LENGTH = "Upload-Offset", "Upload-Length"
LONGEST_OFFSET = 18


class AnnouncementSerializer(Sent):
    owner = OwnerField()
    slot = serializers.CharField(max_length=50)
    replaces = serializers.UUIDField(required=False, help_text="The file whose place it takes.")
    name = serializers.CharField(max_length=255)
    size = serializers.IntegerField(min_value=1, max_value=10**15, help_text="Bytes, all parts together.")
    content_type = serializers.CharField(max_length=127, required=False, allow_blank=True)
    sha256 = serializers.RegexField(
        "^[0-9a-f]{64}$",
        required=False,
        help_text="Of the whole file: it is compared in the end, and finds the same upload again.",
    )


class UploadAnswer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    owner = serializers.SerializerMethodField()
    slot = serializers.CharField()
    replaces = serializers.UUIDField(source="replaces_id", allow_null=True)
    name = serializers.CharField(source="original_name")
    size = serializers.IntegerField(min_value=1)
    offset = serializers.IntegerField(
        source="received", min_value=0, help_text="Where the next part begins; `size` when all is there."
    )
    part_bytes = serializers.SerializerMethodField(help_text="The size of each part but the last.")
    expires_at = serializers.SerializerMethodField(help_text="When it is forgotten unless a part comes.")
    attachment = serializers.UUIDField(
        source="attachment_id", allow_null=True, help_text="What became of it, once it is kept."
    )

    def get_owner(self, upload: Upload) -> str:
        return f"{upload.owner_type.app_label}.{upload.owner_type.model}:{upload.owner_id}"

    def get_part_bytes(self, upload: Upload) -> int:
        return settings.ATTACHMENT_PART_BYTES

    def get_expires_at(self, upload: Upload) -> str:
        expires: Any = upload.last_at + timedelta(hours=settings.ATTACHMENT_UPLOAD_HOURS)
        return str(serializers.DateTimeField().to_representation(expires))


class PartParser(BaseParser):
    """The bytes of a part; more than one part is not read."""

    media_type = "application/offset+octet-stream"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            content = stream.read(settings.ATTACHMENT_PART_BYTES + 1)
        except UnreadablePostError:  # the line was cut: nobody hears the answer
            raise ParseError from None
        return MultiValueDict({"part": [SimpleUploadedFile("part", content)]})


class Uploads(Private):
    parser_classes = (TextParser,)

    @extend_schema(operation_id="attachments_uploads_list", responses=UploadAnswer(many=True))
    def get(self, request: Request) -> Response:
        """What the caller has announced and not sent whole yet."""
        Parameters.read(request)
        return Response(UploadAnswer(under_way(request._request), many=True).data)

    @extend_schema(
        operation_id="attachments_uploads_create",
        request=AnnouncementSerializer,
        responses={201: UploadAnswer, **REFUSED},
    )
    def post(self, request: Request) -> Response:
        """Announce a file; the same announced again is gone on with."""
        told = AnnouncementSerializer.read(request)
        owner = owner_of(request, told.pop("owner"))
        told["replaces"] = replaced(owner, told["slot"], told.get("replaces"))
        upload = attempt(arriving.begin, owner, by=request.user, **told)
        where = str(reverse("v1:attachments-upload", [upload.pk], request=request))
        return Response(
            UploadAnswer(upload).data, status=201, headers={"Location": where, **_headers(upload)}
        )


class UploadDetail(Private):
    parser_classes = (PartParser, TextParser)
    throttle_classes = (ReadsAPerson, PartsAPerson)

    @extend_schema(operation_id="attachments_uploads_retrieve", responses=UploadAnswer)
    def get(self, request: Request, pk: UUID) -> Response:
        """How far a file has come; the headers say the same, also for HEAD."""
        Parameters.read(request)
        upload = find_upload(request._request, pk)
        return Response(UploadAnswer(upload).data, headers=_headers(upload))

    @extend_schema(
        operation_id="attachments_uploads_append",
        parameters=[OpenApiParameter(OFFSET, int, OpenApiParameter.HEADER, required=True)],
        request={PartParser.media_type: OpenApiTypes.BINARY},
        responses={204: None, **REFUSED},
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        """Add the part that begins at `Upload-Offset`."""
        upload, offset = find_upload(request._request, pk), _offset(request)
        sent: Any = request.data
        part = sent.get("part")
        try:
            upload = attempt(arriving.append, upload, offset, part.read() if part else b"", by=request.user)
        except arriving.WrongOffset as wrong:
            raise ProblemError(WRONG_OFFSET, headers={OFFSET: str(wrong.received)}) from None
        return Response(status=204, headers=_headers(upload))

    @extend_schema(
        operation_id="attachments_uploads_finish",
        request=None,
        responses={201: PrivateFileSerializer, **REFUSED},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Make an attachment of what has arrived; repeated, the answer is the same."""
        Sent.read(request)
        attachment = attempt(actions.finish, find_upload(request._request, pk), by=request.user)
        body = PrivateFileSerializer(attachment, context={"request": request}).data
        return Response(body, status=201, headers={"Location": body["file_url"].removesuffix("file/")})

    @extend_schema(operation_id="attachments_uploads_destroy", responses={204: None, **REFUSED})
    def delete(self, request: Request, pk: UUID) -> Response:
        """Give the upload up."""
        Sent.read(request)
        arriving.drop(find_upload(request._request, pk))
        return Response(status=204)


def _headers(upload: Upload) -> dict[str, str]:
    return {OFFSET: str(upload.received), LENGTH: str(upload.size)}


def _offset(request: Request) -> int:
    written = request.headers.get(OFFSET, "")
    if not (written.isascii() and written.isdecimal() and len(written) <= LONGEST_OFFSET):
        raise ValidationError({OFFSET: [_("须为已上传的字节数。")]})
    return int(written)
