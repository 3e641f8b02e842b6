"""The alternatives of a concept: how a document may speak of what is asked for."""

from collections.abc import Iterable
from dataclasses import replace

from search.analysis.segmenting import cut, is_chinese, is_word, parts, pieces
from search.plan import Alternative, Concept
from search.understanding.lexicon import Lexicon

MOST_WAYS = 24
MOST_WORDS = 8


def concept(text: str, lexicon: Lexicon, meanings: Iterable[str] = ()) -> Concept:
    """What is asked for by the folded text, or by its meanings where it stands for others, with all synonyms."""
    meant = tuple(meanings) or (text,)
    texts = [*meant, *(other for one in meant for other in lexicon.expansions(one))]
    return Concept(text, _alternatives(texts, lexicon), _wider(text, lexicon))


def _alternatives(texts: Iterable[str], lexicon: Lexicon) -> tuple[Alternative, ...]:
    ways = [way for one in dict.fromkeys(texts) for way in _ways(one, lexicon)]
    return tuple(dict.fromkeys(ways))[:MOST_WAYS]


def _wider(text: str, lexicon: Lexicon) -> tuple[Alternative, ...]:
    """What editors say that an abbreviation is; else the longest chosen word inside a word, the last of equals, with
    its synonyms: 月工资 → 工资, 薪酬."""
    if kinds := lexicon.wider(text):
        return _alternatives(kinds, lexicon)
    inside = [part for part in parts(text)[:-1] if is_chinese(part) and lexicon.is_trusted(part)]
    if not inside or lexicon.knows(text):
        return ()
    chosen = max(reversed(inside), key=len)
    return _alternatives([chosen, *lexicon.expansions(chosen)], lexicon)


def lifted(asked: Concept, by: Iterable[Concept]) -> Concept:
    """The same concept, met the better by documents that meet one of the others too."""
    own, *others = asked.alternatives
    both = [Alternative((*own.words, *other.alternatives[0].words)) for other in by]
    return replace(asked, alternatives=(own, *both, *others)[:MOST_WAYS])


def _ways(text: str, lexicon: Lexicon) -> list[Alternative]:
    if not is_chinese(text):
        return _latin_ways(text)
    words = [word.text for word in cut(text)]
    if text in lexicon.names or len(text) == 1:
        return [Alternative((text,))]
    if words == [text]:
        # A long word that nobody writes as such may still be spoken of.
        apart = () if lexicon.occurs(text) else pieces(text)
        # A piece that says nothing leaves the others to mean anything: 时间管理 is not 时间.
        tells = apart and not any(map(lexicon.is_stop, apart))
        return [Alternative((text,)), *([Alternative(apart)] if tells else [])]
    content = tuple(word for word in words if not lexicon.is_stop(word))
    if sum(len(word) > 1 for word in content) < 2:
        # Single characters stand everywhere: only the whole, as a name or as characters in a row.
        return [Alternative((text,), text)]
    return [Alternative(content[:MOST_WORDS], text)]


def _latin_ways(text: str) -> list[Alternative]:
    words = tuple(word.text for word in cut(text))[:MOST_WORDS]
    ways = [Alternative(words)]
    if len(words) == 1 and len(parts(text)) > 1 and not is_word(text):
        ways.append(Alternative(parts(text)[:-1]))
    return ways
