"""A mentor as a list shows them: the card, what in it met the words, and why the mentor stands here."""

from collections.abc import Collection, Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property

from plugins.mentors.listing import Card
from portal.templatetags.portal_tags import term_label
from search.query import Highlight, Hit

TAGS = 3


@dataclass(frozen=True)
class Tag:
    """A field on a card: its word, where words were found in it, and whether it is `hit`: found, or chosen."""

    text: str
    marks: tuple[tuple[int, int], ...]
    hit: bool


@dataclass(frozen=True)
class ListedMentor:
    """A hit of the search with the fields that the visitor chose; `card` is that of its row."""

    hit: Hit
    chosen_fields: Collection[str] = ()

    @property
    def card(self) -> Card:
        card: Card = self.hit.object.card
        return card

    @property
    def name(self) -> Highlight:
        return self._piece("title", self.card["name"])

    @property
    def headline(self) -> Highlight:
        return self._piece("tag", self.card["headline"])

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """Three fields, first those that say why the mentor is here."""
        return tuple(sorted(self._tags(), key=lambda tag: not tag.hit)[:TAGS])

    @property
    def why(self) -> Highlight | None:
        """What else of the mentor's words says why: the text, or a word of another list where nothing on the card does."""
        said = self._said
        bodies = (piece for piece in self.hit.highlights if piece.field == "body")
        others = (piece for piece in self.hit.highlights if piece.field == "tag" and not said)
        return next((piece for piece in (*bodies, *others) if piece.text not in self._shown), None)

    @property
    def headline_waits(self) -> bool:
        """Whether the headline makes room for `why` where there is room for one of them."""
        return self.why is not None and not self.headline.marks

    @property
    def reasons(self) -> tuple[str, ...]:
        return self.hit.reasons

    @property
    def pinned(self) -> bool:
        return self.hit.pinned

    @property
    def key(self) -> Hashable:
        """Equal for cards that look the same, whoever asks."""
        chosen = tuple(term["slug"] for term in self.card["fields"] if term["slug"] in self.chosen_fields)
        return self.card["code"], chosen, self.hit.highlights, self.hit.pinned

    @property
    def _said(self) -> bool:
        """Whether something on the card itself is marked."""
        return bool(self.name.marks or self.headline.marks or any(tag.marks for tag in self.tags))

    @property
    def _shown(self) -> Collection[str]:
        return self.card["headline"], *(tag.text for tag in self.tags)

    def _tags(self) -> Iterator[Tag]:
        for term in self.card["fields"]:
            piece = self._piece("tag", term_label(term))
            yield Tag(piece.text, piece.marks, bool(piece.marks) or term["slug"] in self.chosen_fields)

    def _piece(self, field: str, text: str) -> Highlight:
        """The text with what was found in it, or without a mark."""
        found = (piece for piece in self.hit.highlights if piece.field == field and piece.text == text)
        return next(found, Highlight(field, text, ()))
