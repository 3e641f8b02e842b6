"""Whatever enters the library is cleaned, by whichever door it comes (U1, U2, U6, U9)."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from PIL import Image
from wagtail.documents.forms import get_document_form
from wagtail.images.forms import get_image_form
from wagtail.models import Collection, UploadedFile

from cms_pages.models import NewsPage, PortalDocument, PortalImage
from tests.factories import files
from tests.portal.files.test_images import bomb, exif_with_place

pytestmark = pytest.mark.usefixtures("wagtail_indexes")

MOBILE = "13800138000"
PHOTO = files.picture("JPEG", exif=exif_with_place()) + b"<script>alert(1)</script>"


def stored(instance: PortalImage | PortalDocument) -> bytes:
    return Path(instance.file.path).read_bytes()


def image_form(manager, content: bytes = PHOTO, name: str = "海边 照片.jpg", **data: str):
    data = {"title": "海边", "description": "", "collection": Collection.get_first_root_node().pk, **data}
    return get_image_form(PortalImage)(data, {"file": files.upload(name, content)}, user=manager)


def document_form(manager, content: bytes, name: str, instance: PortalDocument | None = None, **data: str):
    data = {"title": "名单", "collection": Collection.get_first_root_node().pk, **data}
    upload = {"file": files.upload(name, content)}
    return get_document_form(PortalDocument)(data, upload, instance=instance, user=manager)


def test_photo_when_uploaded_by_form_then_only_the_picture_is_stored_under_a_random_name(manager):
    form = image_form(manager)
    assert form.is_valid()
    image = form.save()
    assert b"<script" not in stored(image)
    assert not Image.open(BytesIO(stored(image))).getexif()
    assert (image.width, image.height) == (30, 40)
    assert image.file_size == len(stored(image))
    assert "海" not in image.file.name
    assert image.get_rendition("width-10").width == 10


def test_photo_when_stored_by_a_command_then_it_is_cleaned_too(site):
    image = PortalImage.objects.create(title="海边", file=ContentFile(PHOTO, "a.jpg"))
    assert b"<script" not in stored(image)
    image.refresh_from_db()
    assert (image.width, image.height) == (30, 40)


def test_bad_file_when_stored_by_a_command_then_it_is_refused(site):
    with pytest.raises(ValidationError), transaction.atomic():
        PortalDocument.objects.create(title="页面", file=ContentFile(b"<html>", "a.pdf"))
    assert not PortalDocument.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", bomb(12_000, 12_000)),
        ("a.gif", files.picture("GIF")),
        ("a.svg", b"<svg/>"),
        ("a.jpg", b"text"),
    ],
    ids=["too many pixels", "gif", "svg", "text"],
)
def test_picture_when_bad_then_the_form_says_so_beside_the_file(manager, name, content):
    assert set(image_form(manager, content, name).errors) == {"file"}


def test_title_or_description_when_it_holds_a_number_then_the_form_says_so(manager):
    assert set(image_form(manager, title=f"王 {MOBILE}", description=f"电话 {MOBILE}").errors) == {
        "title",
        "description",
    }
    form = document_form(manager, files.pdf(["text"]), "a.pdf", title=f"王 {MOBILE}")
    assert MOBILE not in str(form.errors)
    assert set(form.errors) == {"title"}


def test_document_when_uploaded_by_form_then_name_and_people_are_cleaned(manager):
    form = document_form(manager, files.word("正文", author="王作者"), "../名单 final.v2.DOCX")
    assert form.is_valid()
    document = form.save()
    assert document.filename == "名单-final-v2.docx"
    assert "王作者".encode() not in stored(document)
    assert document.file_size == len(stored(document))
    assert len(Path(document.file.name).parts) == 3


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", b"<html>"), ("a.zip", b"PK"), ("a.docx", files.excel([]))],
    ids=["page", "zip", "workbook"],
)
def test_document_when_bad_then_the_form_says_so_beside_the_file(manager, name, content):
    assert set(document_form(manager, content, name).errors) == {"file"}


def test_document_when_too_large_then_it_is_refused(manager, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1000
    assert set(document_form(manager, files.word("正文"), "a.docx").errors) == {"file"}


def test_upload_desk_when_many_are_sent_then_each_is_cleaned(signed_in, manager):
    client = signed_in(manager)
    sent = {"files[]": files.upload("a.jpg", PHOTO), "title": "海边", "collection": "1"}
    assert client.post(reverse("wagtailimages:add_multiple"), sent).json()["success"]
    assert b"<script" not in stored(PortalImage.objects.get())


def test_upload_desk_when_the_title_is_refused_then_the_kept_file_is_cleaned_on_its_second_way(
    signed_in, manager
):
    """The desk keeps the file as it was sent until the title is mended: it must not reach the library like that."""
    client = signed_in(manager)
    sent = {"files[]": files.upload("a.jpg", PHOTO), "title": f"王 {MOBILE}", "collection": "1"}
    client.post(reverse("wagtailimages:add_multiple"), sent)
    kept = UploadedFile.objects.get()
    prefix = f"uploaded-image-{kept.pk}"
    answer = client.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[kept.pk]),
        {
            f"{prefix}-title": "海边",
            f"{prefix}-description": "",
            f"{prefix}-collection": "1",
            f"{prefix}-tags": "",
        },
    )
    assert answer.json()["success"]
    image = PortalImage.objects.get()
    assert b"<script" not in stored(image)
    assert (image.width, image.height) == (30, 40)


def test_upload_page_when_a_document_is_bad_then_the_sentence_is_shown(signed_in, manager):
    answer = signed_in(manager).post(
        reverse("wagtaildocs:add"), {"title": "名单", "file": files.upload("a.pdf", b"MZ"), "collection": "1"}
    )
    assert "文件内容与扩展名不符。" in answer.content.decode()


def test_unused_file_when_replaced_then_only_its_kind_matters(manager, site):
    document = PortalDocument.objects.create(title="名单", file=ContentFile(files.word("第一版"), "a.docx"))
    assert document_form(manager, files.word(f"电话 {MOBILE}"), "b.docx", document).is_valid()
    assert not NewsPage.objects.exists()
