"""Writing out the automatic numbers of a docx: what Word shows before a paragraph but keeps out of its text."""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

from portal.numerals import to_chinese

_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalFullWidth": str,
    "decimalZero": str,
    "chineseCounting": to_chinese,
    "chineseCountingThousand": to_chinese,
    "japaneseCounting": to_chinese,
    "ideographDigital": to_chinese,
    "taiwaneseCountingThousand": to_chinese,
}
_PLACEHOLDER = re.compile(r"%([1-9])")


class UnknownNumberFormat(Exception):
    """A paragraph is numbered in a way that cannot be written out."""


class Numbering:
    """The running counters of a document; ask for the paragraphs in order, each once."""

    def __init__(self, document: Document) -> None:
        self._styles = {style.style_id: style.element for style in document.styles}
        self._lists = _lists(document)
        self._counters: dict[str, dict[int, int]] = defaultdict(dict)

    def prefix(self, paragraph: Any) -> str:
        """The number before the paragraph, such as 第三条 or （二）; empty when it has none.

        Raises UnknownNumberFormat for bullets and for formats other than Arabic and Chinese counting.
        """
        reference = self._reference(paragraph)
        if reference is None:
            return ""
        list_id, level = reference
        if list_id not in self._lists:
            raise UnknownNumberFormat(f"numId {list_id}")
        counted = self._lists[list_id]
        if level not in counted.levels:
            raise UnknownNumberFormat(f"ilvl {level}")
        if level in counted.restarts:
            self._counters[counted.key][level] = counted.restarts.pop(level) - 1
        self._count(counted, level)
        return self._write(counted, level)

    def _reference(self, paragraph: Any) -> tuple[str, int] | None:
        """Which list the paragraph stands in, by itself or by its style; numId 0 takes it out of every list."""
        properties = paragraph.find(qn("w:pPr"))
        style_id = None
        while True:
            numbered = None if properties is None else properties.find(qn("w:numPr"))
            if numbered is not None and numbered.find(qn("w:numId")) is not None:
                list_id = numbered.find(qn("w:numId")).get(qn("w:val"))
                level = numbered.find(qn("w:ilvl"))
                return (
                    None if list_id == "0" else (list_id, 0 if level is None else int(level.get(qn("w:val"))))
                )
            style_id = self._next_style(properties, style_id)
            if style_id is None:
                return None
            properties = self._styles[style_id].find(qn("w:pPr"))

    def _next_style(self, properties: Any, style_id: str | None) -> str | None:
        """The style of the paragraph, then the styles that it is based on."""
        if style_id is None:
            named = None if properties is None else properties.find(qn("w:pStyle"))
        else:
            named = self._styles[style_id].find(qn("w:basedOn"))
        found = None if named is None else named.get(qn("w:val"))
        return found if found in self._styles and found != style_id else None

    def _count(self, counted: "_List", level: int) -> None:
        counters = self._counters[counted.key]
        counters[level] = counters.get(level, _start(counted.levels[level]) - 1) + 1
        for deeper in [other for other in counters if other > level]:
            del counters[deeper]

    def _write(self, counted: "_List", level: int) -> str:
        template = _value(counted.levels[level], "w:lvlText") or ""
        counters = self._counters[counted.key]

        def number(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            if place not in counted.levels:
                raise UnknownNumberFormat(template)
            return _formatted(counters.get(place, _start(counted.levels[place])), counted.levels[place])

        if _value(counted.levels[level], "w:numFmt") == "none":
            return template
        if template and not _PLACEHOLDER.search(template):
            raise UnknownNumberFormat(template)
        return _PLACEHOLDER.sub(number, template)


@dataclass(slots=True)
class _List:
    """What a list counts with (lists that share a key go on counting), its levels, and where it starts anew."""

    key: str
    levels: dict[int, Any]
    restarts: dict[int, int]


def _lists(document: Document) -> dict[str, _List]:
    part = next(
        (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None
    )
    root = getattr(part, "element", None)
    if root is None:
        return {}
    abstract = {
        element.get(qn("w:abstractNumId")): {
            int(level.get(qn("w:ilvl"))): level for level in element.findall(qn("w:lvl"))
        }
        for element in root.findall(qn("w:abstractNum"))
    }
    return {
        element.get(qn("w:numId")): _List(key, dict(abstract[key]), _restarts(element))
        for element in root.findall(qn("w:num"))
        if (key := _value(element, "w:abstractNumId") or "") in abstract
        and element.find(f"{qn('w:lvlOverride')}/{qn('w:lvl')}") is None
    }


def _restarts(element: Any) -> dict[int, int]:
    return {
        int(override.get(qn("w:ilvl"))): int(start)
        for override in element.findall(qn("w:lvlOverride"))
        if (start := _value(override, "w:startOverride")) is not None
    }


def _formatted(number: int, level: Any) -> str:
    name = _value(level, "w:numFmt") or "decimal"
    if name not in _FORMATS:
        raise UnknownNumberFormat(name)
    try:
        return _FORMATS[name](number)
    except ValueError as error:
        raise UnknownNumberFormat(f"{name} {number}") from error


def _start(level: Any) -> int:
    return int(_value(level, "w:start") or 1)


def _value(element: Any, tag: str) -> str | None:
    child = element.find(qn(tag))
    return None if child is None else child.get(qn("w:val"))
