"""Files are held until the malware scanner has found them clean (U8); where no scanner is named, none is asked."""

import time
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from portal.attachments.choices import Scan, State
from portal.attachments.clamd import ScannerDown, signature_in
from portal.attachments.keeping import remove_after_commit
from portal.attachments.models import Attachment
from portal.attachments.room import lock
from portal.attachments.storage import private_storage

log = structlog.get_logger(__name__)

JOB = "attachments.scan"
RUN_SECONDS = 60  # one run of the job stops here; the queue gives up after twice that
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(minutes=15)


def is_on() -> bool:
    """Whether new files are held until they have been looked at."""
    return bool(settings.CLAMD_ADDRESS)


def scan_waiting() -> int:
    """Look at the files whose turn it is, the oldest first; return how many got a verdict.

    A scanner that does not answer ends the run: the files stay held, and this one comes again after a pause that
    grows. Nothing happens while no scanner is named.
    """
    deadline = time.monotonic() + RUN_SECONDS
    done = 0
    while is_on() and time.monotonic() < deadline:
        due = Attachment.objects.filter(scan=Scan.WAITING, scan_due_at__lte=Now()).order_by("scan_due_at")
        attachment = due.first()
        if attachment is None:
            break
        try:
            done += _scan(attachment)
        except ScannerDown as reason:
            _postpone(attachment, str(reason))
            break
    return done


def _scan(attachment: Attachment) -> bool:
    """Whether there is a verdict on the file, which is then on record. Raises `ScannerDown`."""
    try:
        with private_storage().open(attachment.stored_as) as file:
            content = file.read()
    except Exception as error:  # a lost file or a bucket out of reach says nothing about the others
        _postpone(attachment, f"{type(error).__name__}: {error}")
        return False
    _settle(attachment, signature_in(content, settings.CLAMD_ADDRESS))
    return True


def _postpone(attachment: Attachment, reason: str) -> None:
    attempts = attachment.scan_attempts + 1
    pause = min(FIRST_PAUSE * 2 ** min(attempts - 1, 10), LONGEST_PAUSE)
    log.warning("attachment_not_scanned", attachment=str(attachment.pk), attempts=attempts, reason=reason)
    Attachment.objects.filter(pk=attachment.pk, scan=Scan.WAITING).update(
        scan_attempts=attempts, scan_due_at=timezone.now() + pause, scan_note=reason[:200]
    )


@transaction.atomic
def _settle(attachment: Attachment, signature: str) -> None:
    """Write the verdict down once, whoever else looked at the same file meanwhile."""
    lock(attachment.owner)
    row = Attachment.objects.filter(pk=attachment.pk, scan=Scan.WAITING).first()
    if row is None:
        return
    row.scan = Scan.INFECTED if signature else Scan.CLEAN
    row.scan_due_at, row.scan_note = None, signature[:200]
    if signature:
        _refuse(row)
    row.save()
    if signature:
        _give_back(row)


def _refuse(row: Attachment) -> None:
    """The bytes go, the row stays to say so."""
    log.warning("attachment_infected", attachment=str(row.pk), signature=row.scan_note)
    remove_after_commit(row.stored_as)
    row.stored_as = ""
    if row.state == State.CURRENT:
        row.state = State.REFUSED


def _give_back(row: Attachment) -> None:
    """What the refused file had replaced counts again."""
    if row.state == State.REFUSED:
        Attachment.objects.filter(replaced_by=row).update(state=State.CURRENT, replaced_by=None)
