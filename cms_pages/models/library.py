"""The library of pictures and files that editors put on pages.

Everything that enters it has been cleaned: pictures are drawn anew, files are what their names say.
"""

from pathlib import PurePosixPath

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, get_upload_to
from wagtail.models import Page

from cms_pages.library_fields import CleanDocumentField, CleanImageField
from portal.files.names import extension_of, random_folder, safe_name


def document_path(document: "PortalDocument", filename: str) -> str:
    """Where a file is stored: a folder nobody can guess, then a name fit for a download."""
    return str(PurePosixPath("documents", random_folder(), safe_name(filename)))


class PortalImage(AbstractImage):
    """A picture; `description` is its default alternative text, read aloud to those who cannot see it."""

    file = CleanImageField(_("图片"), upload_to=get_upload_to, width_field="width", height_field="height")

    admin_form_fields = ("title", "file", "description", "collection", "tags")

    class Meta(AbstractImage.Meta):
        verbose_name = _("图片")
        verbose_name_plural = _("图片")
        permissions = [("choose_image", _("可以选用图片"))]

    def get_upload_to(self, filename: str) -> str:
        """A random name: nothing of what the uploader called the file reaches the public (U6)."""
        return str(PurePosixPath("original_images", f"{random_folder()}.{extension_of(filename)}"))


class PortalRendition(AbstractRendition):
    """A picture in one size: the only form in which pictures are public."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="cms_pages_rendition_unique"
            )
        ]
        verbose_name = _("图片尺寸")
        verbose_name_plural = _("图片尺寸")


class PortalDocument(AbstractDocument):
    """A file for the public; it leaves only through Wagtail's serve view."""

    file = CleanDocumentField(_("文件"), upload_to=document_path)

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("文件")
        verbose_name_plural = _("文件")
        permissions = [("choose_document", _("可以选用文件"))]


class DraftUse(models.Model):
    """A picture or file that the newest draft of a page leads to; what the stored page leads to Wagtail knows itself.

    `cms_pages.draft_uses` writes it with the draft.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "content_type", "object_id"], name="cms_pages_draft_use_unique"
            )
        ]
        verbose_name = _("草稿使用的素材")
        verbose_name_plural = _("草稿使用的素材")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.content_type_id}/{self.object_id}"
