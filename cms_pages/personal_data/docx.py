"""The text of a Word file, read from its parts: body, tables, text boxes, headers, footers, notes, comments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import BinaryIO
from zipfile import ZipFile

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lxml import etree

from cms_pages.personal_data.passages import IN_TABLE, Passage, Unreadable
from portal.files.archives import open_archive, read_xml
from portal.files.bad import BadFile

BODY = "word/document.xml"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STORY = re.compile(r"word/(document|header|footer|comments|footnotes|endnotes)\d*\.xml")
STORY_NAMES = {
    "document": "",
    "header": gettext_lazy("页眉"),
    "footer": gettext_lazy("页脚"),
    "comments": gettext_lazy("批注"),
    "footnotes": gettext_lazy("脚注"),
    "endnotes": gettext_lazy("尾注"),
}
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
TEXT_NODES = [f"{WORD}{name}" for name in ("t", "delText", "instrText", *SIGNS)]
# Attributes that hold words: the alternative text of pictures and drawings.
WORDED_ATTRIBUTES = ("descr", "title", "alt")
# A file with less text than this and pictures in it is taken for a scan.
TEXT_OF_A_SCAN = 10


def docx_passages(file: BinaryIO) -> list[Passage]:
    """One passage for each paragraph and table cell. Raises `Unreadable`, also for pictures without any text."""
    try:
        with open_archive(file) as archive:
            names = archive.namelist()
            if BODY not in names:
                raise Unreadable(_("不是 Word 文件"))
            body = list(_part(archive, BODY))
            rest = [
                found for name in names if is_xml(name) and name != BODY for found in _part(archive, name)
            ]
    except BadFile as error:
        raise Unreadable(str(error).rstrip("。")) from error
    has_pictures = any(name.startswith("word/media/") for name in names)
    if has_pictures and sum(len(passage.text.strip()) for passage in body) < TEXT_OF_A_SCAN:
        raise Unreadable(_("只有图片，没有文字"))
    return body + rest


def is_xml(name: str) -> bool:
    """Whether a part of an office file holds XML."""
    return name.endswith((".xml", ".rels", ".vml"))


def other_part(root: etree._Element, name: str) -> Iterator[Passage]:
    """Whatever else a part says: properties, charts, drawings, alternative texts, the targets of links."""
    place = _("文件属性") if name.startswith("docProps/") else _("图形或链接")
    for node in root.iter(etree.Element):
        local = etree.QName(node).localname
        if local == "p":
            yield Passage("".join(node.itertext()), place)
        elif local == "Relationship":
            if node.get("TargetMode") == "External":
                yield Passage(node.get("Target", ""), place)
        elif local != "t" and node.text and node.text.strip():
            yield Passage(node.text, place)
    yield from _alternative_texts(root)


def _alternative_texts(root: etree._Element) -> Iterator[Passage]:
    for node in root.iter(etree.Element):
        for name in WORDED_ATTRIBUTES:
            if node.get(name):
                yield Passage(node.get(name, ""), _("图形说明"))


def _part(archive: ZipFile, name: str) -> Iterator[Passage]:
    root = read_xml(archive, name)
    story = STORY.fullmatch(name)
    if story is None:
        return other_part(root, name)
    return _story(root, str(STORY_NAMES[story[1]]))


def _story(root: etree._Element, place: str) -> Iterator[Passage]:
    cells = _cells(root)
    number = 0
    paragraphs = groupby(
        root.iter(f"{WORD}p"), key=lambda paragraph: next(paragraph.iterancestors(f"{WORD}tc"), None)
    )
    for cell, group in paragraphs:
        texts = [_paragraph_text(paragraph) for paragraph in group]
        if cell is not None:
            spot = cells[cell]
            yield Passage("\n".join(texts), place + spot.where, spot.context)
            continue
        for text in texts:
            number += 1
            if text.strip():
                yield Passage(text, place or _("第 %(number)s 段") % {"number": number})
    yield from _alternative_texts(root)


@dataclass(frozen=True)
class _Spot:
    """Where a cell stands, and what its column and row are called."""

    where: str
    context: str


def _cells(root: etree._Element) -> dict[etree._Element, _Spot]:
    """Every cell of every table; cells inside content controls count like others."""
    spots = {}
    for table in root.iter(f"{WORD}tbl"):
        rows = [_own(row, f"{WORD}tc", f"{WORD}tr") for row in _own(table, f"{WORD}tr", f"{WORD}tbl")]
        heads = [_cell_text(cell) for cell in rows[0]] if rows else []
        for row_number, row in enumerate(rows, start=1):
            label = _cell_text(row[0]) if row else ""
            for column, cell in enumerate(row, start=1):
                head = heads[column - 1] if row_number > 1 and column <= len(heads) else ""
                where = _("表格第 %(row)s 行第 %(column)s 列") % {"row": row_number, "column": column}
                spots[cell] = _Spot(where, f"{head}{IN_TABLE}{label if column > 1 else ''}")
    return spots


def _own(parent: etree._Element, tag: str, level: str) -> list[etree._Element]:
    """Rows of this table, or cells of this row, without those of tables nested inside."""
    return [node for node in parent.iter(tag) if next(node.iterancestors(level)) is parent]


def _cell_text(cell: etree._Element) -> str:
    return "".join(node.text or "" for node in cell.iter(f"{WORD}t"))


def _paragraph_text(paragraph: etree._Element) -> str:
    """The text of a paragraph without that of a text box inside it, which has paragraphs of its own."""
    pieces = []
    for node in paragraph.iter(TEXT_NODES):
        if next(node.iterancestors(f"{WORD}p")) is paragraph:
            pieces.append(SIGNS.get(etree.QName(node).localname) or node.text or "")
    return "".join(pieces)
