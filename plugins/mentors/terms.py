"""The filters of the list and the words they offer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from cms_pages.choices import Way
from cms_pages.models import District, Field, Industry, Language, ServiceType, Term


@dataclass(frozen=True)
class FacetKind:
    """A filter: its name in the address, its heading, the column of its bits, where its values come from."""

    name: str
    label: Any
    column: str
    model: type[Term] | None = None


FACETS = (
    FacetKind("field", _("擅长领域"), "field_bits", Field),
    FacetKind("industry", _("行业"), "industry_bits", Industry),
    FacetKind("district", _("区市"), "district_bits", District),
    FacetKind("way", _("方式"), "way_bits"),
    FacetKind("language", _("语言"), "language_bits", Language),
    FacetKind("service", _("服务类型"), "service_bits", ServiceType),
)


@dataclass(frozen=True)
class Value:
    """One value of a filter; `need` and `shown_first` belong to the needs at the top of the page (P10)."""

    slug: str
    name: Any
    name_en: str
    bit: int
    shown_first: bool = False
    need: str = ""

    @property
    def label(self) -> str:
        """The word in the visitor's language."""
        return self.name_en if self._is_english and self.name_en else str(self.name)

    @property
    def question(self) -> str:
        """How it answers 你遇到什么问题: as the staff worded it, in English or without wording its label."""
        return self.label if self._is_english else self.need or self.label

    @property
    def _is_english(self) -> bool:
        return (translation.get_language() or "").startswith("en")


class Table:
    """The values of one filter in the order of the list."""

    def __init__(self, kind: FacetKind, values: tuple[Value, ...]) -> None:
        self.kind = kind
        self.values = values

    @cached_property
    def bits(self) -> Mapping[str, int]:
        return {value.slug: value.bit for value in self.values}

    def mask(self, slugs: Iterable[str]) -> int:
        """The bits of these values; unknown slugs count for nothing."""
        return sum(1 << self.bits[slug] for slug in set(slugs) if slug in self.bits)


Tables = Mapping[str, Table]


def read_tables() -> Tables:
    """The values of every filter by its name, as they are now; `warm` keeps them between requests."""
    return {kind.name: Table(kind, _values(kind)) for kind in FACETS}


def _values(kind: FacetKind) -> tuple[Value, ...]:
    if kind.model is None:
        return tuple(Value(way.value, way.label, "", bit) for bit, way in enumerate(Way))
    return tuple(
        Value(
            term.slug,
            term.name,
            term.name_en,
            term.bit,
            getattr(term, "shown_first", False),
            getattr(term, "need", ""),
        )
        for term in kind.model.objects.all()
    )
