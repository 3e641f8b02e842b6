"""What a write takes: the names that are declared, each once, and no others.

    class MarkSerializer(Sent):
        name = serializers.CharField()

    given = MarkSerializer.read(request)

A name that nobody reads would be lost without a word. So it is refused and named, also one that is only told: whoever
sends a state believes that it was set (W9).
"""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from api.parameters import refuse_others


class Sent(serializers.Serializer[Any]):
    """Base of every body that a write takes, and of what lies within; by itself it takes nothing."""

    @classmethod
    def read(cls, request: Request) -> dict[str, Any]:
        """What was sent, validated; 400 naming every name that is unknown or has a wrong value."""
        sent = cls(data=request.data)
        sent.is_valid(raise_exception=True)
        return dict(sent.validated_data)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            taken = {name: field for name, field in self.fields.items() if not field.read_only}
            refuse_others(taken, _values(data))
        return super().to_internal_value(data)


def _values(data: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The values under each name: a form may carry several."""
    return dict(data.lists()) if hasattr(data, "lists") else {name: [value] for name, value in data.items()}
