"""File columns that store only cleaned files, whoever writes into them: form, upload desk, import, command."""

from typing import Any

from django.db import models
from django.db.models.fields.files import FieldFile
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from portal.files.documents import cleaned_document
from portal.files.images import cleaned_image


class CleanImageFieldFile(WagtailImageFieldFile):
    def save(self, name: str, content: Any, save: bool = True) -> None:
        """Store the picture drawn anew. Raises `ValidationError` for what is not a picture."""
        super().save(name, cleaned_image(content, name), save)


class CleanImageField(WagtailImageField):
    """A picture that has been through `cleaned_image`."""

    attr_class = CleanImageFieldFile


class CleanDocumentFieldFile(FieldFile):
    def save(self, name: str, content: Any, save: bool = True) -> None:
        """Store the document once it has been looked through. Raises `ValidationError` for what it must not be."""
        super().save(name, cleaned_document(content, name), save)


class CleanDocumentField(models.FileField):
    """A document that has been through `cleaned_document`."""

    attr_class = CleanDocumentFieldFile
