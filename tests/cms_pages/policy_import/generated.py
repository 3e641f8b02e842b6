"""Regulations made up by Hypothesis, and how an office would type them."""

from hypothesis import strategies as st

from cms_pages.policy_import.tree import Article, Chapter, Content, Item, Items, Node, Paragraph, Rank
from portal.numerals import to_chinese

_WORDS = st.text(alphabet="创业团队场地导师服务材料核查预约公布名额", min_size=13, max_size=40)
_TITLES = st.text(alphabet="创业团队场地导师服务材料核查预约公布名额", min_size=2, max_size=8)
_MARKERS = {
    Rank.ITEM: lambda n: f"（{to_chinese(n)}）",
    Rank.SUB_ITEM: lambda n: f"{n}.",
    Rank.POINT: lambda n: f"（{n}）",
}

sentences = _WORDS.map(lambda words: f"{words}。")
paragraphs = sentences.map(lambda text: Paragraph(0, text))


def items(rank: Rank) -> st.SearchStrategy[Items]:
    """A list whose entries may hold deeper lists, each followed by nothing that could belong elsewhere."""
    below = st.lists(items(Rank(rank + 1)), max_size=1) if rank < Rank.POINT else st.just([])
    entries = st.lists(st.tuples(sentences, below), min_size=1, max_size=4)
    return entries.map(lambda pairs: Items(rank, [_entry(rank, n, *pair) for n, pair in enumerate(pairs, 1)]))


def _entry(rank: Rank, number: int, text: str, content: Content) -> Item:
    return Item(0, number, _MARKERS[rank](number), text, content)


_contents = st.tuples(paragraphs, st.lists(items(Rank.ITEM), max_size=1)).map(
    lambda parts: [parts[0], *parts[1]]
)
_articles = st.tuples(st.one_of(st.just(""), _TITLES), _contents)
_parts = st.lists(st.lists(_articles, min_size=1, max_size=4), min_size=1, max_size=4)


@st.composite
def bodies(draw: st.DrawFn) -> list[Node]:
    """A body with articles numbered through, in chapters or without."""
    with_chapters = draw(st.booleans())
    nodes: list[Node] = []
    number = 0
    for place, articles in enumerate(draw(_parts), 1):
        if with_chapters:
            nodes.append(Chapter(0, place, draw(_TITLES)))
        for title, content in articles:
            number += 1
            nodes.append(Article(0, number, title, content))
    return nodes


def typed(body: list[Node]) -> list[str]:
    """The lines of a body as they stand on paper."""
    lines: list[str] = []
    for node in body:
        if isinstance(node, Chapter):
            lines.append(f"第{to_chinese(node.number)}章  {'  '.join(node.title)}")
        elif isinstance(node, Article):
            first, *rest = _typed_content(node.content)
            heading = f"{node.title}。" if node.title else ""
            lines.extend([f"第{to_chinese(node.number)}条 {heading}{first}", *rest])
    return lines


def _typed_content(content: Content) -> list[str]:
    lines: list[str] = []
    for part in content:
        if isinstance(part, Paragraph):
            lines.append(part.text)
            continue
        for entry in part.entries:
            lines.extend([f"{entry.marker}{entry.text}", *_typed_content(entry.content)])
    return lines
