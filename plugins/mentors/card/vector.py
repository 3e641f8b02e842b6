"""A scene as SVG: with letters as outlines, so that it looks the same everywhere, or as text, for documents."""

from collections.abc import Iterator

from django.utils.html import escape
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen

from plugins.mentors.card.scene import Box, Code, Part, Picture, Scene, Words
from plugins.mentors.card.shapes import drawing
from portal.fonts import face_for, faces
from portal.qr import QUIET_ZONE

BOLDER = 0.036
FAMILIES = {"sans": "sans-serif", "serif": "serif"}


def svg(scene: Scene, title: str, *, outlined: bool = True) -> str:
    """The scene; `title` is what screen readers say. Text that is not outlined can be selected and searched."""
    size = f"{scene.width} {scene.height}"
    parts = "\n".join(line for part in scene.parts for line in _part(part, outlined))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" role="img" aria-labelledby="title">\n'
        f'<title id="title">{escape(title)}</title>\n'
        f'<path fill="{scene.ground}" d="M0 0h{scene.width}v{scene.height}H0z"/>\n{parts}\n</svg>\n'
    )


def _part(part: Part, outlined: bool) -> Iterator[str]:
    match part:
        case Box():
            yield (
                f'<rect x="{part.x:.1f}" y="{part.y:.1f}" width="{part.width:.1f}" height="{part.height:.1f}" '
                f'rx="{part.radius:.1f}" fill="{part.color}"/>'
            )
        case Words():
            yield _outlines(part) if outlined else _text(part)
        case Code():
            quiet = part.module * QUIET_ZONE
            place = f"translate({part.x - quiet:.2f} {part.y - quiet:.2f}) scale({part.module:.4f})"
            yield f'<path shape-rendering="crispEdges" transform="{place}" d="{part.symbol.path()}"/>'
        case Picture():
            found = drawing(part.template, part.colors)
            place = f"translate({part.x:.1f} {part.y:.1f}) scale({part.width / found.width:.5f})"
            yield f'<g transform="{place}" {found.attributes}>{found.inner}</g>'


def _text(words: Words) -> str:
    """The line of text as such, in whichever of the fonts the reader has."""
    families = (
        f"'Noto {words.style.title()} CJK SC', 'Noto {words.style.title()} SC', {FAMILIES[words.style]}"
    )
    return (
        f'<text x="{words.left:.1f}" y="{words.y:.1f}" font-family="{families}" font-size="{words.size:.2f}" '
        f'font-weight="{700 if words.bold else 400}" fill="{words.color}">{escape(words.text)}</text>'
    )


def _outlines(words: Words) -> str:
    """The line of text as one path."""
    pen = SVGPathPen(None, ntos=lambda number: f"{number:.1f}".rstrip("0").rstrip("."))
    x, thicken = words.left, 0.0
    chain = faces(words.style, bold=words.bold)
    for char in words.text:
        face = face_for(char, chain)
        scale = words.size / face.units
        glyphs = face.font.getGlyphSet()
        glyphs[face.glyph(char) or ".notdef"].draw(TransformPen(pen, (scale, 0, 0, -scale, x, words.y)))
        x += face.advance(char) * words.size
        thicken = max(thicken, words.size * BOLDER if face.bold_missing else 0)
    stroke = f' stroke="{words.color}" stroke-width="{thicken:.1f}"' if thicken else ""
    return f'<path fill="{words.color}"{stroke} d="{pen.getCommands()}"/>'
