"""Lines that an editor or a mail program broke at a fixed width, put together again."""

import itertools
import re

from django.utils.translation import gettext_lazy as _

from cms_pages.policy_import.findings import Findings
from cms_pages.policy_import.markers import Kind, read_marker
from cms_pages.policy_import.tree import Line
from portal.numerals import NUMERAL_CHARACTERS

NARROWEST = 20
FEWEST = 4
TOLERANCE = 3
MOST_NAMED = 8
_ENDINGS = "。：！？.:!?"
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_HALF_MARKER = re.compile(rf"第(?: ?[{NUMERAL_CHARACTERS}])*|第 ?[0-9]+")


def mend_markers(lines: list[Line], findings: Findings) -> list[Line]:
    """``lines`` with numbers that were broken in two, as 第二 and 条 on the next line, in one piece again."""
    mended: list[Line] = []
    for line in lines:
        before = mended[-1] if mended else line
        whole = Line(before.number, before.text + line.text)
        if mended and _HALF_MARKER.fullmatch(before.text) and _goes_on(whole):
            mended[-1] = whole
            findings.note(_("把断成两行的编号接在一起。"), line.number)
        else:
            mended.append(line)
    return mended


def _goes_on(whole: Line) -> bool:
    return bool(_HALF_MARKER.fullmatch(whole.text)) or read_marker(whole).kind is not Kind.TEXT


def unwrap(lines: list[Line], findings: Findings) -> list[Line]:
    """``lines`` with hard-wrapped ones joined to the line before, and one warning that names where.

    A document counts as wrapped when at least FEWEST lines reach the greatest width, within TOLERANCE
    characters, break off there and are followed at once by a line without a marker. A line that happens to end
    with a full stop at that width cannot be told from the end of a paragraph and stays alone.
    """
    width = max((len(line.text) for line in lines if _CHINESE.search(line.text)), default=0)
    broken = [line for line, after in itertools.pairwise(lines) if _breaks_off(line, after, width)]
    if width < NARROWEST or len(broken) < FEWEST:
        return lines
    findings.warn(
        _("原文疑似按固定宽度换行，已把 %(count)d 处接回上一行，如第 %(lines)s 行之后，请核对分段。")
        % {"count": len(broken), "lines": "、".join(str(line.number) for line in broken[:MOST_NAMED])}
    )
    return _join(lines, {line.number for line in broken})


def _breaks_off(line: Line, after: Line, width: int) -> bool:
    return (
        len(line.text) >= width - TOLERANCE
        and after.number == line.number + 1
        and line.text[-1] not in _ENDINGS
        and read_marker(after).kind is Kind.TEXT
    )


def _join(lines: list[Line], broken: set[int]) -> list[Line]:
    joined: list[Line] = []
    continues = False
    for line in lines:
        if continues:
            joined[-1] = Line(joined[-1].number, joined[-1].text + line.text)
        else:
            joined.append(line)
        continues = line.number in broken
    return joined
