"""How personal data look where they are not needed in full (D6): the one module that knows the masks.

Formats as in the notices of this field: phone 138****1234, ID number 37*************23X, name 张**, bank card last
four. A mask of nothing is nothing; a mask of something too short for its kind shows nothing of it.
"""

import re
from collections.abc import Callable, Mapping

STARS = "**"
FULL_WIDTH = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {
    0xFF20: 0x40,
    0xFF0B: 0x2B,
    0xFF38: 0x58,
}
"""Digits, @, + and X as Chinese keyboards write them; one character for one, so that places stay."""

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBERS = re.compile(
    r"(?<![0-9a-fA-F])"
    r"(?:(?P<id>[1-9]\d{16}[\dXx])"
    r"|(?P<card>62\d{2}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?)"
    r"|(?:\+?86[ -]?)?(?P<phone>1[3-9]\d(?:[ -]?\d{4}){2}))"
    r"(?![0-9a-fA-F])",
    re.ASCII,
)


def phone(value: str) -> str:
    """138****1234; of other numbers, such as landlines, the last two digits."""
    digits = "".join(char for char in value if char.isdigit())
    if len(digits) >= 11:
        return f"{digits[-11:-8]}****{digits[-4:]}"
    return _tail(digits, 2)


def id_number(value: str) -> str:
    """The first two and the last three characters: 37*************23X."""
    return f"{value[:2]}{'*' * (len(value) - 5)}{value[-3:]}" if len(value) >= 15 else "*" * len(value)


def bank_card(value: str) -> str:
    """The last four digits."""
    return _tail("".join(char for char in value if char.isdigit()), 4)


def name(value: str) -> str:
    """The first character, whatever follows: 张**."""
    return f"{value[0]}{STARS}" if value else ""


def email(value: str) -> str:
    """The first letter and the domain: z**@hailan.example."""
    local, at, domain = value.partition("@")
    return f"{local[:1]}{STARS}@{domain}" if at and local else STARS * bool(value)


def postal_address(value: str) -> str:
    """Province and city at most: the first six characters."""
    return f"{value[:6]}{STARS}" if len(value) > 8 else STARS * bool(value)


def text(value: str) -> str:
    """The text with every mobile number, ID number, bank card number and e-mail address in it masked."""
    plain = value.translate(FULL_WIDTH)
    masked = _NUMBERS.sub(_mask_of, plain)
    masked = _EMAIL.sub(lambda found: email(found[0]), masked)
    return value if masked == plain else masked


def _mask_of(found: re.Match[str]) -> str:
    kind = found.lastgroup
    assert kind is not None
    whole = found[0]
    number = found[kind]
    return whole[: len(whole) - len(number)] + {"id": id_number, "card": bank_card, "phone": phone}[kind](
        number
    )


def _tail(digits: str, shown: int) -> str:
    return (
        f"{'*' * (len(digits) - shown)}{digits[-shown:]}" if len(digits) >= 2 * shown else "*" * len(digits)
    )


MASKS: Mapping[str, Callable[[str], str]] = {
    "phone": phone,
    "id_number": id_number,
    "bank_card": bank_card,
    "name": name,
    "email": email,
    "address": postal_address,
    "text": text,
}
"""Masks by the kind that a declaration names."""


def mask(kind: str, value: object) -> str:
    """The value as it may be shown to whoever does not need it in full. Raises KeyError for an unknown kind."""
    return MASKS[kind](str(value)) if value not in (None, "") else ""
