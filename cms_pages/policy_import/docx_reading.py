"""Reading the paragraphs of a docx, and refusing what a list of lines cannot hold."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import docx
from django.utils.translation import gettext_lazy as _
from docx.document import Document
from docx.oxml.ns import qn

from cms_pages.policy_import.docx_numbering import Numbering, UnknownNumberFormat
from cms_pages.policy_import.findings import Findings, PolicyImportError, excerpt, refusal
from cms_pages.policy_import.tree import Line, Reading

_REVISED = _("有修订痕迹，请先接受或拒绝全部修订。")
_NOTES = _("有脚注或尾注，请并入正文。")
_REASONS = {
    qn("w:ins"): _REVISED,
    qn("w:del"): _REVISED,
    qn("w:moveFrom"): _REVISED,
    qn("w:moveTo"): _REVISED,
    qn("w:footnoteReference"): _NOTES,
    qn("w:endnoteReference"): _NOTES,
    qn("w:tbl"): _("有表格，不能导入为条款，请移出后作为附件上传，或在编辑页录入。"),
    qn("w:txbxContent"): _("有文本框，请改成普通段落。"),
    qn("w:object"): _("嵌有其他程序的对象，请移出后作为附件上传。"),
    qn("m:oMath"): _("有公式，请改写成文字。"),
    qn("w:altChunk"): _("嵌有另一个文件，请展开成普通段落。"),
    qn("w:ruby"): _("有拼音标注，请去掉拼音。"),
    qn("w:sym"): _("有特殊字体的符号，请换成普通文字。"),
}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_COUNTING_FIELD = re.compile(r"\s*(?:LISTNUM|AUTONUM\w*)\b")
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_PICTURES = {qn("pic:pic"), "{urn:schemas-microsoft-com:vml}imagedata"}
# What zipfile, lxml and python-docx raise on damaged or encrypted packages, seen by mutating good ones.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,  # what lxml's XMLSyntaxError is
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    RuntimeError,
    OSError,
    EOFError,
)
_LETTERS = re.compile(r"[^\W\d_]")
_BREAKS = {qn("w:br"), qn("w:cr")}


def read_docx(data: bytes, *, max_unpacked: int) -> Reading:
    """The paragraphs in order as lines, automatic numbers written out; a break inside one starts another line.

    Raises PolicyImportError, with every place at once, for tracked changes, tables, text boxes, notes and
    numbering that cannot be written out; also for a broken file and one that unpacks to over ``max_unpacked``
    bytes. Pictures (a seal, as a rule) and the texts of page headers and footers are left out with a finding.
    """
    document = _open(data, max_unpacked)
    findings = Findings()
    try:
        lines = list(_lines(document, findings))
        _report_margins(document, findings)
    except _BROKEN as error:
        raise _broken() from error
    findings.raise_if_refused()
    return Reading(lines, findings.collected)


def _open(data: bytes, max_unpacked: int) -> Document:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > max_unpacked:
                raise refusal(_("docx 展开后过大，请确认是不是法规文件。"))
            if "word/document.xml" not in archive.namelist():
                raise refusal(_("压缩包里没有 Word 正文，不是 docx 文件。"))
            if _STRICT in archive.read("word/document.xml"):
                raise refusal(_("这是“严格 Open XML”格式，请另存为普通的 docx。"))
        return docx.Document(io.BytesIO(data))
    except _BROKEN as error:
        raise _broken() from error


def _broken() -> PolicyImportError:
    return refusal(_("docx 文件已损坏或加了密，打不开。"))


def _lines(document: Document, findings: Findings) -> Iterator[Line]:
    numbering = Numbering(document)
    for number, paragraph in enumerate(_paragraphs(document.element.body, findings), 1):
        _report(paragraph, number, findings)
        text = _text(paragraph)
        try:
            prefix = numbering.prefix(paragraph) if text.strip() else ""
        except UnknownNumberFormat as error:
            findings.refuse(
                _("自动编号读不懂（%(format)s），请把编号改成文字：%(text)s")
                % {"format": str(error), "text": excerpt(text)},
                number,
            )
            prefix = ""
        for place, part in enumerate(text.split("\n")):
            yield Line(number, (prefix if place == 0 else "") + part)


def _paragraphs(body: Any, findings: Findings) -> Iterator[Any]:
    """The paragraphs of the body, those in content controls too; what stands between them is refused by its name."""
    number = 0
    waiting = list(reversed(body))
    while waiting:
        element = waiting.pop()
        if element.tag == qn("w:p"):
            number += 1
            yield element
        elif element.tag in _REASONS:
            findings.refuse(_REASONS[element.tag], number + 1)
        else:
            waiting.extend(reversed(element))


def _report(paragraph: Any, number: int, findings: Findings) -> None:
    for tag in dict.fromkeys(element.tag for element in paragraph.iter()):
        if tag in _REASONS:
            findings.refuse(_REASONS[tag], number)
        elif tag in _PICTURES:
            findings.warn(_("有图片，没有导入；如果不是印章，请作为附件上传。"), number)
    if any(_is_hidden(run) for run in paragraph.iter(qn("w:r"))):
        findings.refuse(_("有隐藏文字，请删除或取消隐藏。"), number)
    if any(_is_struck(run) for run in paragraph.iter(qn("w:r"))):
        findings.refuse(_("有删除线文字，请删除或取消删除线。"), number)
    if any(_COUNTING_FIELD.match(code.text or "") for code in paragraph.iter(qn("w:instrText"))):
        findings.refuse(_("编号由域代码算出，请把编号改成文字。"), number)


def _is_hidden(run: Any) -> bool:
    return _has_words_with(run, "w:vanish")


def _is_struck(run: Any) -> bool:
    return _has_words_with(run, "w:strike") or _has_words_with(run, "w:dstrike")


def _has_words_with(run: Any, mark_name: str) -> bool:
    mark = run.find(f"{qn('w:rPr')}/{qn(mark_name)}")
    switched_off = mark is not None and mark.get(qn("w:val")) in {"0", "false", "off"}
    return mark is not None and not switched_off and run.find(qn("w:t")) is not None


def _report_margins(document: Document, findings: Findings) -> None:
    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/header", "/footer")):
            element = getattr(relation.target_part, "element", None)
            text = "" if element is None else "".join(node.text or "" for node in element.iter(qn("w:t")))
            if _LETTERS.search(text):
                findings.note(_("页眉或页脚没有导入：%(text)s") % {"text": excerpt(text.strip())})


def _shown(paragraph: Any) -> Iterator[Any]:
    """What is in the paragraph, once: of two ways to show the same thing the first."""
    waiting = [paragraph]
    while waiting:
        element = waiting.pop()
        yield element
        waiting.extend(child for child in reversed(element) if child.tag != _FALLBACK)


def _text(paragraph: Any) -> str:
    """The paragraph's text with tabs as spaces and breaks as line ends; field codes are left out."""
    parts = []
    for element in _shown(paragraph):
        if element.tag == qn("w:t"):
            parts.append(element.text or "")
        elif element.tag in _BREAKS:
            parts.append("\n")
        elif element.tag == qn("w:tab") and element.getparent().tag == qn("w:r"):
            parts.append(" ")
        elif element.tag == qn("w:noBreakHyphen"):
            parts.append("-")
    return "".join(parts)
