"""The way on through a list: opaque to its holders, worthless to forge."""

import base64
import binascii
import json
from dataclasses import astuple, dataclass

from django.utils.translation import gettext as _

from search.query import QueryRefused


@dataclass(frozen=True)
class Cursor:
    """How many hits were shown, and by which order of equals."""

    offset: int
    seed: int
    turn: int

    def __str__(self) -> str:
        packed = json.dumps(astuple(self), separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """Raises QueryRefused for what no result has given out."""
        try:
            parts = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            if len(parts) == 3 and all(type(part) is int and 0 <= part < 2**40 for part in parts):
                return cls(*parts)
        except (ValueError, TypeError, binascii.Error, RecursionError):
            pass
        raise QueryRefused("cursor", _("游标无效，请从第一页重新开始。"))
