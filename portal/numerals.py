"""Chinese numerals as laws use them: 第二十一条, 第一百零二条, 二〇二五年."""

DIGITS = "零一二三四五六七八九"
NUMERAL_CHARACTERS = "〇零○一二两三四五六七八九十百千"
LARGEST = 9999

_VALUES = {character: value for value, character in enumerate(DIGITS)} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def to_int(text: str) -> int:
    """The number that ``text`` writes in Chinese numerals or Arabic digits; 0 to 9999.

    Both 一百零二 and the positional 一〇二 are read. Raises ValueError for everything else.
    """
    if not text:
        raise ValueError("an empty numeral")
    if text.isascii() and text.isdigit():
        return _within_range(int(text), text)
    if all(character in _VALUES for character in text):
        return _within_range(int("".join(str(_VALUES[character]) for character in text)), text)
    return _spelt_out(text)


def to_chinese(number: int) -> str:
    """``number`` (1 to 9999) as a law numbers its articles: 10 → 十, 21 → 二十一, 110 → 一百一十."""
    if not 1 <= number <= LARGEST:
        raise ValueError(f"{number} is outside 1 to {LARGEST}")
    words, skipped = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += ("零" if skipped else "") + DIGITS[digit] + name
        skipped = bool(words) and not digit
    return words.removeprefix("一") if words.startswith("一十") else words


def _within_range(number: int, text: str) -> int:
    if number > LARGEST:
        raise ValueError(f"{text} is above {LARGEST}")
    return number


def _spelt_out(text: str) -> int:
    """Read digit-and-unit groups; units must fall from left to right (二百三十, never 三十二百)."""
    total, digit, last_unit = 0, None, LARGEST + 1
    for character in text:
        if character in _UNITS:
            unit = _UNITS[character]
            if unit >= last_unit or digit == 0 or (digit is None and (unit != 10 or total)):
                raise ValueError(f"{text} is not a numeral")
            total, digit, last_unit = total + (1 if digit is None else digit) * unit, None, unit
        elif character in _VALUES and not digit:
            digit = _VALUES[character]
        else:
            raise ValueError(f"{text} is not a numeral")
    if digit and last_unit in {100, 1000} and text[-2] not in "零〇○":  # 一百二 is said for 120, not for 102
        raise ValueError(f"{text} is not a numeral")
    return total + (digit or 0)
