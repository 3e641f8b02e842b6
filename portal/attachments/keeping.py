"""No row without file, no file without row.

A file is written before its row is, and stays only when the row is committed. Whatever a crash leaves behind is a
file without a row, which nobody can reach and `portal.attachments.consistency` removes.
"""

import weakref
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils.translation import gettext as _

from portal.attachments.storage import private_storage, random_name

log = structlog.get_logger(__name__)


class CannotKeep(Exception):
    """The storage took no file; the message is for the uploader, the log has the reason."""


@contextmanager
def kept(content: bytes) -> Iterator[str]:
    """Write the content and yield its name inside a transaction, in which the row is to be made.

    The file is removed again when the block raises, and when a transaction around it is rolled back later. Raises
    `CannotKeep`.
    """
    name = random_name()
    unkept = _Unkept(name)
    try:
        _write(name, content)
        with transaction.atomic():
            transaction.on_commit(unkept.keep)
            yield name
    except BaseException:  # also when the process is told to stop
        unkept.drop()
        raise


def remove_after_commit(name: str) -> None:
    """Remove a file once the transaction that gave it up is committed."""
    transaction.on_commit(lambda: _remove(name))


class _Unkept:
    """A file whose row is not committed yet.

    The connection forgets what it was to do after a commit when it rolls back: with the last reference the file goes.
    """

    def __init__(self, name: str) -> None:
        self._finalizer = weakref.finalize(self, _remove_uncommitted, name)

    def keep(self) -> None:
        self._finalizer.detach()

    def drop(self) -> None:
        self._finalizer()


def _write(name: str, content: bytes) -> None:
    try:
        private_storage().save(name, ContentFile(content))
    except Exception as error:  # a full disk, a bucket out of reach: to the uploader it all means the same
        log.exception("attachment_not_stored")
        raise CannotKeep(_("文件暂时无法保存，请稍后再试；一再出现时请联系我们。")) from error


def _remove_uncommitted(name: str) -> None:
    """Not after a commit whose answer was lost: then the row may be there, and only a later look can tell."""
    if getattr(connection.connection, "broken", False):
        log.warning("attachment_left_for_check", stored_as=name)
        return
    _remove(name)


def _remove(name: str) -> None:
    """What cannot be removed now is a file without a row, and goes with the next check."""
    try:
        private_storage().delete(name)
    except Exception:
        log.exception("attachment_not_removed", stored_as=name)
