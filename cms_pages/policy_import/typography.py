"""One spelling for spaces and punctuation, so that the parser and the page see the same marks.

Web pages and mail programs turn full-width punctuation into half-width; a law is printed with full-width marks.
"""

import re
import unicodedata

DEEPEST_PARENTHESES = 4

_TO_ASCII = 0xFEE0
_DROPPED = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_ASCII_FORMS = {
    code: code - _TO_ASCII
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
# Marks that are one character on paper, and radicals in the place of the characters, which PDF programs copy out.
_SPELT_OUT = {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in (*range(0x2474, 0x249C), *range(0x2F00, 0x2FD6), *range(0x3220, 0x322A))
}
_HALF_WIDTH = ',;:?!()[]<>".'
_FULL_WIDTH = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇"
_CHINESE = rf"{_HAN}\u3000-\u3003\u3008-\u3011\u3014\u3015“”‘’，。；：？！（）"
_BEFORE = re.compile(rf"(?<=[{_CHINESE}]) ?([,;:?!]) ?")
_AFTER = re.compile(rf"(?<![ ]) ?([,;:?!]) ?(?=[{_HAN}《“（])")
_STOP = re.compile(rf"(?<=[{_HAN}”》）])(?<!^[{_HAN}])(?<!^[{_HAN}]{{2}})\.(?=$|[0-9{_HAN}”’）“《])")
_PARENTHESES = re.compile(r" ?\(([^()]*)\)")
_OPENING = re.compile(rf"\((?=[{_CHINESE}])|(?<=[{_CHINESE}])\((?=[^)]*）)")
_CLOSING = re.compile(rf"(?<=[{_CHINESE}])\)|(?<=（)([^（）()]*)\)")
_QUOTES = re.compile(r'"([^"]*)"')
_ANGLES = re.compile(r"<([^<>]*)>")
_FINAL_STOP = re.compile(r"(?<=[0-9A-Za-z%])\.$")
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[．／－](?=[0-9])")
_YEAR_BRACKETS = re.compile(r"[\[［(（【]\s?((?:19|20)[0-9]{2})\s?[\]］)）】](?=\s?第?\s?[0-9]{1,5}\s?号)")
_HAS_CHINESE = re.compile(rf"[{_HAN}]")
_SPACE_BETWEEN_HAN = re.compile(rf"(?<=[{_CHINESE}])\s+(?=[{_CHINESE}])")


def clean(text: str) -> str:
    """``text`` with single spaces, without invisible characters, with ordinary letters, digits and markers."""
    text = " ".join(text.translate(_DROPPED).split()).translate(_ASCII_FORMS | _SPELT_OUT)
    return _BETWEEN_DIGITS.sub(lambda match: chr(ord(match[0]) - _TO_ASCII), text)


def to_full_width(text: str) -> tuple[str, int]:
    """``text`` with Chinese punctuation, and how many half-width marks were replaced.

    Marks between Latin letters or digits stay as they are (9:30, 1,000, a URL); brackets around the year of a
    document number become 〔〕.
    """
    before = _count_half_width(text)
    # A mark that has become Chinese is what the next one of a run stands behind.
    while (wide := _widen(text)) != text:
        text = wide
    return text, before - _count_half_width(text)


def _widen(text: str) -> str:
    text = _YEAR_BRACKETS.sub(r"〔\1〕", text)
    text = _replace_pairs(text)
    text = _BEFORE.sub(lambda match: _FULL_WIDTH[match[1]], text)
    text = _AFTER.sub(lambda match: _FULL_WIDTH[match[1]], text)
    text = _STOP.sub("。", text)
    return _FINAL_STOP.sub("。", text) if _HAS_CHINESE.search(text) else text


def close_up(text: str) -> str:
    """``text`` without the spaces that set Chinese titles wide: 总  则 → 总则."""
    return _SPACE_BETWEEN_HAN.sub("", text.strip())


def _replace_pairs(text: str) -> str:
    for _depth in range(DEEPEST_PARENTHESES):
        text = _PARENTHESES.sub(_parentheses, text)
    text = _CLOSING.sub(lambda match: f"{match[1] or ''}）", _OPENING.sub("（", text))
    text = _QUOTES.sub(lambda match: f"“{match[1]}”" if _HAS_CHINESE.search(match[1]) else match[0], text)
    return _ANGLES.sub(_angles, text)


def _parentheses(match: re.Match[str]) -> str:
    text = match.string
    neighbours = text[max(match.start() - 1, 0) : match.start()] + text[match.end() : match.end() + 1]
    if _HAS_CHINESE.search(match[1]) or re.search(rf"[{_CHINESE}]", neighbours):
        return f"（{match[1]}）"
    return match[0]


def _angles(match: re.Match[str]) -> str:
    if not _HAS_CHINESE.search(match[1]):
        return match[0]
    before = match.string[: match.start()]
    inside_title = before.count("《") > before.count("》")
    return f"〈{match[1]}〉" if inside_title else f"《{match[1]}》"


def _count_half_width(text: str) -> int:
    return sum(text.count(mark) for mark in _HALF_WIDTH)
