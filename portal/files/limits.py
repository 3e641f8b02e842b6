"""How much of an uploaded file is looked at before it is refused (U4, U5)."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class FileLimits:
    """The setting FILE_LIMITS may change any of these by name."""

    entries: int = 1_000  # files inside a docx or xlsx
    unpacked_bytes: int = 100 * 1024 * 1024  # all of them together
    ratio: int = 100  # unpacked : packed, once the unpacked size matters
    ratio_counts_from: int = 1024 * 1024
    pdf_pages: int = 500
    pdf_objects: int = 100_000
    cells: int = 200_000  # of a workbook or csv file


def file_limits() -> FileLimits:
    """The limits in force."""
    return FileLimits(**settings.FILE_LIMITS)
