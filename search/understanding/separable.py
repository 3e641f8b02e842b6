"""Verbs that part from their objects: 贷不到款 is about 贷款, 开了一家网店 about 开网店."""

import re

from search.understanding.lexicon import Lexicon

BETWEEN = re.compile(
    "(不(?:出去|出来|下来|起来|到|了|出|起|上|下|来|动|好|成)?|了|过|着|好|完|得)?"
    "((?:一|几)?[个家间份笔项次张款]|一下|点)?"
)
LONGEST_VERB, LONGEST_OBJECT = 2, 6


def joined(text: str, lexicon: Lexicon) -> str:
    """The folded text with verb and object side by side wherever together they are a chosen text."""
    place = 1
    while place < len(text) - 1:
        text = _joined_at(text, place, lexicon)
        place += 1
    return text


def _joined_at(text: str, place: int, lexicon: Lexicon) -> str:
    between = BETWEEN.match(text, place)
    for end in sorted({between.end(), between.end(1)}, reverse=True) if between else ():
        for longest in range(min(len(text), end + LONGEST_OBJECT), end, -1) if end > place else ():
            for first in range(max(0, place - LONGEST_VERB), place):
                if lexicon.is_trusted(text[first:place] + text[end:longest]):
                    return text[:place] + text[end:]
    return text
