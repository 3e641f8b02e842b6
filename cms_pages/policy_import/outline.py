"""Building the tree of a document's text: chapters, articles, lists within lists, and unnumbered paragraphs."""

import re

from django.utils.translation import gettext_lazy as _

from cms_pages.policy_import.findings import Findings, excerpt
from cms_pages.policy_import.markers import RANKS, Kind, Marked
from cms_pages.policy_import.tree import Article, Chapter, Content, Item, Items, Node, Paragraph, Section
from cms_pages.policy_import.typography import close_up
from portal.numerals import to_chinese

LONGEST_HEADING = 12
LONGEST_BARE_ITEM = 30
LONGEST_SECTION_TITLE = 60
LONGEST_TITLE_BLOCK = 200
CLOSING_MARKS = "。；：，！？…"

_CONTAINERS = {Kind.BOOK, Kind.CHAPTER, Kind.DIVISION, Kind.ARTICLE, Kind.INSERTED_ARTICLE}
_UNNUMBERED_CHAPTERS = {"总则", "分则", "附则"}
_BRACKETED_HEADING = re.compile(
    rf"[（【\[](?P<title>[^）】\]。，；：]{{2,{LONGEST_HEADING}}})[）】\]]\s?(?P<rest>.+)"
)
_SENTENCE_HEADING = re.compile(rf"(?P<title>[^。，；：！？]{{2,{LONGEST_HEADING}}})。\s?(?P<rest>.*)")
_IS_A_RULE = re.compile(
    r"本(?:办法|规定|细则|通知|意见|条例|方案|制度|措施|规范|规则|条|市|区|中心)|应当|应该|必须|须|不得|可以|是指|"
    r"^由|^自|^按|^各|解释|施行|实施$|废止|遵守|执行$"
)


class OutlineBuilder:
    """Reads marked lines in order; ``build`` may be called once.

    An unnumbered paragraph belongs to the entry before it when that entry is a bare heading or its list goes on
    afterwards, else to what the list stands in: after 1.–8. to the item （六）, after （一）–（六） to the article.
    """

    def __init__(self, lines: list[Marked], *, has_articles: bool, findings: Findings) -> None:
        self._lines = lines
        self._has_articles = has_articles
        self._findings = findings
        self._body: list[Node] = []
        self._container: Article | Section | None = None
        self._open: list[Items] = []
        self._resting: Content | None = None
        self._place = 0

    def build(self) -> list[Node]:
        """The nodes of the body; what cannot be placed is refused in the findings."""
        while self._place < len(self._lines):
            line = self._lines[self._place]
            self._place += 1
            self._take(line)
        return self._body

    def _take(self, line: Marked) -> None:
        match line.kind:
            case Kind.BOOK | Kind.INSERTED_ARTICLE:
                self._findings.refuse(
                    _("不能表示“%(marker)s”，只支持章、节、条、项、目。") % {"marker": line.marker}, line.line
                )
            case Kind.CHAPTER | Kind.DIVISION:
                self._take_chapter(line)
            case Kind.ARTICLE:
                self._take_article(line)
            case Kind.HEADING if not self._has_articles:
                self._take_section(line)
            case Kind.ITEM | Kind.SUB_ITEM | Kind.POINT if self._container is not None:
                self._take_item(line)
            case Kind.TEXT if self._has_articles and close_up(line.text) in _UNNUMBERED_CHAPTERS:
                self._findings.refuse(
                    _("“%(title)s”没有章号，请写成“第几章”。") % {"title": line.text}, line.line
                )
            case _:
                self._take_text(line)

    # What opens something -------------------------------------------------------------------------------------------

    def _take_chapter(self, line: Marked) -> None:
        title = close_up(line.text)
        if not title and self._next_kind() is Kind.TEXT:
            title = close_up(self._lines[self._place].text)
            self._place += 1
        if not title:
            self._findings.refuse(_("%(marker)s没有名称。") % {"marker": line.marker}, line.line)
        self._start(None)
        if line.kind is Kind.CHAPTER:
            self._body.append(Chapter(line.line, line.number, title))
        else:
            self._body.append(Section(line.line, None, f"第{to_chinese(line.number)}节 {title}"))

    def _take_article(self, line: Marked) -> None:
        title, rest = split_heading(line.text, has_more=self._next_kind() not in {None, *_CONTAINERS})
        article = Article(line.line, line.number, title)
        if rest:
            article.content.append(Paragraph(line.line, rest))
        elif self._next_kind() in {None, *_CONTAINERS}:
            self._findings.refuse(_("%(marker)s没有内容。") % {"marker": line.marker}, line.line)
        self._body.append(article)
        self._start(article)

    def _take_section(self, line: Marked) -> None:
        title, rest = split_section_title(line.text)
        section = Section(line.line, line.number, title)
        if rest:
            section.content.append(Paragraph(line.line, rest))
        if not title:
            self._findings.refuse(_("“%(marker)s”没有内容。") % {"marker": line.marker}, line.line)
        self._body.append(section)
        self._start(section)

    def _start(self, container: Article | Section | None) -> None:
        self._container = container
        self._open.clear()
        self._resting = None

    def _take_item(self, line: Marked) -> None:
        rank = RANKS[line.kind]
        while self._open and self._open[-1].rank > rank:
            self._open.pop()
        if self._open and self._open[-1].rank == rank:
            items = self._open.pop()
            if self._inner_content()[-1] is not items or line.number == 1:
                items = Items(rank)
                self._inner_content().append(items)
        else:
            items = Items(rank)
            self._inner_content().append(items)
        self._open.append(items)
        text = line.text or self._following_text()
        if not text:
            self._findings.refuse(_("“%(marker)s”没有内容。") % {"marker": line.marker}, line.line)
        items.entries.append(Item(line.line, line.number, line.marker, text))
        self._resting = None

    # Text -----------------------------------------------------------------------------------------------------------

    def _take_text(self, line: Marked) -> None:
        paragraph = Paragraph(line.line, line.whole)
        if self._container is None:
            self._take_text_outside(paragraph)
            return
        if self._resting is None:
            self._resting = self._home(line)
        self._resting.append(paragraph)

    def _take_text_outside(self, paragraph: Paragraph) -> None:
        if self._has_articles:
            self._findings.refuse(
                _("章、节标题之后、下一条之前有不属于任何一条的文字：%(text)s")
                % {"text": excerpt(paragraph.text)},
                paragraph.line,
            )
        else:
            self._body.append(paragraph)

    def _home(self, line: Marked) -> Content:
        """Where an unnumbered paragraph belongs; says so in a note when there was a choice."""
        assert self._container is not None
        if not self._open:
            return self._container.content
        last = self._open[-1].entries[-1]
        inside = self._open if _is_bare(last.text) or self._list_goes_on() else self._open[:-1]
        name = _place_name(self._container, inside)
        self._findings.note(_("无编号的段落归入%(place)s。") % {"place": name}, line.line)
        return inside[-1].entries[-1].content if inside else self._container.content

    def _list_goes_on(self) -> bool:
        """Whether a later line continues the innermost open list before anything above it starts."""
        items = self._open[-1]
        for line in self._lines[self._place :]:
            rank = RANKS.get(line.kind)
            if line.kind in _CONTAINERS or (line.kind is Kind.HEADING and not self._has_articles):
                return False
            if rank is not None and rank <= items.rank:
                return rank == items.rank and line.number > items.entries[-1].number
        return False

    def _inner_content(self) -> Content:
        assert self._container is not None
        return self._open[-1].entries[-1].content if self._open else self._container.content

    def _next_kind(self) -> Kind | None:
        return self._lines[self._place].kind if self._place < len(self._lines) else None

    def _following_text(self) -> str:
        """The text of an item whose marker stands alone on its line."""
        if self._next_kind() is not Kind.TEXT:
            return ""
        self._place += 1
        return self._lines[self._place - 1].text


def split_heading(text: str, *, has_more: bool) -> tuple[str, str]:
    """The heading phrase of an article and the text after it; the phrase is empty where there is none.

    A heading is a short first sentence without a comma, followed by more; a short rule such as
    “本办法自印发之日起施行。” is not one.
    """
    bracketed = _BRACKETED_HEADING.fullmatch(text)
    if bracketed:
        return bracketed["title"], bracketed["rest"]
    sentence = _SENTENCE_HEADING.fullmatch(text)
    if sentence and (sentence["rest"] or has_more) and not _IS_A_RULE.search(sentence["title"]):
        return sentence["title"], sentence["rest"]
    stands_alone = 2 <= len(text) <= LONGEST_HEADING and text[-1] not in CLOSING_MARKS
    if stands_alone and has_more and not _IS_A_RULE.search(text):
        return text, ""
    return "", text


def split_section_title(text: str) -> tuple[str, str]:
    """The title of a heading 一、 and the text that follows it on the same line.

    A heading that is itself a long sentence becomes the title as a whole, so that nothing moves.
    """
    before, colon, after = text.partition("：")
    if colon and after and len(before) <= LONGEST_HEADING and "。" not in before:
        return before, after
    title, stop, rest = text.partition("。")
    if rest and (len(title) <= LONGEST_SECTION_TITLE or len(text) > LONGEST_TITLE_BLOCK):
        return title, rest
    return (title, "") if stop and not rest and "，" not in title else (text, "")


def _is_bare(text: str) -> bool:
    return len(text) <= LONGEST_BARE_ITEM and text[-1:] not in CLOSING_MARKS


def _place_name(container: Article | Section, inside: list[Items]) -> str:
    name = (
        f"第{to_chinese(container.number)}条" if isinstance(container, Article) else excerpt(container.title)
    )
    return name + "".join(items.entries[-1].marker for items in inside)
