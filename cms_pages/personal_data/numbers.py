"""Whether a row of digits is what it looks like: checksums, dates, prefixes. Pure functions."""

from datetime import date

from portal.identity.numbers import check_character

FIRST_YEAR = 1900

# The first two digits of an ID number: the province of first registration (GB/T 2260).
PROVINCES = frozenset(
    str(code)
    for low, high in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(low, high + 1)
)


def has_province(digits: str) -> bool:
    """Whether the number begins with the code of a province."""
    return digits[:2] in PROVINCES


def has_birth_date(digits: str) -> bool:
    """Whether digits 7 to 14 of an 18-digit number, or 7 to 12 of a 15-digit one (19YY), are a past day."""
    written = digits[6:14] if len(digits) == 18 else f"19{digits[6:12]}"
    try:
        born = date(int(written[:4]), int(written[4:6]), int(written[6:]))
    except ValueError:
        return False
    return born.year >= FIRST_YEAR and born <= date.today()


def has_check_character(digits: str) -> bool:
    """Whether the 18th character agrees with the first 17 (ISO 7064, MOD 11-2)."""
    return digits[17] == check_character(digits[:17])


def passes_luhn(digits: str) -> bool:
    """Whether the last digit agrees with the others as on bank cards (ISO/IEC 7812)."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
