"""Rows against files: neither may be without the other, and a file is what it was when it was kept."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from itertools import islice

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.attachments.choices import State
from portal.attachments.models import Attachment, Part
from portal.attachments.storage import private_storage

# A file is written before its row is committed: younger ones may still get theirs.
GRACE = timedelta(hours=1)
BATCH = 500
CHUNK = 1024 * 1024


@dataclass
class Findings:
    """What was looked at, and what is wrong, by the names in the storage.

    `returned` are files of lost rows that are there again, after a restore of the storage.
    """

    rows: int = 0
    files: int = 0
    bytes: int = 0
    without_file: list[str] = field(default_factory=list)
    without_row: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)


def stored_names() -> Iterator[str]:
    """Every file of the storage."""
    storage = private_storage()
    try:
        folders = storage.listdir("")[0]
    except FileNotFoundError:  # a folder is made with its first file
        return
    for folder in sorted(folders):
        yield from (f"{folder}/{name}" for name in storage.listdir(folder)[1])


def batches(names: Iterator[str]) -> Iterator[list[str]]:
    """The names in portions that one query can take."""
    while batch := list(islice(names, BATCH)):
        yield batch


def look_at_row(row: Attachment, findings: Findings, *, read: bool = True) -> None:
    """Whether the file of a row is there and, when `read`, still what it was."""
    findings.rows += 1
    try:
        intact = _is_intact(row) if read else private_storage().size(row.stored_as) == row.size
    except FileNotFoundError:
        if row.state != State.LOST and _is_still_kept(row):
            findings.without_file.append(row.stored_as)
        return
    findings.bytes += row.size
    if not intact:
        findings.altered.append(row.stored_as)
    elif row.state == State.LOST:
        findings.returned.append(row.stored_as)


def look_at_files(names: list[str], findings: Findings) -> None:
    """Which of the files have no row and are old enough never to get one."""
    findings.files += len(names)
    known = set(_with_row(names))
    findings.without_row += [name for name in names if name not in known and _is_old(name)]


def repair(findings: Findings) -> int:
    """Remove files without row, mark rows without file as lost, take back what has returned; returns how many.

    The place of a lost file is free for another. Altered files are left to people.
    """
    removed = sum(map(_remove_orphan, findings.without_row))
    lost = Attachment.objects.filter(stored_as__in=findings.without_file, state=State.CURRENT)
    return removed + lost.update(state=State.LOST) + sum(map(_take_back, findings.returned))


def sweep() -> int:
    """Remove the files that a crash left without a row; returns how many."""
    findings = Findings()
    for names in batches(stored_names()):
        look_at_files(names, findings)
    return repair(findings)


def _with_row(names: list[str]) -> list[str]:
    """Those of the names that a file or a part of one is stored under."""
    return [
        name
        for model in (Attachment, Part)
        for name in model._base_manager.filter(stored_as__in=names).values_list("stored_as", flat=True)
    ]


def _is_intact(row: Attachment) -> bool:
    digest, size = sha256(), 0
    with private_storage().open(row.stored_as) as file:
        for chunk in file.chunks(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return size == row.size and digest.hexdigest() == row.sha256


def _is_still_kept(row: Attachment) -> bool:
    """The row may have been purged, or found infected, since it was read."""
    return Attachment.objects.filter(pk=row.pk, stored_as=row.stored_as).exists()


def _is_old(name: str) -> bool:
    try:
        return private_storage().get_modified_time(name) < timezone.now() - GRACE
    except Exception:  # removed meanwhile: each storage has its own way of saying so
        return False


def _remove_orphan(name: str) -> bool:
    if _with_row([name]):
        return False
    private_storage().delete(name)
    return True


def _take_back(name: str) -> bool:
    """Unless another file has taken the place meanwhile."""
    try:
        with transaction.atomic():
            return bool(
                Attachment.objects.filter(stored_as=name, state=State.LOST).update(state=State.CURRENT)
            )
    except IntegrityError:
        return False
