"""Private files as a Django application."""

from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class AttachmentsConfig(AppConfig):
    name = "portal.attachments"
    label = "attachments"
    verbose_name = _("附件")

    def ready(self) -> None:
        from portal.attachments import checks  # noqa: F401 - registers the start-up check
        from portal.attachments.arriving import remove_with_part
        from portal.attachments.models import Attachment, Part
        from portal.attachments.probe import files_are_safe
        from portal.attachments.purging import remove_with_row
        from portal.health import watch

        post_delete.connect(remove_with_row, sender=Attachment)
        post_delete.connect(remove_with_part, sender=Part)
        watch("private_files", files_are_safe)
