"""A slot as a field of a form, for whoever makes a form of its own around an upload."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.attachments.base import AttachmentSlot
from portal.attachments.checking import CheckedFile, checked


class SlotField(forms.FileField):
    """An upload for a slot; its cleaned value is a `CheckedFile`, fit for `portal.attachments.actions.attach`.

    What is wrong with the file is said beside the field. Whether there is room is asked when it is attached.
    """

    def __init__(self, slot: AttachmentSlot, **kwargs: Any) -> None:
        self.slot = slot
        kwargs = {"label": slot.label, "help_text": slot.help_text, "required": slot.required, **kwargs}
        super().__init__(allow_empty_file=True, **kwargs)  # an empty one is refused in our own words
        self.error_messages["required"] = _("请先选择文件。")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"accept": self.slot.accept, **super().widget_attrs(widget)}

    def clean(self, data: Any, initial: Any = None) -> CheckedFile | None:
        file = super().clean(data, initial)
        return checked(file, self.slot) if file else None
