"""Where the words of a plan stand in the text that people read: offsets, never markup.

Words are marked where analysis finds them as words, so that 出口 is not marked in 做出口碑.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from search.analysis.folding import fold
from search.analysis.segmenting import cut, is_article, is_chinese, is_word, parts, runs
from search.plan import Plan

Mark = tuple[int, int]
CLAUSE_ENDS = "，。；！？、：,;!?:\n"
LABEL = 24
MOST_LABELS = 1000
LEAD = 12  # characters before the first mark in which a window looks for the beginning of its clause


@dataclass(frozen=True)
class Excerpt:
    """The piece [start, end) of an original text; `marks` count from the beginning of `text`."""

    text: str
    marks: tuple[Mark, ...]
    start: int
    end: int


def marks(original: str, plan: Plan) -> tuple[Mark, ...]:
    """The [start, end) of everything in the original that met the plan: in order, apart from each other."""
    sought = _sought(plan)
    found = sought.labels.get(original)
    if found is None:
        found = _marks(original, sought)
        if len(original) <= LABEL and len(sought.labels) < MOST_LABELS:
            sought.labels[original] = found
    return found


def _marks(original: str, sought: "_Sought") -> tuple[Mark, ...]:
    if not sought.words and not sought.phrases:
        return ()
    folded = fold(original)
    found = [*_words_in(folded.text, sought.words), *_phrases_in(folded.text, sought.phrases)]
    return tuple(_joined(folded.original(start, end) for start, end in sorted(found)))


def excerpt(original: str, plan: Plan, width: int) -> Excerpt:
    """The piece of at most `width` characters that shows most of what the plan looks for; the beginning without marks."""
    return _excerpt(original, marks(original, plan), width)


def telling(original: str, plan: Plan, width: int) -> Excerpt | None:
    """The same piece, or None where it would show nothing of what the plan looks for."""
    found = marks(original, plan)
    piece = _excerpt(original, found, width) if found else None
    return piece if piece and piece.marks else None


def _excerpt(original: str, found: Iterable[Mark], width: int) -> Excerpt:
    fitting = [mark for mark in found if mark[1] - mark[0] <= width]
    start = _best_start(original, fitting, width)
    end = min(len(original), start + width)
    inside = tuple((a - start, b - start) for a, b in fitting if start <= a and b <= end)
    return Excerpt(original[start:end], inside, start, end)


@dataclass(frozen=True)
class _Sought:
    """What is looked for as words, and what as characters in a row: phrases, and names, which no dictionary knows.

    `labels` are the marks of short texts: words of lists, which many documents share.
    """

    words: frozenset[str]
    phrases: tuple[str, ...]
    labels: dict[str, tuple[Mark, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: Plan) -> "_Sought":
        ways = [way for concept in plan.concepts for way in concept.alternatives]
        words = {word for way in ways for word in way.words} - plan.unmarked
        unknown = {word for word in words if is_chinese(word) and len(word) > 1 and not is_word(word)}
        phrases = unknown | {way.characters for way in ways if way.characters}
        return cls(frozenset(words - unknown), tuple(sorted(phrases)))


_latest: tuple[Plan, _Sought] = Plan(), _Sought(frozenset(), ())


def _sought(plan: Plan) -> _Sought:
    """One text after the other is asked for with the same plan. It is known by identity: to compare plans takes longer
    than to look into a text."""
    global _latest
    latest = _latest
    if latest[0] is not plan:
        latest = _latest = plan, _Sought.of(plan)
    return latest[1]


def _words_in(text: str, wanted: frozenset[str]) -> Iterator[Mark]:
    # To cut a text takes longer than to see that none of them can be in it; what lies between two stops is cut by itself.
    near = [word for word in wanted if word in text or is_article(word)]
    for run in runs(text) if near else ():
        if is_article(run.text):
            if run.text in wanted:
                yield run.start, run.end
            continue
        for word in cut(run.text) if any(word in run.text for word in near) else ():
            for part in parts(word.text):
                if part in wanted:
                    start = run.start + word.start + word.text.index(part)
                    yield start, start + len(part)


def _phrases_in(text: str, phrases: Iterable[str]) -> Iterator[Mark]:
    for phrase in phrases:
        start = text.find(phrase)
        while start >= 0:
            yield start, start + len(phrase)
            start = text.find(phrase, start + len(phrase))


def _joined(found: Iterable[Mark]) -> Iterator[Mark]:
    """Marks that touch or overlap made one."""
    current: Mark | None = None
    for start, end in found:
        if current and start <= current[1]:
            current = (current[0], max(current[1], end))
            continue
        if current:
            yield current
        current = (start, end)
    if current:
        yield current


def _best_start(original: str, found: list[Mark], width: int) -> int:
    """Where the window with the most begins: with the clause of its first mark where that costs nothing."""
    if not found:
        return 0
    first = max(found, key=lambda mark: (_worth(original, found, mark[0], width), -mark[0]))[0]
    last = max(end for start, end in found if start >= first and end <= first + width)
    earliest = max(0, last - width, first - LEAD)
    clauses = [
        place for place in range(earliest, first + 1) if place == 0 or original[place - 1] in CLAUSE_ENDS
    ]
    start = clauses[-1] if clauses else earliest
    return max(0, min(start, len(original) - width))


def _worth(original: str, found: list[Mark], start: int, width: int) -> tuple[int, int]:
    """Different marked texts in the window that begins here, then how many marks."""
    inside = [original[a:b] for a, b in found if start <= a and b <= start + width]
    return len(set(inside)), len(inside)
