"""The forms through which pictures and files enter the library: one at a time, many at once, from a chooser.

They say what is wrong with a file beside its field; the columns of the models refuse it again for everybody else.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from cms_pages.frozen_files import FREE, WHY, is_frozen
from cms_pages.library_access import SHARED
from cms_pages.personal_data.detectors import find
from portal.files.documents import cleaned_document
from portal.files.images import cleaned_image
from portal.files.names import safe_name


def without_numbers(text: str) -> str:
    """The text, or `ValidationError` when it holds an ID or mobile number: titles are shown beside files."""
    found = find(text)
    if found:
        raise ValidationError(_("这里不能写个人号码：%(masked)s。") % {"masked": found[0].masked})
    return text


class _InCollections:
    """Says what a collection means, where there is one to choose."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields  # type: ignore[attr-defined]
        if "collection" in fields:
            fields["collection"].help_text = _(
                "“%(shared)s”里的，撰写内容的同事都能选用；其他的在页面公开之前，只有你和能编辑该页面的人看得到。"
            ) % {"shared": SHARED}


class _Frozen:
    """Says beside each field what cannot be changed of a file that is frozen for the person; what was typed stays (A5).

    Asked once what was sent has been cleaned, in the instant before it is written. A page that is handed in within that
    instant has nothing to fear: whoever approves it has yet to open it, and sees what is there then.
    """

    instance: Any
    fields: dict[str, Any]
    changed_data: list[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._person = kwargs.get("user")
        super().__init__(*args, **kwargs)
        place = self.fields.get("file") or self.fields.get("title")
        if place and self.instance.pk and is_frozen(self.instance, self._person):
            place.help_text = WHY

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        touched = [name for name in self.changed_data if name not in FREE]
        if touched and self.instance.pk and is_frozen(self.instance, self._person):
            for name in touched:
                self.add_error(name, WHY)  # type: ignore[attr-defined]
        return cleaned


class PortalImageForm(_Frozen, _InCollections, BaseImageForm):
    """A picture is drawn anew; its title and description carry no personal numbers."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        return cleaned_image(file, safe_name(file.name)) if "file" in self.changed_data else file

    def clean_title(self) -> str:
        return without_numbers(self.cleaned_data["title"])

    def clean_description(self) -> str:
        return without_numbers(self.cleaned_data["description"])


class PortalDocumentForm(_Frozen, _InCollections, BaseDocumentForm):
    """A document is what its name says; its title carries no personal numbers."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        return cleaned_document(file, safe_name(file.name)) if "file" in self.changed_data else file

    def clean_title(self) -> str:
        return without_numbers(self.cleaned_data["title"])
