"""Pictures and files of the library, as real ones."""

from typing import Any

from django.core.files.base import ContentFile

from cms_pages.models import PortalDocument, PortalImage
from tests.factories.files import pdf, picture


def a_document(title: str = "申请表", name: str = "form.pdf", **fields: Any) -> PortalDocument:
    """A one-page PDF in the library; the title is not in the file."""
    document = PortalDocument(title=title, **fields)
    document.file.save(name, ContentFile(pdf(["form"])), save=False)
    document.file_size = document.file.size
    document.save()
    return document


def a_picture(title: str = "路演现场", size: tuple[int, int] = (960, 640), **fields: Any) -> PortalImage:
    """A plain picture in the library."""
    image = PortalImage(title=title, width=size[0], height=size[1], **fields)
    image.file.save("picture.jpg", ContentFile(picture(size=size)))
    return image
