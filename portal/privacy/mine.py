"""我的个人信息: everything that is declared of people, as far as it is about one of them (D5)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.privacy.base import BASIS_LABELS, ERASURE_LABELS, PersonalData
from portal.privacy.registry import personal_data

MOST_ROWS = 50
"""So many rows of one kind stand on the page; the file has all."""


@dataclass(frozen=True)
class Part:
    """The rows of one declaration that are about the person."""

    declared: PersonalData
    rows: list[list[tuple[str, str]]]
    total: int

    @property
    def label(self) -> str:
        return self.declared.label

    @property
    def basis(self) -> str:
        return str(BASIS_LABELS[self.declared.basis])

    @property
    def erasure(self) -> str:
        return str(ERASURE_LABELS[self.declared.erasure])


def parts(person: Any) -> Iterator[Part]:
    """What the portal keeps of the person, group by group; two queries a group, whatever the number of rows."""
    for declared in personal_data():
        if declared.subject:
            rows = _rows(declared, person)
            shown = [_in_words(declared, row) for row in rows[:MOST_ROWS]]
            yield Part(declared, shown, rows.count())


def as_json(person: Any) -> str:
    """The same, whole, for a program to read: a copy of one's data (article 45)."""
    content = {
        "exported_at": timezone.now(),
        "account": person.pk,
        "data": [
            {
                "what": declared.model,
                "purpose": str(declared.purpose),
                "basis": declared.basis,
                "retention": str(declared.retention),
                "rows": list(_rows(declared, person).values(*declared.fields)),
            }
            for declared in personal_data()
            if declared.subject
        ],
    }
    return json.dumps(content, cls=_Encoder, ensure_ascii=False, indent=2)


class _Encoder(DjangoJSONEncoder):
    """Values that JSON has no word for become text: a stream field, a file."""

    def default(self, o: Any) -> Any:
        try:
            return super().default(o)
        except TypeError:
            return str(o)


def _rows(declared: PersonalData, person: Any) -> Any:
    rows = declared.model_class()._base_manager.filter(**{declared.subject: person.pk}).order_by("-pk")
    return rows.select_related(*_relations(declared))


def _relations(declared: PersonalData) -> list[str]:
    meta = declared.model_class()._meta
    return [name for name in declared.fields if meta.get_field(name).many_to_one]


def _in_words(declared: PersonalData, row: Any) -> list[tuple[str, str]]:
    return [(declared.label_of(name), _said(declared, row, name)) for name in declared.fields]


def _said(declared: PersonalData, row: Any, name: str) -> str:
    said = declared.said.get(name)
    return str(said(row)) if said else _value(row, row._meta.get_field(name))


def _value(row: Any, field: "Field[Any, Any]") -> str:
    if field.choices:
        return str(row._get_FIELD_display(field))
    value = getattr(row, field.name)
    if value in (None, "", []):
        return _("未填写")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if field.get_internal_type() == "DateTimeField":
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if hasattr(value, "get_full_name"):
        return str(value.get_full_name())
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
