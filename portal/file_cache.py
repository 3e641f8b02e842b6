"""The cache in files that a portal without Redis uses: shared by web server and queue worker."""

import random

from django.core.cache.backends.filebased import FileBasedCache

LOOKS_IN_A_HUNDRED = 1


class FileCache(FileBasedCache):
    """Django's, which lists its whole folder at every write to see whether it is full. Here one write in a hundred
    does, so the folder may hold a hundred entries more than MAX_ENTRIES, and writing takes as long as the entry does."""

    def _cull(self) -> None:
        if random.randrange(100) < LOOKS_IN_A_HUNDRED:  # noqa: S311  # nobody gains by knowing
            super()._cull()  # type: ignore[misc]  # not in the stubs
