"""Where things stand on card and poster (tenths of a millimetre) and on the share image (pixels)."""

from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from plugins.mentors.card.content import CardContent
from plugins.mentors.card.scene import Box, Code, Part, Picture, Scene, Words

SEA, INK, INK_2, INK_3 = "#06344c", "#16232e", "#46586a", "#5c6e80"
BRICK, WHITE, PALE = "#b5402a", "#ffffff", "#c3d5e0"
TAG, TAG_INK, FAINT = "#e6ecf1", "#3d4c5a", "#b9cdd8"
SKYLINE = ("components/skyline.html", (("ink", FAINT), ("ground", WHITE)))

# Mainland Chinese A6, lying: 148 x 105 mm.
CARD_WIDTH, CARD_HEIGHT = 1480, 1050
SHARE_WIDTH, SHARE_HEIGHT = 1200, 630
POSTER_WIDTH, POSTER_HEIGHT = 2100, 2970
POSTER_BODY_END = 1860
SMALLEST_SCALE = 0.5


def card_scene(content: CardContent) -> Scene:
    """The business card: who, what for, and the code, 40 mm wide without its quiet zone (P15)."""
    left, column = 124, 730
    name = Words(content.name, left, 218, 112, INK, "serif", bold=True).fitted(column)
    post = _post(content, left, 296, 34, column)
    role = Words(content.role, left, post[-1].y + 54, 34, INK_2).fitted(column)
    claim, end = _claim(content, left, role.y + 52, column, size=33, lines=3)
    parts: list[Part] = [
        name,
        *post,
        role,
        *claim,
        *_tags(content.tags, left, end + 86, 27),
        *_code(content, middle=1162, top=92, side=400),
        Picture(SKYLINE[0], 0, 750, CARD_WIDTH, SKYLINE[1]),
        *_foot(content, CARD_WIDTH, 906, CARD_HEIGHT, margin=left),
    ]
    return Scene(CARD_WIDTH, CARD_HEIGHT, WHITE, parts)


def share_scene(content: CardContent) -> Scene:
    """The picture that messengers show beside a link."""
    left, column = 72, 640
    post = _post(content, left, 172, 30, column)
    claim, end = _claim(content, left, post[-1].y + 28, column, size=31, lines=2)
    parts: list[Part] = [
        Words(content.name, left, 118, 84, INK, "serif", bold=True).fitted(column),
        *post,
        *claim,
        *_tags(content.tags, left, end + 54, 24),
        *_code(content, middle=980, top=60, side=232),
        Picture(SKYLINE[0], 0, 404, SHARE_WIDTH, SKYLINE[1]),
        *_foot(content, SHARE_WIDTH, 530, SHARE_HEIGHT, margin=left),
    ]
    return Scene(SHARE_WIDTH, SHARE_HEIGHT, WHITE, parts)


def poster_scene(content: CardContent) -> Scene:
    """A poster, read from two metres and scanned from one: A4, the code 62 mm wide without its quiet zone."""
    left, column = 200, 1700
    parts: list[Part] = [
        Box(0, 0, POSTER_WIDTH, 260, SEA),
        Picture("components/seal.html", left, 65, 130),
        Words(content.site_name, left + 165, 158, 76, WHITE, "serif", bold=True),
        Words(content.site_tagline, POSTER_WIDTH - left, 155, 46, PALE, anchor="right"),
        *_poster_body(content, left, column),
        *_poster_code(content, left, top=1962, side=560),
        Picture(SKYLINE[0], 0, 2560, POSTER_WIDTH, SKYLINE[1]),
        Box(0, 2787, POSTER_WIDTH, POSTER_HEIGHT - 2787, SEA),
        Words(content.host, left, 2896, 36, PALE),
        Words(content.hotline, POSTER_WIDTH - left, 2896, 36, PALE, anchor="right"),
    ]
    return Scene(POSTER_WIDTH, POSTER_HEIGHT, WHITE, parts)


def _poster_body(content: CardContent, left: float, width: float) -> Sequence[Part]:
    """Who and what for, set smaller until it ends above the code."""
    scale = 1.0
    while True:
        parts, end = _poster_text(content, left, width, scale)
        if end <= POSTER_BODY_END or scale < SMALLEST_SCALE:
            return parts
        scale *= 0.95


def _poster_text(content: CardContent, left: float, width: float, scale: float) -> tuple[list[Part], float]:
    name = Words(content.name, left, 720, 250, INK, "serif", bold=True).fitted(width)
    post = _post(content, left, 840, 66, width)
    claim, y = _claim(content, left, post[-1].y + 100, width, size=76 * scale, lines=4)
    parts: list[Part] = [Words(content.role, left, 440, 58, BRICK, bold=True), name, *post, *claim]
    y += 60 * scale
    for point in content.points:
        words = Words(point, left + 50 * scale, 0, 52 * scale, INK)
        lines = words.wrapped(width - 50 * scale)
        parts.append(Words("·", left, y + 80 * scale, words.size, BRICK, bold=True))
        parts += [
            replace(words, text=line, y=y + (place + 1) * 80 * scale) for place, line in enumerate(lines)
        ]
        y += len(lines) * 80 * scale + 16 * scale
    parts += _tags(content.fields, left, y + 110 * scale, 44 * scale)
    return parts, y + 150 * scale


def _poster_code(content: CardContent, left: float, *, top: float, side: float) -> Sequence[Part]:
    x = left + side + 150
    with override(settings.LANGUAGE_CODE):
        call, what = _("扫一扫，看我能帮你什么"), _("擅长领域、服务案例和咨询方式，咨询免费")
    return [
        Code(content.symbol, left, top, side),
        Words(call, x, top + side * 0.4, 88, INK, bold=True),
        Words(what, x, top + side * 0.4 + 100, 48, INK_2),
        Words(content.path, x, top + side * 0.4 + 190, 56, INK_2),
    ]


def _post(content: CardContent, x: float, y: float, size: float, width: float) -> Sequence[Words]:
    """Organisation and position: one line where they fit, else two."""
    line = Words(content.post, x, y, size, INK_2)
    if line.width <= width:
        return [line]
    texts = (content.organisation, content.position)
    return [
        replace(line, text=text, y=y + place * size * 1.5).fitted(width) for place, text in enumerate(texts)
    ]


def _claim(
    content: CardContent, x: float, top: float, width: float, *, size: float, lines: int
) -> tuple[Sequence[Part], float]:
    """The one sentence with a brick-red bar at its side, set smaller until it fits; and where it ends."""
    text_width = width - size
    words = Words(content.headline, x + size, 0, size, INK)
    while len(words.wrapped(text_width)) > lines:
        words = replace(words, size=words.size * 0.94)
    wrapped, leading = words.wrapped(text_width), words.size * 1.6
    set_lines = [
        replace(words, text=text, y=top + leading * number + words.size * 1.13)
        for number, text in enumerate(wrapped)
    ]
    bar = Box(x, top, size * 0.17, leading * len(wrapped), BRICK)
    return [bar, *set_lines], top + bar.height


def _tags(tags: Sequence[str], x: float, y: float, size: float) -> Sequence[Part]:
    """Tags in a row; `y` is the baseline of their words."""
    parts: list[Part] = []
    for tag in tags:
        words = Words(tag, x + size * 0.85, y, size, TAG_INK)
        box = Box(x, y - size * 1.35, words.width + size * 1.7, size * 1.95, TAG, radius=size * 0.2)
        parts += [box, words]
        x += box.width + size * 0.3
    return parts


def _code(content: CardContent, *, middle: float, top: float, side: float) -> Sequence[Part]:
    below = top + side
    line = Words("", middle, 0, side * 0.075, INK, anchor="middle")
    with override(settings.LANGUAGE_CODE):
        call, free = _("扫一扫，看我能帮你什么"), _("咨询免费")
    return [
        Code(content.symbol, middle - side / 2, top, side),
        replace(line, text=call, y=below + side * 0.235, bold=True).fitted(side * 1.1),
        replace(line, text=free, y=below + side * 0.35, size=side * 0.064, color=INK_2),
        replace(line, text=content.path, y=below + side * 0.465, size=side * 0.064, color=INK_2),
    ]


def _foot(content: CardContent, width: float, top: float, bottom: float, *, margin: float) -> Sequence[Part]:
    """The dark band: mark, name and what else the portal offers."""
    height = bottom - top
    seal = height * 0.5
    base = top + height * 0.57
    name = Words(content.site_name, margin + seal * 1.35, base, height * 0.26, WHITE, "serif", bold=True)
    tagline = Words(content.site_tagline, name.x + name.width + height * 0.18, base, height * 0.18, PALE)
    with override(settings.LANGUAGE_CODE):
        offers = Words(
            _("查政策 · 找导师 · 看案例"), width - margin, base, height * 0.18, PALE, anchor="right"
        )
    return [
        Box(0, top, width, height, SEA),
        Picture("components/seal.html", margin, top + (height - seal) / 2, seal),
        name,
        tagline.fitted(offers.left - tagline.x - height * 0.3),
        offers,
    ]
