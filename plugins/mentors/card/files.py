"""A card's files: made once per change, kept in the storage under their digest, served from there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from plugins.mentors.card import layouts, raster, sheets, vcard, vector
from plugins.mentors.card.content import CardContent

FOLDER = "cards"


@dataclass(frozen=True)
class Kind:
    """One file of a card: how it is made, what it is, how it is called, and the bytes that a whole one ends with."""

    build: Callable[[CardContent], bytes]
    content_type: str
    label: str
    ending: bytes
    attachment: bool = False


def _title(content: CardContent) -> str:
    return _("%s的导师名片") % content.name


def _code_drawing(content: CardContent) -> bytes:
    return content.symbol.svg(content.url).encode()


KINDS: Mapping[str, Kind] = {
    "card.svg": Kind(
        lambda content: vector.svg(layouts.card_scene(content), _title(content)).encode(),
        "image/svg+xml",
        "导师名片",
        b"</svg>\n",
    ),
    "card.png": Kind(
        lambda content: raster.png(layouts.card_scene(content)), "image/png", "导师名片", b"IEND\xaeB`\x82"
    ),
    "card.vcf": Kind(vcard.vcard, "text/vcard; charset=utf-8", "导师名片", b"END:VCARD\r\n", attachment=True),
    "card.pdf": Kind(sheets.card_sheet, "application/pdf", "导师名片-A6", b"%%EOF"),
    "poster.pdf": Kind(sheets.poster_sheet, "application/pdf", "导师海报-A4", b"%%EOF"),
    "share.png": Kind(
        lambda content: raster.png(layouts.share_scene(content)), "image/png", "导师分享图", b"IEND\xaeB`\x82"
    ),
    "qr.svg": Kind(_code_drawing, "image/svg+xml", "导师二维码", b"</svg>\n"),
}


def card_urls(code: str) -> dict[str, str]:
    """Where each file of a card is, by its name with an underscore: card_svg, card_png, poster_pdf …; empty without a code."""
    return {name.replace(".", "_"): f"/m/{code}/{name}" for name in KINDS} if code else {}


def card_file(content: CardContent, name: str) -> bytes:
    """The bytes of one file, from the storage or made now; raises `PdfUnavailable` for a PDF without Pango.

    Several processes may make the same file at once: each answers with its own, one is kept.
    """
    kept = _read(content, name)
    if kept is not None:
        return kept
    made = KINDS[name].build(content)
    _keep(content, name, made)
    return made


def file_name(content: CardContent, name: str) -> str:
    """What the file is called when it is saved: 王晓明-导师名片.png."""
    return f"{content.name}-{KINDS[name].label}.{name.rpartition('.')[2]}"


def _read(content: CardContent, name: str) -> bytes | None:
    """The stored file; None when there is none or another process is still writing it."""
    try:
        with default_storage.open(_path(content, name)) as file:
            kept: bytes = file.read()
    except FileNotFoundError:
        return None
    return kept if kept.rstrip(b"\n").endswith(KINDS[name].ending.rstrip(b"\n")) else None


def _keep(content: CardContent, name: str, made: bytes) -> None:
    path = _path(content, name)
    stored = default_storage.save(path, ContentFile(made))
    if stored != path:
        default_storage.delete(stored)
    _forget_older(content)


def _forget_older(content: CardContent) -> None:
    """Remove what no name of the present card leads to."""
    folder = f"{FOLDER}/{content.code}"
    current = {_path(content, name).rpartition("/")[2] for name in KINDS}
    _folders, files = default_storage.listdir(folder)
    for name in set(files) - current:
        default_storage.delete(f"{folder}/{name}")


def _path(content: CardContent, name: str) -> str:
    return f"{FOLDER}/{content.code}/{content.digest(name)}.{name.rpartition('.')[2]}"
