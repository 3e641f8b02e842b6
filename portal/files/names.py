"""Names under which uploaded files are stored and offered for download (U6)."""

import re
import secrets
import unicodedata
from pathlib import PurePosixPath

STEM_LENGTH = 60
FALLBACK_STEM = "file"
# Windows refuses these as file names whatever their extension; a visitor there could not save the download.
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


def extension_of(name: str) -> str:
    """The last extension in lower case without the dot; "" when there is none."""
    return PurePosixPath(name.replace("\\", "/")).suffix[1:].lower()


def safe_name(name: str) -> str:
    """A name without path, control or direction marks, second extension or reserved word; Chinese stays.

    At most 60 characters before the extension: a path in the database holds 100.
    """
    base = PurePosixPath(name.replace("\\", "/")).name
    extension = re.sub(r"[^a-z0-9]", "", extension_of(base))
    stem = base[: len(base) - len(PurePosixPath(base).suffix)]
    kept = "".join(char if _is_plain(char) else " " for char in unicodedata.normalize("NFC", stem))
    stem = re.sub(r"\s+", "-", kept.strip())[:STEM_LENGTH].strip("-_")
    if not stem or RESERVED.match(stem):
        stem = FALLBACK_STEM
    return f"{stem}.{extension}" if extension else stem


def random_folder() -> str:
    """A folder name that nobody can guess: 12 hexadecimal characters."""
    return secrets.token_hex(6)


def _is_plain(char: str) -> bool:
    """Letters of any script, digits, and the two harmless joiners; no dot, so that one extension remains."""
    return char in "-_" or unicodedata.category(char)[0] in "LN"
