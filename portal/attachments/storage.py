"""Where private files lie: the storage "private" of settings.STORAGES, never the media folder, never a public address."""

import secrets
import shutil
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage, Storage, storages


class NoAddress:
    """A storage without addresses: files leave through the view that asks the owner, or not at all."""

    def url(self, name: str | None) -> str:
        raise ValueError("Private files have no address of their own.")


class PrivateFileStorage(NoAddress, FileSystemStorage):
    """A folder that only the portal's own user can read."""

    def __init__(self, location: Any = None) -> None:
        super().__init__(location=location, file_permissions_mode=0o600, directory_permissions_mode=0o700)

    def used_share(self) -> float:
        """How full the disk is, from 0 to 1."""
        wanted = Path(self.location)
        folder = next(path for path in (wanted, *wanted.parents) if path.exists())
        usage = shutil.disk_usage(folder)
        return usage.used / usage.total


def private_storage() -> Storage:
    """The storage in force."""
    return storages["private"]


def random_name() -> str:
    """A name that nobody can guess and nothing can be read from, in one of 256 folders."""
    token = secrets.token_hex(16)
    return f"{token[:2]}/{token[2:]}"
