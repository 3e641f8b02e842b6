"""Searches as a visitor makes them: a judged text, some filters, all facets, and what was chosen about oneself."""

import tomllib
from functools import cache
from itertools import cycle, islice
from typing import Any

from benchmarks.search.quality import FOLDER

FACETS = ("field", "industry", "district", "way", "language", "service")


@cache
def texts() -> tuple[str, ...]:
    """Every judged text once."""
    tables = tomllib.loads((FOLDER / "queries.toml").read_text(encoding="utf-8"))
    return tuple(dict.fromkeys(row["q"] for rows in tables.values() for row in rows))


@cache
def questions(turn: int) -> tuple[Any, ...]:
    """One question for each text, with no filter, one or two: which, depends on the turn. Needs Django."""
    from search.query import SearchQuery, Seeker

    first = {name: _first_values(name, 3) for name in FACETS}
    seeker = Seeker(
        needs=first["field"][:1], industries=first["industry"][:1], district=first["district"][0], stage=""
    )
    filters = [
        {},
        {"district": first["district"][:2]},
        {"district": first["district"], "language": first["language"][:2]},
    ]
    chosen = islice(cycle(filters), turn % len(filters), None)
    return tuple(
        SearchQuery(text, kinds=("mentor",), filters=some, facets=FACETS, seeker=seeker)
        for text, some in zip(texts(), chosen, strict=False)
    )


def _first_values(facet: str, number: int) -> tuple[str, ...]:
    from search.models import FacetBit

    values = FacetBit.objects.filter(facet=facet).order_by("column", "bit").values_list("value", flat=True)
    return tuple(values[:number])
