"""发文字号 (P4): the number of a document, X〔2024〕88号; a government's order and a council's notice have X令第12号, X公告第3号."""

import re

from portal.numerals import NUMERAL_CHARACTERS, to_int

_ISSUER = r"[\u4e00-\u9fff]{2,20}"
_ORDER_COUNT = rf"(?:[0-9]{{1,4}}|[{NUMERAL_CHARACTERS}]{{1,7}})"
_YEARLY = rf"{_ISSUER}\s?[〔\[［(（【]\s?(?:19|20)[0-9]{{2}}\s?[〕\]］)）】]\s?第?\s?[0-9]{{1,5}}\s?号"
_ORDER = rf"{_ISSUER}?(?:令|公告)\s?第\s?{_ORDER_COUNT}\s?号"
DOCUMENT_NUMBER_PATTERN = rf"(?:{_YEARLY}|{_ORDER})"
_PARTS = re.compile(rf"({_ISSUER}).*?((?:19|20)[0-9]{{2}})\D+([0-9]{{1,5}})\s?号")
_ORDER_PARTS = re.compile(rf"(?P<issuer>{_ISSUER}?)(?P<kind>令|公告)\s?第\s?(?P<count>{_ORDER_COUNT})\s?号")


def normalise(text: str) -> str | None:
    """``text`` as X〔2024〕88号 or X令第12号, whatever brackets, spaces, 第, numerals or leading zeros it came with.

    None when it is not a document number.
    """
    order = _ORDER_PARTS.fullmatch(text.strip())
    if order:
        return _order(order)
    if not re.fullmatch(_YEARLY, text.strip()):
        return None
    match = _PARTS.fullmatch(text.strip())
    if match is None or int(match[3]) == 0:
        return None
    return f"{match[1]}〔{match[2]}〕{int(match[3])}号"


def ordering(number: str) -> str:
    """Whose order a number is that: 海澜市人民政府 of 海澜市人民政府令第12号; empty for other numbers."""
    order = _ORDER_PARTS.fullmatch(number)
    return order["issuer"] if order else ""


def _order(match: re.Match[str]) -> str | None:
    try:
        count = to_int(match["count"])
    except ValueError:
        return None
    return f"{match['issuer']}{match['kind']}第{count}号" if count else None
