"""A scene painted: PNG for screens, drawn twice as large and reduced so that edges are smooth."""

import io
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from plugins.mentors.card.scene import Box, Code, Picture, Scene, Words
from plugins.mentors.card.shapes import Shape, drawing
from portal.fonts import Face, faces, runs

OVERSAMPLING = 2
# How much of its size a stroke is thickened where a font has no bold.
BOLDER = 0.018


def png(scene: Scene) -> bytes:
    """The scene, one pixel a unit."""
    canvas = Image.new("RGB", (scene.width * OVERSAMPLING, scene.height * OVERSAMPLING), scene.ground)
    painter = _Painter(ImageDraw.Draw(canvas))
    for part in scene.parts:
        painter.paint(part)
    picture = canvas.reduce(OVERSAMPLING)
    for part in scene.parts:
        if isinstance(part, Code):
            _paste_code(picture, part)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _paste_code(picture: Image.Image, code: Code) -> None:
    """Put the code on whole pixels, so that every module is as wide as the next."""
    module = int(code.module)
    image = code.symbol.image(module)
    middle_x, middle_y = code.x + code.side / 2, code.y + code.side / 2
    picture.paste(image, (round(middle_x - image.width / 2), round(middle_y - image.height / 2)))


class _Painter:
    """Paints parts on a canvas that is OVERSAMPLING times as large as the scene."""

    def __init__(self, draw: ImageDraw.ImageDraw) -> None:
        self.draw = draw

    def paint(self, part: Words | Box | Code | Picture) -> None:
        match part:
            case Words():
                self._words(part)
            case Box():
                x, y, right, bottom = (
                    value * OVERSAMPLING
                    for value in (part.x, part.y, part.x + part.width, part.y + part.height)
                )
                self.draw.rounded_rectangle(
                    (x, y, right - 1, bottom - 1), part.radius * OVERSAMPLING, part.color
                )
            case Picture():
                self._picture(part)

    def _words(self, words: Words) -> None:
        x, y, size = words.left * OVERSAMPLING, words.y * OVERSAMPLING, words.size * OVERSAMPLING
        for face, text in runs(words.text, faces(words.style, bold=words.bold)):
            thicker = size * BOLDER if face.bold_missing else 0
            font = _font(face, size)
            self.draw.text((x, y), text, words.color, font, anchor="ls", stroke_width=thicker)
            x += sum(face.advance(char) for char in text) * size

    def _picture(self, picture: Picture) -> None:
        found = drawing(picture.template, picture.colors)
        scale = picture.width / found.width * OVERSAMPLING
        offset = picture.x * OVERSAMPLING, picture.y * OVERSAMPLING
        for shape in found.shapes:
            self._shape(shape, scale, offset)

    def _shape(self, shape: Shape, scale: float, offset: tuple[float, float]) -> None:
        for line in shape.lines:
            points = [(x * scale + offset[0], y * scale + offset[1]) for x, y in line]
            if shape.fill and len(points) > 2:
                self.draw.polygon(points, fill=shape.fill)
            if shape.stroke:
                self.draw.line(points, shape.stroke, max(1, round(shape.stroke_width * scale)), joint="curve")


@lru_cache(maxsize=32)
def _font(face: Face, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(face.path, size, index=face.index, layout_engine=ImageFont.Layout.BASIC)
