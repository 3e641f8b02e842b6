"""Letters and digits in a query: words of the index, or Chinese typed on a Latin keyboard."""

import re
import string
from collections.abc import Iterable, Iterator

from search.analysis.pinyin import readings as readings_of_name
from search.analysis.pinyin import syllables, toneless
from search.analysis.segmenting import is_chinese, is_word, runs
from search.plan import Correction
from search.understanding.lexicon import Lexicon

SHORTEST_INITIALS = 2
SHORTEST_MISTAKE = 5  # one edit of fewer letters is anything
LONGEST_MISTAKE = 30
MOST_BESIDE = 4  # Chinese characters that belong to one text with the letters beside them


def readings(typed: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The Chinese texts that folded letters stand for, in full pinyin or by initials; () when they stand for none."""
    typed = toneless(typed)
    if not typed.isalpha():
        return ()
    found = lexicon.by_pinyin(typed)
    if not found and len(typed) >= SHORTEST_INITIALS:
        found = lexicon.by_initials(typed)
    return _best(found, lexicon)


def meant_by(typed: str, lexicon: Lexicon) -> tuple[str, ...]:
    """What folded letters may be a slip of, or the beginning of: Chinese texts, else one word; () when nothing."""
    typed = toneless(typed)
    if not (typed.isascii() and typed.isalpha()):
        return ()
    if found := lexicon.by_accent(typed) if len(typed) >= SHORTEST_MISTAKE else ():
        return _best(found, lexicon)
    if found := lexicon.by_beginnings(typed):
        return found
    near = spelt_like(typed, lexicon)
    return () if near is None else readings(near, lexicon) or (near,)


def in_one_script(chunk: str, lexicon: Lexicon) -> tuple[str, tuple[Correction, ...]]:
    """The chunk with texts put right that were typed half in characters, half in letters: 融zi, 创业dk, and what was
    changed."""
    corrections = []
    for run in runs(chunk):
        if run.text.isascii() and run.text.isalpha() and not lexicon.occurs(run.text):
            found = next(_in_characters(chunk, run.text, lexicon), None)
            if found is not None:
                corrections.append(found)
                chunk = chunk.replace(found.typed, found.meant, 1)
    return chunk, tuple(corrections)


def _in_characters(chunk: str, letters: str, lexicon: Lexicon) -> Iterator[Correction]:
    """What the letters may mean together with the characters beside them, those first that explain most of these."""
    before, _letters, after = chunk.partition(letters)
    tails = [before[len(before) - n :] for n in range(min(MOST_BESIDE, len(before)) + 1)]
    heads = [after[:n] for n in range(min(MOST_BESIDE, len(after)) + 1)]
    windows = [(tail, head) for tail in tails for head in heads if is_chinese(tail + head)]
    for tail, head in sorted(windows, key=lambda window: -len(window[0] + window[1])):
        fitting = re.compile(f"{tail}.+{head}")
        for read in dict.fromkeys([syllables(tail), *readings_of_name(tail)]):
            for meant in lexicon.by_beginnings("".join((*read, letters, *syllables(head)))):
                if fitting.fullmatch(meant):
                    yield Correction(tail + letters + head, meant)


def spelt_like(typed: str, lexicon: Lexicon) -> str | None:
    """A known spelling, pinyin or word, that one slip of the finger turns into `typed`."""
    if not SHORTEST_MISTAKE <= len(typed) <= LONGEST_MISTAKE or not typed.isascii():
        return None
    return next((near for near in _slips(typed) if lexicon.occurs(near) or lexicon.by_pinyin(near)), None)


def _best(found: Iterable[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Chosen words before all else: they are what a few letters are short for."""
    found = tuple(found)
    terms = tuple(text for text in found if text in lexicon.terms)
    trusted = tuple(text for text in found if lexicon.is_trusted(text))
    names = tuple(text for text in found if lexicon.is_name(text))
    word = tuple(text for text in found if text not in names and (is_word(text) or not names))[:1]
    return terms or trusted or (*word, *names)


def _slips(typed: str) -> Iterator[str]:
    """Two letters exchanged, one too many, one missing, one wrong: the likelier first."""
    places = range(len(typed))
    yield from (typed[:i] + typed[i + 1] + typed[i] + typed[i + 2 :] for i in places[:-1])
    yield from (typed[:i] + typed[i + 1 :] for i in places)
    yield from (
        typed[:i] + letter + typed[i:] for i in range(len(typed) + 1) for letter in string.ascii_lowercase
    )
    yield from (typed[:i] + letter + typed[i + 1 :] for i in places for letter in string.ascii_lowercase)
