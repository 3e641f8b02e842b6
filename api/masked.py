"""Personal data in answers of the API (D6)."""

from typing import Any

from rest_framework import serializers

from portal.masking import MASKS, mask


class MaskedField(serializers.CharField):
    """A value that leaves masked as its kind ("phone", "name", …); it is never written through the API."""

    def __init__(self, *, kind: str, **kwargs: Any) -> None:
        assert kind in MASKS, f"there is no mask {kind!r}"
        self.kind = kind
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: object) -> str:
        return mask(self.kind, value)
