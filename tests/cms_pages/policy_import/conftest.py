"""Documents to import: invented regulations of an invented city, and ways to read them."""

import dataclasses
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from cms_pages.policy_import.findings import Level, PolicyImportError
from cms_pages.policy_import.parsing import parse
from cms_pages.policy_import.reading import read, split_lines
from cms_pages.policy_import.tree import ParsedPolicy, Reading

DOCUMENTS = Path(__file__).parent / "documents"
MAX_BYTES = 1024 * 1024


def load(name: str) -> str:
    return (DOCUMENTS / f"{name}.txt").read_text(encoding="utf-8")


def parse_text(text: str) -> ParsedPolicy:
    return parse(Reading(split_lines(text)))


def parse_bytes(data: bytes) -> ParsedPolicy:
    return parse(read(data, max_bytes=MAX_BYTES))


def regulation(*body: str, title: str = "海澜市试验场地管理办法") -> ParsedPolicy:
    """A regulation with this text and the least head that is needed."""
    return parse_text("\n".join((title, *body)))


def shape(policy: ParsedPolicy) -> dict[str, Any]:
    """Everything that was read, without line numbers and findings."""
    return _without_lines(dataclasses.asdict(policy) | {"findings": []})


def messages(policy: ParsedPolicy, level: Level = Level.WARNING) -> list[str]:
    return [str(finding) for finding in policy.findings if finding.level is level]


def attempt(call: Callable[[], Any]) -> Any:
    """What the call returns, or the refusal that it raises; any other exception passes."""
    try:
        return call()
    except PolicyImportError as refusal:
        return refusal


def as_docx(text: str) -> bytes:
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    return saved(document)


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _without_lines(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_lines(part) for key, part in value.items() if key not in {"line", "marker"}}
    if isinstance(value, list):
        return [_without_lines(part) for part in value]
    return value


@pytest.fixture
def numbered() -> Callable[[list[tuple[str, str]]], Any]:
    """A docx whose list 1 numbers its levels with these formats and templates."""

    def make(levels: list[tuple[str, str]]) -> Any:
        document = docx.Document()
        root = document.part.numbering_part.element
        for child in list(root):
            root.remove(child)
        described = "".join(
            f"<w:lvl w:ilvl='{place}'><w:start w:val='1'/><w:numFmt w:val='{kind}'/><w:lvlText w:val='{text}'/></w:lvl>"
            for place, (kind, text) in enumerate(levels)
        )
        namespace = nsdecls("w")
        root.append(parse_xml(f"<w:abstractNum {namespace} w:abstractNumId='0'>{described}</w:abstractNum>"))
        root.append(parse_xml(f"<w:num {namespace} w:numId='1'><w:abstractNumId w:val='0'/></w:num>"))
        return document

    return make


@pytest.fixture
def measures() -> ParsedPolicy:
    return parse_text(load("station_measures"))


@pytest.fixture
def upload(tmp_path: Path) -> Callable[[str], Path]:
    """A file on disk with a document in it."""

    def write(text: str) -> Path:
        path = tmp_path / "regulation.txt"
        path.write_text(text, encoding="utf-8")
        return path

    return write
