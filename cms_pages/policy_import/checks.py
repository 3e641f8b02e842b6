"""Looking over a tree that was read: numbering, lengths, and what the page will show differently."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from cms_pages.policy_import.findings import Findings, excerpt
from cms_pages.policy_import.tree import (
    Article,
    Chapter,
    Content,
    Items,
    Node,
    Paragraph,
    Rank,
    Section,
    texts,
    walk,
)
from portal.numerals import NUMERAL_CHARACTERS, to_chinese, to_int

LONGEST_CHAPTER_TITLE = 40
LONGEST_SECTION_TITLE = 200
_END_OF_ARTICLE = "。！？”）》"
_INSIDE = re.compile(
    rf"(?:^|(?<=[。；！？])|(?<=[^》]) )(第(?P<number>[{NUMERAL_CHARACTERS}]{{1,7}}|[0-9]{{1,4}})条)(?=[ \u4e00-\u9fff])(?![的第]|规定|所[列称述])"
)
_INLINE_ITEMS = re.compile(r"（一）.*（二）")


def check_body(body: list[Node], findings: Findings) -> None:
    """Report every irregularity of the tree; what a policy page cannot hold is refused, with its line."""
    chapters = [node for node in body if isinstance(node, Chapter)]
    articles = [node for node in body if isinstance(node, Article)]
    sections = [node for node in body if isinstance(node, Section)]
    _check_run([(node.line, node.number) for node in chapters], str(_("第%s章")), findings)
    _check_run([(node.line, node.number) for node in sections if node.number], str(_("“%s、”")), findings)
    _check_articles(articles, findings)
    _check_titles([*chapters, *sections], findings)
    for article in articles:
        name = f"第{to_chinese(article.number)}条"
        _check_lists(article.content, name, Rank.ITEM, findings)
        _check_runs(article.content, name, article.line, findings)
        _check_end(article, name, findings)
    for section in sections:
        _check_numbers(section.content, excerpt(section.title), findings)
    _check_articles_inside({article.number for article in articles}, body, findings)
    for line, text in texts(body):
        if _INLINE_ITEMS.search(text):
            findings.warn(_("（一）（二）写在同一段里，没有分项；需要分项请先在原文中分行。"), line)


def _check_run(numbers: Sequence[tuple[int, int]], name: str, findings: Findings) -> None:
    """Warn where numbers that should run 1, 2, 3 … leave a gap, repeat or fall back."""
    expected = 1
    for line, number in numbers:
        if number > expected:
            missing = "、".join(name % to_chinese(n) for n in range(expected, min(number, expected + 5)))
            findings.warn(_("编号不连续，缺少%(missing)s。") % {"missing": missing}, line)
        elif number < expected:
            findings.warn(
                _("编号重复或倒退：%(name)s再次出现或次序不对。") % {"name": name % to_chinese(number)}, line
            )
        expected = max(expected, number + 1)


def _check_articles(articles: list[Article], findings: Findings) -> None:
    """Gaps are warned about; a repeated or falling number would make citations point at the wrong article."""
    counts = Counter(article.number for article in articles)
    in_order = _longest_rise([article.number for article in articles])
    for place, article in enumerate(articles):
        if place not in in_order:
            text = _("条号重复：%(name)s。") if counts[article.number] > 1 else _("条号次序不对：%(name)s。")
            findings.refuse(text % {"name": f"第{to_chinese(article.number)}条"}, article.line)
    rising = [(article.line, article.number) for place, article in enumerate(articles) if place in in_order]
    _check_run(rising, str(_("第%s条")), findings)


def _check_articles_inside(known: set[int], body: list[Node], findings: Findings) -> None:
    """An article that begins within a line, as two columns or a lost line end leave it, would vanish in another."""
    for line, text in texts(body) if known else ():
        for match in _INSIDE.finditer(text):
            if _number(match["number"]) not in known:
                findings.refuse(
                    _("同一行里还有“%(marker)s”，请一条一行（两栏的先改成一栏）。")
                    % {"marker": match[1].strip()},
                    line,
                )


def _number(text: str) -> int | None:
    try:
        return to_int(text)
    except ValueError:
        return None


def _longest_rise(numbers: list[int]) -> set[int]:
    """The places of a longest strictly rising selection, so that one mistyped number is not blamed on the rest."""
    lowest: list[int] = []  # the lowest number on which a rise of each length ends so far
    ends: list[int] = []  # and its place
    before: dict[int, int | None] = {}
    for place, number in enumerate(numbers):
        length = bisect_left(lowest, number)
        if length < len(lowest) and lowest[length] == number:
            continue
        before[place] = ends[length - 1] if length else None
        lowest[length : length + 1] = [number]
        ends[length : length + 1] = [place]
    chosen: set[int] = set()
    step = ends[-1] if ends else None
    while step is not None:
        chosen.add(step)
        step = before[step]
    return chosen


def _check_titles(nodes: Sequence[Chapter | Section], findings: Findings) -> None:
    for node in nodes:
        longest = LONGEST_CHAPTER_TITLE if isinstance(node, Chapter) else LONGEST_SECTION_TITLE
        if len(node.title) > longest:
            findings.warn(
                _("标题超过 %(longest)d 字，发布前要缩短：%(text)s")
                % {"longest": longest, "text": excerpt(node.title)},
                node.line,
            )


def _check_numbers(content: Content, name: str, findings: Findings) -> None:
    """Check the numbers of every list in the content."""
    for part in content:
        if isinstance(part, Paragraph):
            continue
        expected = 1
        for entry in part.entries:
            if entry.number != expected:
                findings.warn(
                    _("%(name)s的%(marker)s编号不连续或重复，应为第 %(expected)d 个；页面按先后次序编号。")
                    % {"name": name, "marker": entry.marker, "expected": expected},
                    entry.line,
                )
            expected += 1
            _check_numbers(entry.content, f"{name}{entry.marker}", findings)


def _check_lists(content: Content, name: str, rank: Rank, findings: Findings) -> None:
    """Check numbers, and warn about markers that the page shows in another way than the source."""
    if rank is Rank.ITEM:
        _check_numbers(content, name, findings)
    for items in (part for part in content if isinstance(part, Items)):
        first = items.entries[0]
        if rank is Rank.POINT:
            findings.warn(_("%(name)s下的第三层编号并入上一层的文字。") % {"name": name}, first.line)
        elif items.rank is not rank:
            shown = "（一）" if rank is Rank.ITEM else "1."
            findings.warn(
                _("%(name)s直接用“%(marker)s”编号，页面上显示为“%(shown)s”。")
                % {"name": name, "marker": first.marker, "shown": shown},
                first.line,
            )
        if rank is not Rank.POINT:
            for entry in items.entries:
                _check_lists(entry.content, f"{name}{entry.marker}", Rank(rank + 1), findings)


def _check_runs(content: Content, name: str, line: int, findings: Findings) -> None:
    """A second run of items goes on counting on the page, so that no anchor repeats."""
    if sum(isinstance(part, Items) for part in content) > 1:
        findings.warn(_("%(name)s里有不止一组编号，页面上接着前一组往下编。") % {"name": name}, line)
    for part in walk(content):
        if not isinstance(part, Paragraph):
            _check_runs(part.content, f"{name}{part.marker}", part.line, findings)


def _check_end(article: Article, name: str, findings: Findings) -> None:
    parts = list(walk(article.content))
    if parts and parts[-1].text[-1:] not in _END_OF_ARTICLE:
        findings.note(_("%(name)s末尾没有句号。") % {"name": name}, parts[-1].line)
