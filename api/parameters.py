"""Query parameters as declared serializers: what is not declared is refused, and the schema documents the rest."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from api.errors import language_of
from api.pagination import DEFAULT_LIMIT, MAX_LIMIT

LONGEST_TEXT = 100


class Parameters(serializers.Serializer[Any]):
    """Base of every set of query parameters; by itself it allows none."""

    @classmethod
    def read(cls, request: Request) -> dict[str, Any]:
        """The values of the request's query; 400 naming every parameter that is unknown or has a wrong value."""
        with translation.override(language_of(request)):
            parameters = cls(data=dict(request.query_params.lists()))
            parameters.is_valid(raise_exception=True)
        return dict(parameters.validated_data)

    def to_internal_value(self, data: Mapping[str, list[str]]) -> dict[str, Any]:
        """All values where several are allowed, else the one; plain, since forms treat an empty text as absent."""
        refuse_others(self.fields, data)
        values: dict[str, Any] = super().to_internal_value(
            {name: each if _takes_several(self.fields[name]) else each[0] for name, each in data.items()}
        )
        return values


def refuse_others(fields: Mapping[str, Any], given: Mapping[str, Sequence[Any]]) -> None:
    """Raise ValidationError naming what no field takes, and what a field that takes one value was given twice."""
    wrong = {name: [_("没有这个参数。")] for name in given if name not in fields}
    wrong |= {
        name: [_("这个参数只能出现一次。")]
        for name, values in given.items()
        if name in fields and len(values) > 1 and not _takes_several(fields[name])
    }
    if wrong:
        raise ValidationError(wrong)


def _takes_several(field: Any) -> bool:
    return isinstance(field, serializers.ListField)


class Flag(serializers.BooleanField):
    """`true` or `false`, and no other spelling."""

    TRUE_VALUES = {"true"}
    FALSE_VALUES = {"false"}
    NULL_VALUES: set[Any] = set()


class ListParameters(Parameters):
    """What every list takes; a list's own filters are added by subclassing."""

    limit = serializers.IntegerField(
        min_value=1, max_value=MAX_LIMIT, default=DEFAULT_LIMIT, help_text="Rows per page."
    )
    cursor = serializers.CharField(
        default="",
        allow_blank=True,
        max_length=1000,
        help_text="Where the page begins: taken from `next` or `previous`, never made up.",
    )
    total = Flag(
        default=False, help_text="Whether to count all rows that match, in `total`; costs one more query."
    )


class Values(serializers.ListField):
    """A filter that may be given several times; the values widen the list, as on the page."""

    def __init__(self, child: serializers.Field[Any, Any, Any, Any] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("default", ())
        super().__init__(
            child=child or serializers.CharField(max_length=LONGEST_TEXT), max_length=50, **kwargs
        )


class Words(serializers.CharField):
    """A search text; every word must occur."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
        super().__init__(max_length=LONGEST_TEXT, allow_blank=True, **kwargs)
