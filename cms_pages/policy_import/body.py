"""The raw StreamField value of a policy page's body, from the tree that the parser made."""

from typing import Any

from cms_pages.policy_import.tree import (
    Article,
    Chapter,
    Content,
    Item,
    Items,
    Node,
    Paragraph,
    Section,
    walk,
)

Block = dict[str, Any]


def to_blocks(body: list[Node]) -> list[Block]:
    """The body as a flat sequence of chapter, heading, article and paragraph blocks.

    Articles hold items two levels deep; what stands deeper is folded into the text above it, a line each with
    its marker, so that no word is lost. Text below a heading 一、 becomes paragraphs that keep their markers.
    """
    blocks: list[Block] = []
    for node in body:
        match node:
            case Chapter():
                blocks.append(_block("chapter", {"number": node.number, "title": node.title}))
            case Section():
                blocks.append(_block("heading", {"number": node.number, "title": node.title}))
                blocks.extend(_block("paragraph", text) for text in _flat(node.content))
            case Article():
                value = {
                    "number": node.number,
                    "title": node.title,
                    "content": _article_content(node.content),
                }
                blocks.append(_block("article", value))
            case Paragraph():
                blocks.append(_block("paragraph", node.text))
    return blocks


def _article_content(content: Content) -> list[Block]:
    return [
        _part(part, [{"text": i.text, "content": _item_content(i)} for i in _entries(part)])
        for part in content
    ]


def _item_content(item: Item) -> list[Block]:
    return [_part(part, [{"text": _folded(entry)} for entry in _entries(part)]) for part in item.content]


def _part(part: Paragraph | Items, entries: list[dict[str, Any]]) -> Block:
    return _block("paragraph", part.text) if isinstance(part, Paragraph) else _block("items", entries)


def _entries(part: Paragraph | Items) -> list[Item]:
    return part.entries if isinstance(part, Items) else []


def _folded(entry: Item) -> str:
    return "\n".join([entry.text, *_flat(entry.content)])


def _flat(content: Content) -> list[str]:
    return [f"{part.marker}{part.text}" if isinstance(part, Item) else part.text for part in walk(content)]


def _block(kind: str, value: Any) -> Block:
    return {"type": kind, "value": value}
