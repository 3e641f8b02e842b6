"""Finds resident ID numbers, mobile numbers and bank card numbers in text. Pure functions.

A number counts however it is spelled: full-width digits, spaces, hyphens, dots, characters that take no room, a
line break in the middle. Landlines, 400 numbers, dates, amounts, document numbers and credit codes do not count.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum

from cms_pages.personal_data import numbers
from portal import masking

SHORTEST = 11  # digits of a mobile number, the shortest thing looked for
NEAR = 30  # characters before a number in which a word explains what it is

ID_WORDS = re.compile(r"身份证|居民证|公民身份|证件号|证件编号|身份号")
PHONE_WORDS = re.compile(r"电话|手机|联系|热线|微信|致电|拨打|短信|tel|mobile|phone", re.IGNORECASE)
CARD_WORDS = re.compile(r"卡号|账号|帐号|账户|帐户|银行|开户|借记卡|储蓄卡")
OTHER_CODE_WORDS = re.compile(r"税|信用|代码|编号|单号|账号|帐号|订单|流水")
UNIT_AFTER = re.compile(r"\s*(?:元|万|亿|％|%|㎡|m2|m²|平方|吨|千瓦|人民币|美元)|\.\d{1,2}(?!\d)")
LABELS_BEFORE = frozenset({"tel", "t", "m", "mob", "mobile", "phone", "call", "wx", "vx", "wechat"})


class Kind(StrEnum):
    """What was found. `UNREADABLE` stands for a file that could not be looked into."""

    RESIDENT_ID = "resident_id"
    MOBILE = "mobile"
    BANK_CARD = "bank_card"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Match:
    """A number that was found. `value` is the number itself: it is never printed, logged or stored."""

    kind: Kind
    value: str = field(repr=False)

    @property
    def masked(self) -> str:
        """The number as it may be shown (D6): ID first 2 and last 3, mobile 3 and 4, card last 4."""
        masks = {Kind.RESIDENT_ID: masking.id_number, Kind.MOBILE: masking.phone}
        return masks.get(self.kind, masking.bank_card)(self.value)


def find(text: str, *, context: str = "", allowed: AbstractSet[str] = frozenset()) -> list[Match]:
    """Every number in the text, each once, in the order of kinds ID, card, mobile.

    `context` is what explains the text from outside, such as the heading of its column. `allowed` holds numbers
    as `normalised_number` writes them; those are not reported.
    """
    plain = plain_text(text)
    if sum(char.isdigit() for char in plain) < SHORTEST:
        return []
    found: dict[Match, None] = {}
    for search in (_resident_ids, _bank_cards, _mobiles):
        spans = []
        for match, start, end in search(plain, context):
            spans.append((start, end))
            if match.value not in allowed:
                found[match] = None
        plain = _blank(plain, spans)
    return list(found)


def normalised_number(written: str) -> str:
    """A number of the allowed list as `find` reports it: digits alone, without the country code."""
    digits = "".join(char for char in plain_text(written).upper() if char.isdigit() or char == "X")
    if len(digits) > SHORTEST and digits[-SHORTEST] == "1" and digits[:-SHORTEST] in {"86", "0086"}:
        return digits[-SHORTEST:]
    return digits


def plain_text(text: str) -> str:
    """The text with ordinary digits, letters, hyphens and spaces, and without characters that take no room.

    Circled numbers stay as they are: ①138… is the first item of a list, not a longer number.
    """
    return "".join(map(_plain_character, text)) if not text.isascii() else text


def _plain_character(char: str) -> str:
    if "\u4e00" <= char <= "\u9fff" or char.isascii():
        return char
    if "\uff01" <= char <= "\uff5e":
        return chr(ord(char) - 0xFEE0)
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    return _BY_CATEGORY.get(category, char)


_BY_CATEGORY = {"Cf": "", "Mn": "", "Me": "", "Pd": "-", "Zs": " ", "Zl": "\n", "Zp": "\n"}

# Spellings ------------------------------------------------------------------------------------------------------

_GAP = r"(?:[ \t]*\r?\n[ \t]*|[ \t.\-·•_/]{0,2})"
_ID_18 = re.compile(rf"(?<!\d)(?=([1-9](?:{_GAP}\d){{16}}{_GAP}[\dXx](?!\d)))")
_ID_15 = re.compile(r"(?<![\dA-Za-z])(?=([1-9]\d{14}(?![\dA-Za-z])))")
_CARD = re.compile(r"(?<![\dA-Za-z])(?=(62\d\d(?:[ \-]?\d){12,15}(?![\dA-Za-z])))")

_CODE = r"(?:(?:\+|00)?86[ \-.)]{0,2})?"
_SOLID = re.compile(rf"(?<!\d)(?<!\d\.){_CODE}(1[3-9]\d{{9}})(?![\dA-Za-z])")
# 3-4-4 is how people write; the others only where nothing else is written so.
_GROUPED = re.compile(
    rf"(?<!\d)(?<!\d[\-./_]){_CODE}"
    r"(1[3-9]\d(?:[ \t]{1,2}|[\-.·•_/])\d{4}(?:[ \t]{1,2}|[\-.·•_/])\d{4}"
    r"|1[3-9]\d[ \-]\d{8}"
    r"|1[3-9]\d{5}-\d{4}|1[3-9]\d-\d{3}-\d{5}|1[3-9]\d\d-\d{3}-\d{4}|1[3-9]\d\d-\d{4}-\d{3})"
    r"(?![\dA-Za-z])(?!-\d)"
)
_COUNTRY_BEFORE = re.compile(r"(?:\+|00)?86[ \-.)]*$")
_FIGURE_BEFORE = re.compile(r"[^\s\d][ \t]*(?:\d{1,6}[ \t]+)+$|(?<!\d)(?:\d{1,6}[ \t]+){2,}$")
_FIGURE_AFTER = re.compile(r"[ \t]+\d{1,6}(?![\d\-./:：年月日])")
_GROUPED_BEFORE = re.compile(r"1[3-9]\d[ \t]{1,2}\d{4}[ \t]{1,2}\d{4}[ \t]+$")
_GROUPED_AFTER = re.compile(r"[ \t]+1[3-9]\d[ \t]{1,2}\d{4}[ \t]{1,2}\d{4}(?!\d)")
_SPELLED = re.compile(r"(?<!\d)(?<!\d[ \-.])(1(?P<gap>[ \-.])[3-9](?:(?P=gap)\d){9})(?![ \-.]?\d)")
_BROKEN = re.compile(
    rf"(?<!\d){_CODE}(?=(1(?:[ \t]*\r?\n[ \t]*)?[3-9](?:(?:[ \t]*\r?\n[ \t]*|[ \-])?\d){{9}}(?![\dA-Za-z])))"
)
_LOOSE = re.compile(rf"(?<!\d){_CODE}(?=(1[ \-·]?[3-9](?:[ \-·]{{0,2}}\d){{9}}(?![\dA-Za-z])))")

Hit = tuple[Match, int, int]


def _resident_ids(text: str, context: str) -> Iterator[Hit]:
    for found in _ID_18.finditer(text):
        start, end = found.span(1)
        value = _digits(found[1])
        named = _named(ID_WORDS, text, start, context)
        if numbers.has_birth_date(value) and (
            (numbers.has_check_character(value) and (named or numbers.has_province(value)))
            or (named and numbers.has_province(value))
        ):
            yield Match(Kind.RESIDENT_ID, value), start, end
    for found in _ID_15.finditer(text):
        start, end = found.span(1)
        if _is_old_id(text, start, end, context):
            yield Match(Kind.RESIDENT_ID, found[1]), start, end


def _is_old_id(text: str, start: int, end: int, context: str) -> bool:
    """A 15-digit number has no check digit: it counts where it is named, or alone in a cell that is not."""
    value = text[start:end]
    if not (numbers.has_province(value) and numbers.has_birth_date(value)):
        return False
    if _named(ID_WORDS, text, start, context):
        return True
    alone_in_cell = bool(context) and text.strip() == value
    return alone_in_cell and not OTHER_CODE_WORDS.search(context)


def _bank_cards(text: str, context: str) -> Iterator[Hit]:
    for found in _CARD.finditer(text):
        start, end = found.span(1)
        value = _digits(found[1])
        if numbers.passes_luhn(value) and _named(CARD_WORDS, text, start, context):
            yield Match(Kind.BANK_CARD, value), start, end


def _mobiles(text: str, context: str) -> Iterator[Hit]:
    tests: Iterable[tuple[re.Pattern[str], Callable[[str, int, int, str], bool]]] = (
        (_SOLID, _is_no_amount_or_code),
        (_GROUPED, _stands_alone),
        (_SPELLED, _always),
        (_BROKEN, _is_one_number_over_lines),
        (_LOOSE, _is_named_as_phone),
    )
    for spelling, accepted in tests:
        for found in spelling.finditer(text):
            start, end = found.span(1)
            if accepted(text, start, end, context):
                yield Match(Kind.MOBILE, _digits(found[1])), start, end


def _always(text: str, start: int, end: int, context: str) -> bool:
    return True


def _stands_alone(text: str, start: int, end: int, context: str) -> bool:
    """A number in groups; not figures in a row, such as 户数：130 1353 1838 551."""
    if not _is_no_amount_or_code(text, start, end, context):
        return False
    if " " not in text[start:end] or _named(PHONE_WORDS, text, start, context):
        return True
    before, after = _COUNTRY_BEFORE.sub("", text[max(start - NEAR, 0) : start]), text[end : end + NEAR]
    follows_figure = _FIGURE_BEFORE.search(before) and not _GROUPED_BEFORE.search(before)
    precedes_figure = _FIGURE_AFTER.match(after) and not _GROUPED_AFTER.match(after)
    return not (follows_figure or precedes_figure)


def _is_no_amount_or_code(text: str, start: int, end: int, context: str) -> bool:
    if UNIT_AFTER.match(text, end) or text[max(start - 1, 0) : start] in {"¥", "￥", "$"}:
        return False
    letters = re.search(r"[A-Za-z]*$", text[max(start - 12, 0) : start])
    word = letters[0].lower() if letters else ""
    return not word or word in LABELS_BEFORE


def _is_one_number_over_lines(text: str, start: int, end: int, context: str) -> bool:
    """A number broken at a line's end; not figures that stand one below the other."""
    pieces = [piece.strip() for piece in text[start:end].splitlines()]
    if len(pieces) < 2 or len(pieces) > 3 or any(len(_digits(piece)) < 2 for piece in pieces):
        return False
    if _named(PHONE_WORDS, text, start, context):
        return True
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    rest = text[line_start:start] + text[end : line_end if line_end >= 0 else len(text)]
    return bool(rest.strip()) and _is_no_amount_or_code(text, start, end, context)


def _is_named_as_phone(text: str, start: int, end: int, context: str) -> bool:
    return _named(PHONE_WORDS, text, start, context) and _is_no_amount_or_code(text, start, end, context)


def _named(words: re.Pattern[str], text: str, start: int, context: str) -> bool:
    """Whether one of the words explains the number: before it on its line, at the end of the line above, outside."""
    before = text[max(start - NEAR, 0) : start].rstrip()
    return bool(words.search(before, before.rfind("\n") + 1) or words.search(context))


def _digits(written: str) -> str:
    return "".join(char for char in written.upper() if char.isdigit() or char == "X")


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with what was found made unreadable, so that an ID is not searched for a mobile number."""
    for start, end in spans:
        text = f"{text[:start]}{'#' * (end - start)}{text[end:]}"
    return text
