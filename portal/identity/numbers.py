"""Numbers of identity documents: checked, and compared without being kept (D3)."""

import re
from datetime import date

from django.utils.crypto import salted_hmac

_WEIGHTS = [2**power % 11 for power in range(17, 0, -1)]
_CHECK_CHARACTERS = "10X98765432"
ID_NUMBER = re.compile(r"[1-9]\d{16}[\dX]", re.ASCII)
OTHER_NUMBER = re.compile(r"[A-Z0-9]{7,20}", re.ASCII)


def normalised(number: str) -> str:
    """The number without spaces and hyphens, letters large."""
    return re.sub(r"[\s-]", "", number).upper()


def is_id_number(number: str) -> bool:
    """Whether this is a resident's ID number: 18 characters, a past day of birth, the right last one (GB 11643)."""
    if not ID_NUMBER.fullmatch(number):
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return born <= date.today() and number[17] == check_character(number[:17])


def check_character(first_17: str) -> str:
    """The 18th character for the first 17 digits of an ID number (ISO 7064, MOD 11-2)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_17, strict=True))
    return _CHECK_CHARACTERS[total % 11]


def digest(document: str, number: str) -> str:
    """What tells whether two documents are the same without telling the number; keyed with the portal's secret."""
    return salted_hmac("portal.identity.number", f"{document}:{number}", algorithm="sha256").hexdigest()
