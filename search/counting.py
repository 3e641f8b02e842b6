"""Which words and phrases the documents hold, and how many of them: what a misspelling may have meant."""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.db import transaction

from search.documents import Content
from search.indexing import contents
from search.models import WordCount
from search.warm import COUNTS

LEAST_WORD, LEAST_PHRASE = 2, 3
"""Rarer ones may be misspelt themselves."""

MOST = 50_000
LONGEST = 80


def count_words() -> int:
    """Count all public documents anew; returns how many words and phrases were kept."""
    words: Counter[str] = Counter()
    phrases: Counter[str] = Counter()
    for content in contents():
        found = words_of(content)
        words.update(found[0])
        phrases.update(found[1])
    rows = [*_rows(words, LEAST_WORD, False), *_rows(phrases - words, LEAST_PHRASE, True)]
    with transaction.atomic():
        WordCount.objects.all().delete()
        WordCount.objects.bulk_create(rows, batch_size=1000)
        COUNTS.change()
    return len(rows)


def words_of(content: Content) -> tuple[set[str], set[str]]:
    """The words of a document with the words inside them, and its pairs of words that stand side by side."""
    from search.analysis import normalise
    from search.analysis.segmenting import cut, neighbours, parts

    words: set[str] = set()
    phrases: set[str] = set()
    for text in (*content.tags, *content.body):
        found = cut(normalise(text))
        words.update(part for word in found for part in parts(word.text))
        phrases.update(neighbours(found))
    return words, phrases


def _rows(counts: Counter[str], least: int, is_phrase: bool) -> Iterator[WordCount]:
    return (
        WordCount(text=text, documents=number, is_phrase=is_phrase)
        for text, number in _frequent(counts.most_common(MOST), least)
    )


def _frequent(counts: Iterable[tuple[str, int]], least: int) -> Iterator[tuple[str, int]]:
    return ((text, number) for text, number in counts if number >= least and 1 < len(text) <= LONGEST)
