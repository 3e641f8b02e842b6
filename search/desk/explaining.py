"""Why a hit stands where it does, in numbers: what its words are worth, and what is added to that.

The terms are those of `search.engines.ranking.Factor`, read from the object instead of the index: a test holds that
they give the score that the engine gave.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from search.documents import Document
from search.engines import ranking
from search.query import Hit, SearchResult, Seeker
from search.registry import documents


@dataclass(frozen=True)
class Term:
    """Something that raises or lowers a score: what it is, and by which part of the text's worth."""

    label: str
    part: float


@dataclass(frozen=True)
class Line:
    """A hit with its reasons; `changes_turns` where it takes turns with its equals on this page."""

    place: int
    hit: Hit
    terms: tuple[Term, ...]
    changes_turns: bool

    @property
    def factor(self) -> float:
        """What the engine has multiplied the text's worth by."""
        return self.hit.score / self.hit.text_score if self.hit.text_score else 1.0


def lines(result: SearchResult, day: date) -> list[Line]:
    """Every hit of a result, explained."""
    rotating = [hit.equals for hit in result.hits if documents[hit.kind].takes_turns and hit.equals]
    return [
        Line(
            place,
            hit,
            tuple(_terms(hit, documents[hit.kind], result.query.seeker, day)) if hit.text_score else (),
            documents[hit.kind].takes_turns and rotating.count(hit.equals) > 1,
        )
        for place, hit in enumerate(result.hits, 1)
    ]


def _terms(hit: Hit, document: Document, seeker: Seeker | None, day: date) -> Iterator[Term]:
    numbers = document.numbers(hit.object)
    if numbers.quality:
        yield Term(_("服务质量"), ranking.QUALITY_AT_BEST * numbers.quality)
    if numbers.reply_hours is not None and numbers.reply_hours < ranking.QUICK_HOURS:
        yield Term(_("回复快"), ranking.QUICK)
    if numbers.next_slot and 0 <= (numbers.next_slot - day).days <= ranking.SOON_DAYS:
        yield Term(_("近期可约"), ranking.SOON)
    if seeker:
        yield from _wished(hit.object, document, seeker)


def _wished(obj: Any, document: Document, seeker: Seeker) -> Iterator[Term]:
    held = document.values(obj)
    labels = {facet.name: facet.label for facet in document.facets}
    for facet, values in seeker.wishes.items():
        if set(held.get(facet, ())).intersection(values):
            yield Term(_("%s相符") % labels[facet], ranking.WISHES[facet])
