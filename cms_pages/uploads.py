"""The forms through which pictures and files enter the library: one at a time, many at once, from a chooser.

They say what is wrong with a file beside its field; the columns of the models refuse it again for everybody else.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from cms_pages.document_access import is_published
from cms_pages.library_access import SHARED
from cms_pages.personal_data.detectors import find
from cms_pages.personal_data.documents import file_passages
from cms_pages.personal_data.passages import Unreadable
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


class PortalImageForm(_InCollections, BaseImageForm):
    """A picture is drawn anew; its title and description carry no personal numbers."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        return cleaned_image(file, safe_name(file.name)) if "file" in self.changed_data else file

    def clean_title(self) -> str:
        return without_numbers(self.cleaned_data["title"])

    def clean_description(self) -> str:
        return without_numbers(self.cleaned_data["description"])


class PortalDocumentForm(_InCollections, BaseDocumentForm):
    """A document is looked through; one that the public already reads is not replaced by one with numbers."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        cleaned = cleaned_document(file, safe_name(file.name))
        if self.instance.pk and is_published(self.instance):
            _require_checked(cleaned)
        return cleaned

    def clean_title(self) -> str:
        return without_numbers(self.cleaned_data["title"])


def _require_checked(file: Any) -> None:
    """A new file under an old address passes no editor's eyes: it must be clean, and nobody can sign for it."""
    try:
        passages = file_passages(file, file.name)
    except Unreadable as error:
        reason = str(error)
    else:
        masked = [
            match.masked for passage in passages for match in find(passage.text, context=passage.context)
        ]
        if not masked:
            return
        reason = _("含有个人号码 %(masked)s") % {"masked": masked[0]}
    raise ValidationError(
        _("已发布的页面正在使用此文件，新文件未通过检查：%(reason)s。请作为新文件上传，再提交页面审核。")
        % {"reason": reason}
    )
