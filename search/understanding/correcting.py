"""Misspelt Chinese: what was meant by characters that no document holds.

Same pinyin first, for that is how Chinese is typed; then strokes that look alike, a part typed twice, one character more,
less or exchanged; then another order.
"""

from collections.abc import Callable, Iterator

from search.analysis.segmenting import is_domain_word, is_word
from search.plan import Correction
from search.understanding.grouping import Kind, Segment, segments
from search.understanding.lexicon import Lexicon

MOST_CORRECTIONS = 3
LONGEST_MISTAKE = 12
SHORTEST_OF_WORDS = 4  # a text of real words that may still be a slip as a whole


def corrected(text: str, lexicon: Lexicon) -> tuple[str, tuple[Correction, ...]]:
    """The folded Chinese text with its mistakes put right, as far as they can be told, and what was changed."""
    corrections: list[Correction] = []
    while len(corrections) < MOST_CORRECTIONS and not lexicon.knows(text):
        settled = {correction.meant for correction in corrections}
        correction = _first_correction(segments(text, lexicon), settled, lexicon)
        if correction is None:
            break
        corrections.append(correction)
        text = text.replace(correction.typed, correction.meant, 1)
    return text, tuple(corrections)


def _first_correction(found: list[Segment], settled: set[str], lexicon: Lexicon) -> Correction | None:
    """What is put right next; what came out of a correction is in no doubt any more."""
    doubtful = [
        place
        for place, segment in enumerate(found)
        if segment.text not in settled and _is_doubtful(segment, lexicon)
    ]
    tried: set[str] = set()
    for typed, doubt in _stretches(found, doubtful):
        if typed in tried or not 1 < len(typed) <= LONGEST_MISTAKE:
            continue
        tried.add(typed)
        meant = _meant(typed, doubt, lexicon, whole="".join(segment.text for segment in found))
        if meant:
            return Correction(typed, meant)
    return _beside_stop(found, doubtful, lexicon) if doubtful else _as_a_whole(found, lexicon)


def _beside_stop(found: list[Segment], doubtful: list[int], lexicon: Lexicon) -> Correction | None:
    """A single character that makes a word of the trade with a word that says nothing alone: 服务卷."""
    for place in doubtful:
        for first in (place - 1, place):
            pair = found[max(first, 0) : first + 2]
            typed = "".join(segment.text for segment in pair)
            if len(found[place].text) == 1 and len(typed) > 2 and any(one.kind is Kind.STOP for one in pair):
                meant = (*lexicon.alike_in_sound(typed), *lexicon.alike_in_strokes(typed))
                if chosen := next(
                    (one for one in meant if lexicon.is_trusted(one) or is_domain_word(one)), None
                ):
                    return Correction(typed, chosen)
    return None


def _as_a_whole(found: list[Segment], lexicon: Lexicon) -> Correction | None:
    """Real words that together sound or look like one chosen text: 担保货款."""
    typed = "".join(segment.text for segment in found)
    if not SHORTEST_OF_WORDS <= len(typed) <= LONGEST_MISTAKE or lexicon.occurs(typed):
        return None
    alike = (*lexicon.alike_in_sound(typed), *lexicon.alike_in_strokes(typed))
    return next((Correction(typed, meant) for meant in alike if lexicon.is_trusted(meant)), None)


def _is_doubtful(segment: Segment, lexicon: Lexicon) -> bool:
    return segment.kind in (Kind.WORD, Kind.LOOSE) and (
        len(segment.text) == 1 or not lexicon.occurs(segment.text)
    )


def _stretches(found: list[Segment], doubtful: list[int]) -> Iterator[tuple[str, Segment]]:
    """What may be one misspelt text around each doubtful segment: all of it, with its neighbours, alone."""
    for place in doubtful:
        yield "".join(segment.text for segment in found), found[place]
    for place in doubtful:
        for first, last in ((place - 1, place + 1), (place - 1, place), (place, place + 1), (place, place)):
            if first >= 0 and last < len(found) and not _holds_stop(found[first : last + 1]):
                yield "".join(segment.text for segment in found[first : last + 1]), found[place]


def _holds_stop(found: list[Segment]) -> bool:
    return any(segment.kind is Kind.STOP for segment in found)


def _meant(typed: str, doubt: Segment, lexicon: Lexicon, whole: str) -> str | None:
    """The best text that `typed` can be a slip of; None where it may well be meant."""
    if lexicon.occurs(typed) or (is_word(typed) and typed != whole):
        return None
    accepts = _acceptance(typed, doubt, lexicon)
    rest = typed.removeprefix(doubt.text).removesuffix(doubt.text)
    apart = 1 < len(rest) < len(typed) and lexicon.occurs(rest)
    for candidates in _SLIPS:
        if candidates is Lexicon.one_edit_away and is_word(typed):
            continue
        fits = _guess_beside(typed, doubt, lexicon) if apart and candidates in _GUESSES else accepts
        for meant in candidates(lexicon, typed):
            if accepts(meant) and fits(meant):
                return meant
    return None


_SLIPS = (
    Lexicon.alike_in_sound,
    Lexicon.alike_in_strokes,
    Lexicon.undoubled,
    Lexicon.one_edit_away,
    Lexicon.reordered,
)
"""The likelier ones first."""

_GUESSES = (Lexicon.one_edit_away, Lexicon.reordered)


def _guess_beside(typed: str, doubt: Segment, lexicon: Lexicon) -> Callable[[str], bool]:
    """What may be guessed where the rest is known by itself: a character beside it is rather something else than a slip
    of it, as in 元补贴 and 投资人谈, unless it begins or ends a longer text."""
    single = len(doubt.text) == 1
    return lambda meant: len(meant) > len(typed) or (not single and lexicon.is_trusted(meant))


def _acceptance(typed: str, doubt: Segment, lexicon: Lexicon) -> Callable[[str], bool]:
    """How much a correction must be worth: the less doubtful the typed text, the more."""
    if is_word(typed) or is_word(doubt.text):  # a real word that nobody here happens to use
        return lexicon.is_trusted
    if len(doubt.text) == 1:  # a single character beside words is common enough
        return lambda meant: lexicon.is_trusted(meant) or meant in lexicon.names or is_word(meant)
    return lambda meant: True
