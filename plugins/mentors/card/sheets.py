"""The card and the poster for print, as PDF with real text."""

from django.utils.safestring import mark_safe

from cms_pages.pdf import render_pdf
from plugins.mentors.card.content import CardContent
from plugins.mentors.card.layouts import card_scene, poster_scene
from plugins.mentors.card.scene import Scene
from plugins.mentors.card.vector import svg

UNITS_PER_MM = 10


def card_sheet(content: CardContent) -> bytes:
    """A6; raises `PdfUnavailable` where Pango is missing."""
    return _sheet(card_scene(content), content.name)


def poster_sheet(content: CardContent) -> bytes:
    """A4, for a wall; raises `PdfUnavailable` where Pango is missing."""
    return _sheet(poster_scene(content), content.name)


def _sheet(scene: Scene, title: str) -> bytes:
    context = {
        "title": title,
        "drawing": mark_safe(svg(scene, title, outlined=False)),  # noqa: S308 - every text in it is escaped
        "width": scene.width // UNITS_PER_MM,
        "height": scene.height // UNITS_PER_MM,
    }
    return render_pdf("print/drawing.html", context)
