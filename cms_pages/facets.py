"""Filters with counts: several values of one facet widen a list, several facets narrow it (P3, P10)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class FacetValue:
    """One value: `url` is the list with this value added, or taken away when it is selected."""

    slug: str
    label: str
    count: int
    selected: bool
    url: str


@dataclass(frozen=True)
class Facet:
    """A facet as shown: `name` is the query parameter, `label` its heading."""

    name: str
    label: str
    values: tuple[FacetValue, ...]

    @property
    def selected(self) -> tuple[FacetValue, ...]:
        return tuple(value for value in self.values if value.selected)


@dataclass(frozen=True)
class Row:
    """An object as facets see it: its key, and its values in each facet."""

    pk: int
    values: Mapping[str, frozenset[str]]


Selection = Mapping[str, frozenset[str]]


def matching(rows: Iterable[Row], selection: Selection) -> list[Row]:
    """The rows that have, in every facet with a selection, at least one of the selected values."""
    return [
        row
        for row in rows
        if all(not chosen or row.values[name] & chosen for name, chosen in selection.items())
    ]


def counts(rows: Sequence[Row], selection: Selection, name: str) -> Counter[str]:
    """How many rows each value of a facet would give, the facet's own selection set aside."""
    others = {facet: chosen for facet, chosen in selection.items() if facet != name}
    return Counter(value for row in matching(rows, others) for value in row.values[name])


def toggled_url(path: str, parameters: Mapping[str, Sequence[str]], name: str, value: str) -> str:
    """The same list with a value of a facet added or taken away, from its first page."""
    chosen = list(parameters.get(name, ()))
    chosen = [other for other in chosen if other != value] if value in chosen else [*chosen, value]
    merged = {key: list(values) for key, values in parameters.items() if key != "page"} | {name: chosen}
    query = urlencode([(key, item) for key, values in merged.items() for item in values if item])
    return f"{path}?{query}" if query else path
