"""What a regulation consists of, as the parser reads it: head fields and a tree of chapters, articles and items."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from cms_pages.policy_import.findings import Finding


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source; ``number`` counts from 1 and includes empty lines, in docx paragraphs."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines of a file, and what was noticed while they were taken out of it."""

    lines: list[Line]
    findings: list[Finding] = field(default_factory=list)


class Rank(IntEnum):
    """How a list is numbered, from the outermost to the innermost: （一）, 1., （1）."""

    ITEM = 1
    SUB_ITEM = 2
    POINT = 3


@dataclass(slots=True)
class Paragraph:
    """A paragraph without a number."""

    line: int
    text: str


@dataclass(slots=True)
class Item:
    """An entry of a list with the number and the marker it had in the source, and what stands below it."""

    line: int
    number: int
    marker: str
    text: str
    content: "list[Paragraph | Items]" = field(default_factory=list)


@dataclass(slots=True)
class Items:
    """A run of entries numbered in the same way."""

    rank: Rank
    entries: list[Item] = field(default_factory=list)


Content = list[Paragraph | Items]


@dataclass(slots=True)
class Chapter:
    """第一章; runs to the next chapter."""

    line: int
    number: int
    title: str


@dataclass(slots=True)
class Article:
    """第一条, with its heading phrase if it has one."""

    line: int
    number: int
    title: str
    content: Content = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """一、 in a document without articles, or 第一节 inside a chapter (``number`` is None, the title says it)."""

    line: int
    number: int | None
    title: str
    content: Content = field(default_factory=list)


Node = Chapter | Section | Article | Paragraph


@dataclass(frozen=True, slots=True)
class NamedDocument:
    """A document that the text names: its title without 《》, and its number, empty when none is given."""

    title: str
    number: str = ""


@dataclass(slots=True)
class Head:
    """What stands around the articles of a document: the fields of the head table (P4) and the covering text."""

    title: str = ""
    inner_title: str = ""
    document_number: str = ""
    index_number: str = ""
    topic: str = ""
    issuers: list[str] = field(default_factory=list)
    issued_on: date | None = None
    published_on: date | None = None
    effective_on: date | None = None  # as the promulgation says; what the articles say goes before it
    disclosure: str = ""
    contact_unit: str = ""
    addressees: str = ""
    preamble: list[str] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Term:
    """From when and until when a document applies, both days included; None where it does not say."""

    effective_on: date | None = None
    validity_years: int | None = None
    expires_on: date | None = None


@dataclass(slots=True)
class ParsedPolicy:
    """A document that was read completely; ``findings`` holds warnings and notes, never refusals."""

    head: Head
    body: list[Node]
    term: Term = field(default_factory=Term)
    repeals: list[NamedDocument] = field(default_factory=list)
    citations: list[NamedDocument] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def chapters(self) -> list[Chapter]:
        return [node for node in self.body if isinstance(node, Chapter)]

    @property
    def articles(self) -> list[Article]:
        return [node for node in self.body if isinstance(node, Article)]

    @property
    def sections(self) -> list[Section]:
        return [node for node in self.body if isinstance(node, Section)]


def walk(content: Content) -> Iterator[Paragraph | Item]:
    """Every paragraph and entry below, in the order of the text."""
    for part in content:
        if isinstance(part, Paragraph):
            yield part
            continue
        for entry in part.entries:
            yield entry
            yield from walk(entry.content)


def texts(body: list[Node]) -> Iterator[tuple[int, str]]:
    """Line number and text of everything in a body that can hold a sentence, in the order of the text."""
    for node in body:
        if isinstance(node, Paragraph):
            yield node.line, node.text
        elif isinstance(node, Article | Section):
            yield from ((part.line, part.text) for part in walk(node.content))
