"""What `/readyz` tells of private files. Nothing of it makes the portal unready: staff should look after it."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from portal.attachments.choices import Scan
from portal.attachments.models import Attachment
from portal.attachments.storage import PrivateFileStorage, private_storage
from portal.health import Details, NotReady

LONGEST_HOLD = timedelta(minutes=10)


def files_are_safe() -> Details:
    """How many files wait for the scanner, and how full the disk is. Raises NotReady when either is too much."""
    held = Attachment.objects.filter(scan=Scan.WAITING)
    details: Details = {"held": held.count()}
    storage = private_storage()
    if isinstance(storage, PrivateFileStorage):
        details["disk_used_percent"] = round(storage.used_share() * 100)
        if details["disk_used_percent"] >= settings.ATTACHMENT_DISK_ALARM_PERCENT:
            raise NotReady("The disk of the private files is almost full.", **details)
    if held.filter(uploaded_at__lt=timezone.now() - LONGEST_HOLD).exists():
        raise NotReady(
            "Files are held because the malware scanner gives no verdict: is clamd running?", **details
        )
    return details
