"""Pictures and files of the library, as real ones."""

from typing import Any

from django.core.files.base import ContentFile

from cms_pages.models import PortalDocument, PortalImage
from tests.factories.files import pdf, picture

SMALL = (240, 160)
"""Larger than the library's lists show a picture: they draw it anew, which takes as long as it is large."""


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


def a_small_picture(title: str = "路演现场", **fields: Any) -> PortalImage:
    """One for tests of who finds it, not of how it looks."""
    return a_picture(title, SMALL, **fields)
