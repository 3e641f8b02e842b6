"""An owner of private files for tests: a person, whose files are read by that person and by the clerks of one group."""

import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import rules
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType

from portal.accounts.models import User
from portal.attachments import actions
from portal.attachments.base import AttachmentOwner, AttachmentSlot
from portal.attachments.models import Attachment
from portal.attachments.registry import owner_types
from tests.conftest import person
from tests.factories import files

GROUP = "受理岗"


@rules.predicate
def is_self(user: Any, owner: User) -> bool:
    return user.is_authenticated and user.pk == owner.pk


@rules.predicate
def is_open(user: Any, owner: User) -> bool:
    """A closed case: nobody reads it any more."""
    return owner.is_active


LICENCE = AttachmentSlot("licence", "营业执照", kinds=("pdf", "jpg", "png"), help_text="拍清四角。")
PROOF = AttachmentSlot("proof", "佐证材料", max_files=3, required=False)
PEOPLE = AttachmentOwner(
    User,
    (LICENCE, PROOF),
    may_read=(is_self | rules.is_group_member(GROUP)) & is_open,
    may_change=is_self,
)


@pytest.fixture
def storage(settings, tmp_path: Path) -> Path:
    """The folder of the private storage, for this test alone."""
    folder = tmp_path / "private"
    private = {
        "BACKEND": "portal.attachments.storage.PrivateFileStorage",
        "OPTIONS": {"location": folder},
    }
    settings.STORAGES = {**settings.STORAGES, "private": private}
    return folder


@pytest.fixture
def people(storage: Path) -> Iterator[AttachmentOwner]:
    """People may have files."""
    ContentType.objects.clear_cache()  # a test with transactions of its own may have left other numbers
    owner_types.register(PEOPLE)
    yield PEOPLE
    owner_types.withdraw(PEOPLE)


@pytest.fixture
def owner(site, people) -> User:
    """Somebody who has files to show."""
    return person("applicant", "申请人")


@pytest.fixture
def counter(site) -> User:
    """A clerk who reads them and changes nothing."""
    Group.objects.get_or_create(name=GROUP)
    return person("counter", "受理员", GROUP)


@pytest.fixture
def put(owner: User) -> Callable[..., Attachment]:
    """`put("a.pdf")`: a file of the owner's, in a slot."""

    def attach(name: str = "证明.pdf", content: bytes = b"", slot: str = "proof") -> Attachment:
        return actions.attach(owner, slot, files.upload(name, content or example(name)), by=owner)

    return attach


def example(name: str) -> bytes:
    """A good file of the kind that the name says."""
    match name.rpartition(".")[2].lower():
        case "jpg" | "jpeg":
            return files.picture("JPEG")
        case "png":
            return files.picture("PNG")
        case "docx":
            return files.word("正文")
        case "xlsx":
            return files.excel([["a"]])
    return files.pdf(["text"])


def stored(folder: Path) -> list[str]:
    """The names of all files in the storage."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """The kernel lets no file of this process grow beyond the size: a write stops half-way, as on a full disk.

    Python would keep half of a module that is first imported meanwhile, and every later process would fail on it.
    """
    writes_none, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        sys.dont_write_bytecode = writes_none
