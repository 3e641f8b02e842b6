"""How terms and names are read and typed on a Latin keyboard.

The family name decides how a name is read, and many family names are not read as the word they look like. The
dictionary of readings is large: it loads when first needed.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache

from portal.names import surname
from search.analysis.segmenting import is_chinese
from search.heap import uncollected

RETROFLEX = re.compile("([zcs])h")
NASAL = re.compile("ng(?![aeiouv])")
TONE_NUMBERS = re.compile("(?:[a-z]{2,6}[1-5])+")
# Family names whose reading differs from the character's usual one.
READINGS = {
    "曾": "zeng",
    "解": "xie",
    "单": "shan",
    "仇": "qiu",
    "逄": "pang",
    "查": "zha",
    "区": "ou",
    "盖": "ge",
    "朴": "piao",
    "翟": "zhai",
    "覃": "qin",
    "缪": "miao",
    "员": "yun",
    "乐": "yue",
    "召": "shao",
    "折": "she",
    "黑": "he",
    "秘": "bi",
    "种": "chong",
    "冼": "xian",
    "祭": "zhai",
    "繁": "po",
    "洗": "xian",
    "尉迟": "yu chi",
    "万俟": "mo qi",
    "长孙": "zhang sun",
    "澹台": "tan tai",
    "宓": "mi",
}

# Characters of given names that are read in two ways, with the one that the dictionary does not name first.
OTHERWISE = {
    "长": "chang",
    "乐": "yue",
    "朝": "zhao",
    "重": "chong",
    "行": "hang",
    "泊": "bo",
    "茜": "xi",
    "柏": "bo",
}


@lru_cache(maxsize=1 << 15)
def syllables(text: str) -> tuple[str, ...]:
    """The syllables of a word, without tones: 融资 → rong zi; what is not Chinese stays as it is."""
    return tuple(_reader()(text))


@cache
@uncollected()
def _reader() -> Callable[[str], list[str]]:
    from pypinyin import lazy_pinyin  # loads its dictionary of phrases, so not before it is needed

    return lazy_pinyin


def reading(name: str) -> list[str]:
    """The syllables of a person's name: 曾可心 → zeng ke xin."""
    family = surname(name)
    if family not in READINGS:
        return _as_it_looks(name)
    return [*READINGS[family].split(), *_as_it_looks(name.strip()[len(family) :])]


def reading_of_given(name: str) -> tuple[str, ...]:
    """The syllables of a given name by itself: 雨桐 → yu tong."""
    return tuple(_as_it_looks(name))


def readings(name: str) -> list[tuple[str, ...]]:
    """The syllables of a person's name, and those that it may be taken to have: 曾 is zeng, and ceng to many; 长 in a
    given name may be chang."""
    first = tuple(reading(name))
    return list(dict.fromkeys([first, tuple(_as_it_looks(name)), _otherwise(name, first)]))


@lru_cache(maxsize=1 << 10)
def spellings(name: str) -> tuple[str, ...]:
    """What somebody may type for a person's name: in full and by initials, also as it looks."""
    return tuple(dict.fromkeys(typed for read in readings(name) for typed in _typed(read)))


def term_spellings(term: str) -> list[str]:
    """What somebody may type for a term: 融资 → rongzi, rz."""
    return list(dict.fromkeys(_typed(syllables(term))))


@lru_cache(maxsize=1 << 14)
def sound(text: str) -> str:
    """What sounds alike for most: without tones, and without the differences that many accents do not make."""
    return blurred(syllables(text))


def blurred(read: Iterable[str]) -> str:
    """The same of what is read in these syllables."""
    return "".join(_blurred(syllable) for syllable in read)


def toneless(typed: str) -> str:
    """Folded pinyin as a keyboard without tones has it: lǜshī → lvshi, rong2zi1 → rongzi; anything else as it is."""
    if TONE_NUMBERS.fullmatch(typed):
        return "".join(letter for letter in typed if letter.isalpha())
    if typed.isascii():
        return typed
    letters = unicodedata.normalize("NFD", typed).replace("u\N{COMBINING DIAERESIS}", "v")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def accent(typed: str) -> str:
    """The same of syllables as they are typed, one after the other: zhishichangquan → zisicanquan."""
    return NASAL.sub("n", RETROFLEX.sub(r"\1", typed))


def _as_it_looks(name: str) -> list[str]:
    """Character by character: a given name is no phrase, and there are far fewer characters than names."""
    if not is_chinese(name):
        return list(syllables(name))
    return [syllable for character in name for syllable in syllables(character)]


def _otherwise(name: str, read: Sequence[str]) -> tuple[str, ...]:
    """The reading with the given name read the other way."""
    name = name.strip()
    if not is_chinese(name) or len(name) != len(read):
        return tuple(read)
    given = len(surname(name))
    return tuple(
        OTHERWISE.get(character, syllable) if place >= given else syllable
        for place, (character, syllable) in enumerate(zip(name, read, strict=True))
    )


def _typed(read: Sequence[str]) -> tuple[str, str]:
    return "".join(read), "".join(syllable[:1] for syllable in read)


@lru_cache(maxsize=1 << 10)
def _blurred(syllable: str) -> str:
    if syllable[:2] in ("zh", "ch", "sh"):
        syllable = syllable[0] + syllable[2:]
    return syllable[:-1] if syllable.endswith("ng") else syllable
