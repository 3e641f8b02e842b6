"""From the lines of a document to a ParsedPolicy: the one entrance to the parser."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from cms_pages.policy_import.checks import check_body
from cms_pages.policy_import.findings import Findings, excerpt, refusal
from cms_pages.policy_import.head import (
    HeadReader,
    is_attachment_heading,
    is_attachment_name,
    is_closing,
    is_dated_signature,
)
from cms_pages.policy_import.markers import Kind, Marked, first_index, read_marker
from cms_pages.policy_import.outline import OutlineBuilder
from cms_pages.policy_import.paging import without_page_marks
from cms_pages.policy_import.tree import Line, ParsedPolicy, Reading, texts
from cms_pages.policy_import.typography import clean, close_up, to_full_width
from cms_pages.policy_import.validity import read_citations, read_repeals, read_term
from cms_pages.policy_import.wrapping import mend_markers, unwrap

_OPENING_WITH_ARTICLES = {Kind.BOOK, Kind.CHAPTER, Kind.ARTICLE}
_OPENING_WITH_HEADINGS = {Kind.BOOK, Kind.CHAPTER, Kind.HEADING}


def parse(reading: Reading) -> ParsedPolicy:
    """The document that was read, complete, with warnings and notes.

    Raises PolicyImportError with every reason and line when a part cannot be read; never anything else, and
    never returns half a document.
    """
    findings = Findings(list(reading.findings))
    tidied = _tidy(reading.lines, findings)
    if not tidied:
        raise refusal(_("文件里没有文字。"))
    above, body_lines, below, has_articles = _divide(tidied, findings)
    reader = HeadReader(findings)
    reader.read_above(above)
    body = OutlineBuilder(body_lines, has_articles=has_articles, findings=findings).build()
    reader.read_below(below)
    findings.raise_if_refused()
    check_body(body, findings)
    head = reader.finish()
    passages = list(texts(body))
    own_titles = {head.title, head.inner_title}
    policy = ParsedPolicy(head, body, read_term(passages, head, findings))
    policy.repeals = read_repeals(passages, own_titles, findings)
    policy.citations = read_citations(passages, own_titles, policy.repeals)
    findings.raise_if_refused()
    policy.findings = sorted(findings.collected, key=lambda finding: finding.line or 0)
    return policy


def _tidy(lines: Sequence[Line], findings: Findings) -> list[Line]:
    """Lines with text in them, in one spelling, without page numbers and with broken lines joined."""
    cleaned = [Line(line.number, text) for line in lines if (text := clean(line.text))]
    paged = without_page_marks(cleaned, findings)
    tidied, replaced = [], 0
    for line in unwrap(mend_markers(paged, findings), findings):
        text, count = to_full_width(line.text)
        replaced += count
        tidied.append(Line(line.number, text))
    if replaced:
        findings.note(_("把 %(count)d 处半角标点改为全角。") % {"count": replaced})
    return _without_contents(tidied, findings)


def _without_contents(lines: list[Line], findings: Findings) -> list[Line]:
    """Lines without the table of contents: from 目录 to the second time that the first chapter comes."""
    start = next((place for place, line in enumerate(lines) if close_up(line.text) == "目录"), None)
    if start is None:
        return lines
    marked = [read_marker(line) for line in lines]
    firsts = [
        p for p, m in enumerate(marked) if p > start and m.kind in _OPENING_WITH_ARTICLES and m.number == 1
    ]
    end = next((p for p in firsts[1:] if marked[p].kind is marked[firsts[0]].kind), None)
    if end is None:
        return lines
    findings.note(
        _("略去目录（到第 %(line)d 行为止）。") % {"line": lines[end - 1].number}, lines[start].number
    )
    return lines[:start] + lines[end:]


def _divide(lines: list[Line], findings: Findings) -> tuple[list[Line], list[Marked], list[Line], bool]:
    """What stands above the text, the text, what stands below it, and whether the text has articles."""
    marked = [read_marker(line) for line in lines]
    has_articles = any(line.kind is Kind.ARTICLE for line in marked)
    openings = _OPENING_WITH_ARTICLES if has_articles else _OPENING_WITH_HEADINGS
    start = first_index(marked, lambda line: line.kind in openings)
    if start is None:
        findings.refuse(_("没有找到“第一条”或“一、”这样的条款，读不出结构。"))
        return lines, [], [], False
    last = max(place for place, line in enumerate(marked) if line.kind in openings)
    end = next((place for place in range(last + 1, len(lines)) if _ends_text(lines[place])), len(lines))
    for line in lines[start:last]:
        if is_attachment_heading(line.text) or is_dated_signature(line.text):
            findings.refuse(
                _("落款或附件之后又有条款，分不清是不是正文：%(text)s") % {"text": excerpt(line.text)},
                line.number,
            )
    return lines[:start], marked[start:end], lines[end:], has_articles


def _ends_text(line: Line) -> bool:
    return is_closing(line.text) or is_attachment_heading(line.text) or is_attachment_name(line.text)
