"""The card as a contact: vCard 3.0, which phones of either kind read. Never a phone number or an address (P14)."""

from collections.abc import Iterator

from plugins.mentors.card.content import CardContent
from portal.names import surname

LINE_OCTETS = 75


def vcard(content: CardContent) -> bytes:
    """The contact, UTF-8, lines folded at 75 octets and ended by CRLF."""
    family, given = name_parts(content.name)
    fields = (
        ("BEGIN", "VCARD"),
        ("VERSION", "3.0"),
        ("N", f"{escaped(family)};{escaped(given)};;;"),
        ("FN", escaped(content.name)),
        ("ORG", escaped(content.organisation)),
        ("TITLE", escaped(content.position)),
        ("ROLE", escaped(content.role)),
        ("NOTE", escaped(content.headline)),
        ("URL", content.url),
        ("END", "VCARD"),
    )
    return b"".join(line + b"\r\n" for name, value in fields for line in folded(f"{name}:{value}"))


def name_parts(name: str) -> tuple[str, str]:
    """Family and given name: 尉迟青 → 尉迟, 青; a name that is not written that way is all family name."""
    if name.isascii() or "·" in name:
        return name, ""
    family = surname(name)
    return family, name.strip()[len(family) :]


def escaped(text: str) -> str:
    """Text as a value: its separators escaped, its line breaks as \\n, nothing that ends a line early."""
    lines = "\n".join(text.splitlines())
    for char, mark in (("\\", "\\\\"), ("\n", "\\n"), (";", "\\;"), (",", "\\,")):
        lines = lines.replace(char, mark)
    return lines


def folded(line: str) -> Iterator[bytes]:
    """The line in pieces of at most 75 octets, no character cut in two; a piece that goes on begins with a space."""
    piece = b""
    for char in line:
        octets = char.encode()
        if len(piece) + len(octets) > LINE_OCTETS:
            yield piece
            piece = b" "
        piece += octets
    yield piece
