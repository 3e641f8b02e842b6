"""A policy's body as a tree of chapters, articles and items, with the anchors and labels that citations use.

Pure functions over the raw StreamField data of `PolicyPage.body`; templates, the API, the PDF and citations all
read this tree, so that an anchor is spelled in one place only.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from portal.numerals import to_chinese


@dataclass(frozen=True)
class SubItem:
    """目: 1. 2. 3. inside an item."""

    number: int
    anchor: str
    text: str

    @property
    def label(self) -> str:
        return f"{self.number}."


@dataclass(frozen=True)
class Part:
    """A paragraph or a run of items, in the order of the text."""

    text: str = ""
    items: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Item:
    """项: （一）（二） inside an article."""

    number: int
    anchor: str
    text: str
    content: tuple[Part, ...]

    @property
    def label(self) -> str:
        return f"（{to_chinese(self.number)}）"


@dataclass(frozen=True)
class Article:
    """条."""

    number: int
    title: str
    content: tuple[Part, ...]
    chapter: int | None

    @property
    def anchor(self) -> str:
        return f"a{self.number}"

    @property
    def label(self) -> str:
        return f"第{to_chinese(self.number)}条"

    @property
    def items(self) -> Iterator[Item]:
        for part in self.content:
            yield from part.items


@dataclass
class Section:
    """A chapter, a numbered heading, or the text before the first of either (all fields empty)."""

    kind: str = ""
    number: int | None = None
    title: str = ""
    content: list[Any] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        prefix = {"chapter": "c", "heading": "s"}.get(self.kind)
        return f"{prefix}{self.number}" if prefix and self.number else ""

    @property
    def label(self) -> str:
        if self.number is None:
            return ""
        return f"第{to_chinese(self.number)}章" if self.kind == "chapter" else f"{to_chinese(self.number)}、"

    @property
    def articles(self) -> list[Article]:
        return [node for node in self.content if isinstance(node, Article)]


@dataclass(frozen=True)
class Table:
    rows: tuple[tuple[str, ...], ...]
    has_header: bool


def sections(raw_body: Iterable[dict[str, Any]]) -> list[Section]:
    """The document as sections in order; each holds Article, Table and plain text nodes."""
    found = [Section()]
    for block in raw_body:
        value = block["value"]
        match block["type"]:
            case "chapter" | "heading" as kind:
                found.append(Section(kind, value["number"], value["title"]))
            case "article":
                chapter = found[-1].number if found[-1].kind == "chapter" else None
                found[-1].content.append(_article(value, chapter))
            case "table":
                found[-1].content.append(table_of(value))
            case _:
                found[-1].content.append(value)
    return [section for section in found if section.kind or section.content]


def articles(raw_body: Iterable[dict[str, Any]]) -> list[Article]:
    """All articles in order, whatever chapter they stand in."""
    return [article for section in sections(raw_body) for article in section.articles]


def _article(value: dict[str, Any], chapter: int | None) -> Article:
    number = value["number"]
    return Article(number, value.get("title") or "", _parts(value["content"], f"a{number}", _item), chapter)


def _parts(content: Iterable[dict[str, Any]], anchor: str, make_item: Any) -> tuple[Part, ...]:
    """Items are numbered through the whole article, so that a second run of items does not repeat an anchor."""
    parts: list[Part] = []
    count = 0
    for block in content or ():
        if block["type"] == "items":
            values = [entry.get("value", entry) for entry in block["value"]]
            made = tuple(make_item(value, count + place, anchor) for place, value in enumerate(values, 1))
            count += len(made)
            parts.append(Part(items=made))
        else:
            parts.append(Part(text=block["value"]))
    return tuple(parts)


def _item(value: dict[str, Any], number: int, parent: str) -> Item:
    anchor = f"{parent}-{number}"
    return Item(number, anchor, value["text"], _parts(value.get("content") or (), anchor, _sub_item))


def _sub_item(value: dict[str, Any], number: int, parent: str) -> SubItem:
    return SubItem(number, f"{parent}-{number}", value["text"])


def table_of(value: dict[str, Any]) -> Table:
    """A table block as rows of text."""
    rows = tuple(tuple(cell or "" for cell in row) for row in value.get("data") or ())
    return Table(
        rows, bool(value.get("first_row_is_table_header") or value.get("table_header_choice") == "row")
    )
