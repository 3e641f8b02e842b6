"""What is named in order not to get it: 不要律师，要懂财税的 asks for 财税 alone."""

from search.understanding.grouping import Kind, Segment

EXCEPTIONS = frozenset(["除了", "除"])
REFUSALS = EXCEPTIONS | {"不要", "不想", "不想要", "不用", "不找", "不是", "别", "非"}
BESIDES = frozenset(["外", "以外", "之外"])
ENDS = BESIDES | {"的", "要", "想", "而是", "只要", "但", "但是"}
TOO = frozenset(["还", "也", "又"])


def wanted_and_refused(found: list[Segment]) -> tuple[list[Segment], list[Segment]]:
    """The segments of one chunk in two: what follows a refusal, up to the word that ends it, is refused."""
    wanted: list[Segment] = []
    refused: list[Segment] = []
    refusing = False
    for place, segment in enumerate(found):
        begins, ends = _refuses(found, place), segment.text in ENDS
        if begins or (refusing and segment.text in BESIDES):
            segment = Segment(segment.text, Kind.STOP)
        refusing = begins or (refusing and not ends)
        (refused if refusing and not begins else wanted).append(segment)
    return wanted, refused


def _refuses(found: list[Segment], place: int) -> bool:
    """Whether a refusal stands there: no question as in 要不要, and no exception that is asked for too: 除了…还."""
    word = found[place].text
    if word not in REFUSALS or (place and found[place - 1].text == word[-1]):
        return False
    return word not in EXCEPTIONS or not any(later.text in TOO for later in found[place:])
