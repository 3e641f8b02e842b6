"""What the templates of hits need: texts with what was found in them marked, and the hit's own template."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from search.query import Hit
from search.registry import documents

register = template.Library()


@register.filter
def marked(piece: Any) -> SafeString:
    """A text (with `text` and `marks`) as HTML, what was found in it in <mark>."""
    return _marked(piece.text, piece.marks)


@register.filter
def marked_title(hit: Hit) -> SafeString:
    """The title of a hit, what was found in it in <mark>."""
    marks = next((found.marks for found in hit.highlights if found.field == "title"), ())
    return _marked(hit.title, marks)


@register.filter
def excerpts(hit: Hit) -> list[Any]:
    """The pieces of text that say why the hit was found; where its title or its passages say it, keywords need not."""
    if hit.passages:
        return []
    texts = [found for found in hit.highlights if found.field == "body"]
    said = any(found.field == "title" for found in hit.highlights)
    return texts or [found for found in hit.highlights if found.field == "tag" and not said]


@register.filter
def percent(share: float) -> str:
    """A part of the whole: 0.125 → 13%."""
    return f"{share:.0%}"


@register.filter
def kind_label(hit: Hit) -> str:
    return str(documents[hit.kind].label)


@register.filter
def told_day(hit: Hit) -> date | None:
    """The day of a hit, where it says something about it."""
    return hit.day if documents[hit.kind].dated else None


@register.filter
def hit_template(hit: Hit) -> str:
    """The template that draws the hit."""
    return documents[hit.kind].template


def _marked(text: str, marks: Iterable[tuple[int, int]]) -> SafeString:
    pieces, place = [], 0
    for start, end in marks:
        pieces += [conditional_escape(text[place:start]), format_html("<mark>{}</mark>", text[start:end])]
        place = end
    return mark_safe("".join([*pieces, conditional_escape(text[place:])]))  # noqa: S308 - every piece is escaped
