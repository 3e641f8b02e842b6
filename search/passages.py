"""Which parts of an object say what was asked for: the article of a policy, the question among many."""

from collections.abc import Sequence
from typing import Any

from search.documents import Document, Passage
from search.plan import Plan
from search.query import Found

MOST = 3
EXCERPT = 80
"""Characters of a passage that are shown around what was found."""


def answer_of(document: Document, obj: Any, plan: Plan) -> tuple[str, tuple[Found, ...]]:
    """Where a hit leads, and up to three passages that say most of what the plan looks for, the best first.

    An article that was asked for by its number comes first, an item of it in its place. The address is that of the first
    passage, unless the title says as much.
    """
    url, wanted = document.url(obj), _wanted(plan)
    near = [
        ((_names_article(part.label, wanted), *_worth(_whole(part), plan)), part)
        for part in document.passages(obj)
        if _may_say(part, wanted)
    ]
    best = sorted((pair for pair in near if any(pair[0])), key=lambda pair: pair[0], reverse=True)[:MOST]
    found = tuple(_found(_named_within(passage, plan.places), plan, url) for _worth_of_it, passage in best)
    leads_inside = best and best[0][0][:2] > (False, _worth(document.title(obj), plan)[0])
    return (found[0].url if leads_inside else url), found


def address_of_label(document: Document, obj: Any, label: str) -> str:
    """The address of the passage with this label, else of the object."""
    url = document.url(obj)
    return next((_joined(url, part) for part in document.passages(obj) if part.label == label), url)


def _wanted(plan: Plan) -> tuple[str, ...]:
    ways = [way for concept in plan.concepts for way in concept.alternatives]
    return tuple({text for way in ways for text in (*way.words, way.characters) if text} - plan.unmarked)


def _may_say(passage: Passage, wanted: Sequence[str]) -> bool:
    """Whether it is worth looking for words; cutting whole laws into words takes its time."""
    text = _whole(passage).lower()
    return any(word in text for word in wanted) or _names_article(text, wanted)


def _names_article(text: str, wanted: Sequence[str]) -> bool:
    """Whether the text has the number of an article that is looked for."""
    from search.analysis.segmenting import is_article, runs

    articles = {word for word in wanted if is_article(word)}
    return bool(articles) and any(run.text in articles for run in runs(text))


def _named_within(passage: Passage, places: Sequence[str]) -> Passage:
    """The smallest part of the passage that was asked for by its number, else the passage."""
    from search.analysis import normalise
    from search.understanding.articles import place_of

    if not places:
        return passage
    inner = [(place_of(normalise(part.label)), part) for part in passage.inner]
    named = [(len(place), part) for place, part in inner if place and _begins_any(place, places)]
    return max(named, key=lambda pair: pair[0])[1] if named else passage


def _begins_any(place: str, places: Sequence[str]) -> bool:
    """Whether it is one of the places, or holds one of them."""
    return any(other.startswith(place) for other in places)


def _worth(text: str, plan: Plan) -> tuple[int, int, int]:
    """How many concepts the text meets in part, how many different words it says, and how often."""
    from search.analysis.highlight import marks

    found = marks(text, plan)
    said = {text[start:end].lower() for start, end in found}
    met = sum(any(_says(said, way.words) for way in concept.alternatives) for concept in plan.concepts)
    return met, len(said), len(found)


def _says(said: set[str], words: Sequence[str]) -> bool:
    return any(word in part for word in words for part in said)


def _found(passage: Passage, plan: Plan, url: str) -> Found:
    from search.analysis.highlight import excerpt

    piece = excerpt(passage.text, plan, EXCERPT)
    return Found(passage.label, _joined(url, passage), piece.text, piece.marks)


def _joined(url: str, passage: Passage) -> str:
    return f"{url}#{passage.anchor}"


def _whole(passage: Passage) -> str:
    return f"{passage.label}\n{passage.text}"
