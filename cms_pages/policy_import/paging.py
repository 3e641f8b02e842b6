"""Page numbers and running headers among the lines of a document: left out, with a word where a page cut a text."""

from collections import Counter

from django.utils.translation import gettext_lazy as _

from cms_pages.policy_import.findings import Findings, excerpt
from cms_pages.policy_import.markers import Kind, read_marker
from cms_pages.policy_import.tree import Line
from cms_pages.policy_import.web_furniture import is_page_number

_SENTENCE_ENDS = "。；：！？”）》…"
_LONGEST_HEADER = 40


def without_page_marks(lines: list[Line], findings: Findings) -> list[Line]:
    """``lines`` without page numbers, drawn rules and the header that stands at each of them.

    Where the text before a page number does not end and a line without a marker follows, a warning asks an editor
    to look: it may be one sentence on two pages, or a heading.
    """
    headers = _running_headers(lines)
    kept: list[Line] = []
    cut = False
    for line in lines:
        if is_page_number(line.text) or line.text in headers:
            findings.note(_("略去页码或分隔线：%(text)s") % {"text": excerpt(line.text)}, line.number)
            cut = True
            continue
        if cut and kept and _goes_on(kept[-1], line):
            findings.warn(_("这一行与前一页的末行像是同一段，请核对分段。"), line.number)
        kept.append(line)
        cut = False
    return kept


def _running_headers(lines: list[Line]) -> set[str]:
    """What stands right behind or right before a page number, and does so at each of several pages."""
    marks = [place for place, line in enumerate(lines) if is_page_number(line.text)]
    found: set[str] = set()
    for step in (-1, 1):
        places = [place + step for place in marks if 0 <= place + step < len(lines)]
        texts = Counter(lines[place].text for place in places if len(lines[place].text) <= _LONGEST_HEADER)
        found |= {
            text
            for text, count in texts.items()
            if count > 1
            and text[-1] not in _SENTENCE_ENDS
            and read_marker(Line(0, text)).kind is Kind.TEXT
            and count == sum(line.text == text for line in lines)
        }
    return found


def _goes_on(before: Line, after: Line) -> bool:
    return (
        before.text[-1] not in _SENTENCE_ENDS
        and read_marker(before).kind not in {Kind.CHAPTER, Kind.DIVISION, Kind.BOOK}
        and read_marker(after).kind is Kind.TEXT
    )
