"""Ground, shoulders and clothes, in percent of the picture."""

from __future__ import annotations

from .canvas import Canvas, Colour, blend, colour, flipped, mirrored, oval
from .face import shade_of
from .traits import Traits

INK = colour("#16232e")
WHITE = colour("#fbfaf8")
TORSO = mirrored("0,71 6.4,71.6 10,74.4 20,78.6 29,82.4 34.6,89 37.6,104 0,104")
NECK = mirrored("0,50 6.6,50! 6.7,67 8.4,72 10.4,74.6! 0,80!")
SHADOW_SIDE = "12,66 26,70 44,80 46,110 14,110 10,92 16,80!"


def draw_ground(canvas: Canvas, traits: Traits) -> None:
    """One quiet shape behind the head; all grounds come from the site's pale tints."""
    paint = traits.scenery_colour
    if traits.scenery == "sun":
        canvas.fill(oval(50 + 14 * (traits.turn or 0.7), 42, 34, 34), paint)
    elif traits.scenery == "hills":
        canvas.fill("-5,74! 12,64 28,70 46,58 66,66 84,56 105,66! 105,105! -5,105!", paint)
        canvas.fill("-5,88! 20,78 44,84 70,74 105,84! 105,105! -5,105!", blend(paint, INK, 0.05))
    elif traits.scenery == "waves":
        for row in range(3):
            top = 58 + row * 14
            canvas.fill(
                f"-5,{top} 10,{top - 4} 26,{top} 42,{top + 3} 58,{top} 74,{top - 4} 90,{top} 105,{top + 2}! 105,105! -5,105!",
                blend(traits.ground, paint, 0.45 + 0.3 * row),
            )
    elif traits.scenery == "arch":
        canvas.fill(oval(50, 45, 35, 35), paint)
        canvas.fill("15,45! 85,45! 85,105! 15,105!", paint)


def draw_body(canvas: Canvas, traits: Traits) -> None:
    """Torso, neck with the shadow of the chin, and the chosen clothes."""
    canvas.place(50, -3.4, width=traits.build * 1.04, height=1.03)
    outfit = {
        "suit": _suit,
        "open jacket": _open_jacket,
        "shirt": _shirt,
        "crew neck": _crew_neck,
        "roll neck": _roll_neck,
        "work jacket": _work_jacket,
        "stand collar": _stand_collar,
        "cardigan": _cardigan,
        "scarf": _scarf,
        "apron": _apron,
    }[traits.outfit]
    outfit(canvas, traits)
    canvas.place()


def _two_tone(canvas: Canvas, shape: str, paint: Colour, depth: float = 0.16) -> None:
    canvas.fill(shape, paint)
    canvas.fill(SHADOW_SIDE, blend(paint, INK, depth), inside=(shape,))


def _neck(canvas: Canvas, traits: Traits, neckline: str) -> None:
    """Skin from the chin to the neckline, with the head's shadow on it."""
    shade = shade_of(traits.skin)
    canvas.fill(NECK, traits.skin, inside=("-20,40! 20,40! 20,73! -20,73!",))
    canvas.fill(neckline, traits.skin)
    canvas.fill("-9,50! 9,50! 9,69 3,72.4 -7,67.6!", shade, inside=(NECK,))
    canvas.fill("2.6,66! 14,66! 14,90! 0.6,90! 2,78!", shade, inside=(neckline,))


ROUND = mirrored("0,70! 8.2,71.4! 9.6,73.8! 8,77.4 4.4,79.6 0,80.2")
VEE = mirrored("0,70! 8.2,71.4! 9.4,73.6! 0,90!")
HIGH = mirrored("0,68! 7,68! 8,72! 0,76")
COLLAR = "0,77.4! -6.6,70 -8.4,68! -10.8,73.4! -6.6,83.6!"


def _collar(canvas: Canvas, paint: Colour) -> None:
    canvas.fill(COLLAR, paint)
    canvas.fill(flipped(COLLAR), blend(paint, INK, 0.09))


def _lapels(canvas: Canvas, paint: Colour) -> None:
    left = "-9,72! -12.6,76.4! -13.4,86! -9.6,87! -11,89! -0.4,104! -1,100 -6.6,86 -8,76!"
    canvas.fill(left, blend(paint, WHITE, 0.1))
    canvas.fill(flipped(left), blend(paint, INK, 0.2))


def _suit(canvas: Canvas, traits: Traits) -> None:
    _two_tone(canvas, TORSO, traits.cloth)
    chest = mirrored("0,70 8.4,70! 9.4,76! 0,105!")
    canvas.fill(chest, traits.light)
    _neck(canvas, traits, mirrored("0,70! 8,70! 7,74! 0,80!"))
    if not traits.long_hair:
        canvas.fill("-2,79.6! 2,79.6! 1.5,83! 3,101! 0,105! -3,101! -1.5,83!", traits.accent)
        canvas.fill("-2.2,78.4! 2.2,78.4! 1.5,83! -1.5,83!", blend(traits.accent, INK, 0.2))
    _collar(canvas, traits.light)
    _lapels(canvas, traits.cloth)


def _open_jacket(canvas: Canvas, traits: Traits) -> None:
    _two_tone(canvas, TORSO, traits.cloth)
    canvas.fill(mirrored("0,70 9,70! 10.4,78 9,105 0,105"), blend(traits.light, traits.accent, 0.12))
    _neck(canvas, traits, ROUND)
    left = "-9.6,71.6! -13.4,76.6! -14.6,88! -11,89.6! -12,92 -8,105! -8.4,95 -8.8,84 -9.8,77!"
    canvas.fill(left, blend(traits.cloth, WHITE, 0.1))
    canvas.fill(flipped(left), blend(traits.cloth, INK, 0.22))


def _shirt(canvas: Canvas, traits: Traits) -> None:
    paint = blend(traits.light, traits.cloth, 0.22)
    _two_tone(canvas, TORSO, paint, 0.1)
    _neck(canvas, traits, mirrored("0,70! 8,70! 7.6,74! 0,84!"))
    canvas.line("0,84 0,104", 0.5, blend(paint, INK, 0.22))
    for y in (88, 95.6):
        canvas.fill(oval(1.4, y, 0.7, 0.7), blend(paint, INK, 0.35))
    _collar(canvas, blend(paint, WHITE, 0.35))


def _crew_neck(canvas: Canvas, traits: Traits) -> None:
    _two_tone(canvas, TORSO, traits.cloth)
    _neck(canvas, traits, ROUND)
    canvas.line(
        "-9.9,72.6 -8.6,77.2 -4.4,79.8 0,80.4 4.4,79.8 8.6,77.2 9.9,72.6",
        2.3,
        blend(traits.cloth, WHITE, 0.14),
    )


def _roll_neck(canvas: Canvas, traits: Traits) -> None:
    _two_tone(canvas, TORSO, traits.cloth)
    _neck(canvas, traits, HIGH)
    roll = mirrored("0,66.8 7,65.4 8.6,67.6 9.6,74.6 6,77.4 0,78.4")
    canvas.fill(roll, blend(traits.cloth, WHITE, 0.12))
    canvas.fill("3,64! 12,64! 12,80! 4,80 4.6,72!", blend(traits.cloth, INK, 0.12), inside=(roll,))
    canvas.line("-9,73.8 -4,76.2 0,76.8 4,76.2 9,73.8", 0.5, blend(traits.cloth, INK, 0.25), taper=0.4)


def _work_jacket(canvas: Canvas, traits: Traits) -> None:
    _two_tone(canvas, TORSO, traits.cloth)
    yoke = mirrored("0,70 8,71 20,78.6 33,86 34,90 18,86.4 0,86")
    canvas.fill(yoke, blend(traits.cloth, WHITE, 0.16), inside=(TORSO,))
    _neck(canvas, traits, mirrored("0,70! 8,70! 7,74! 0,80!"))
    left = "-0.5,79.4! -7,70.6 -8.6,67! -11,72.6! -9.4,80 -0.6,86!"
    canvas.fill(left, blend(traits.cloth, WHITE, 0.06))
    canvas.fill(flipped(left), blend(traits.cloth, INK, 0.2))
    canvas.line("0,84 0,104", 0.9, blend(traits.cloth, WHITE, 0.45))
    canvas.line("10,93.4 19,92.8", 1, blend(traits.cloth, INK, 0.35))
    canvas.fill("-18,91.4! -10.6,91.8! -10.6,94.6! -18,94.2!", traits.accent)


def _stand_collar(canvas: Canvas, traits: Traits) -> None:
    paint = blend(traits.cloth, traits.light, 0.18)
    _two_tone(canvas, TORSO, paint)
    _neck(canvas, traits, mirrored("0,70! 7.6,70! 7.4,72! 0,76.4!"))
    left = "-0.5,77.6! -6.4,72.6 -8.2,66.6! -10,71.6! -9,75.4 -0.5,82.4!"
    canvas.fill(left, blend(paint, WHITE, 0.12))
    canvas.fill(flipped(left), blend(paint, INK, 0.12))
    canvas.line("0.4,81.6 7,86 15,94 18,104", 0.8, traits.accent)
    for x, y in ((3.4, 83.4), (9.6, 88.2)):
        canvas.fill(oval(x, y, 1.1, 1.1), traits.accent)


def _cardigan(canvas: Canvas, traits: Traits) -> None:
    _two_tone(canvas, TORSO, traits.cloth)
    canvas.fill(mirrored("0,70 9,70! 9.8,76! 0,104!"), traits.light)
    _neck(canvas, traits, ROUND)
    band = "-9,70.6! -11.4,72.4! -12,78 -7,92 0.4,106! 3,104! -4,91 -9,78!"
    canvas.fill(band, blend(traits.cloth, WHITE, 0.18))
    canvas.fill(flipped(band), blend(traits.cloth, WHITE, 0.06))
    for y in (95.6, 100.4):
        canvas.fill(oval(0.9, y, 0.75, 0.75), traits.light)


def _scarf(canvas: Canvas, traits: Traits) -> None:
    _two_tone(canvas, TORSO, traits.cloth)
    _neck(canvas, traits, VEE)
    wrap = "-9.4,67.6! -12.4,72 -10.6,78.6 -2,83.4 6,82 11.6,77 12,71 9.4,67.4! 7,73 0,76.6 -6.4,73.6!"
    canvas.fill(wrap, traits.accent)
    canvas.fill("2,66! 14,66! 14,86! 1,86 5,78!", blend(traits.accent, INK, 0.18), inside=(wrap,))
    canvas.fill("-3,81! 3.4,81.6! 5.4,92 4.4,101! -1.6,99.6! -1,90!", blend(traits.accent, INK, 0.1))
    canvas.line("-9.6,73.4 -4,78.4 3,79.6 9,75.8", 0.6, blend(traits.accent, WHITE, 0.35), taper=0.5)


def _apron(canvas: Canvas, traits: Traits) -> None:
    paint = blend(traits.light, traits.accent, 0.1)
    _two_tone(canvas, TORSO, paint, 0.1)
    _neck(canvas, traits, ROUND)
    _collar(canvas, blend(paint, WHITE, 0.4))
    bib = mirrored("0,86 11,86! 12.4,105! 0,105!")
    canvas.fill(bib, traits.cloth)
    for side in (-1, 1):
        canvas.line(f"{side * 10.4},87 {side * 11.6},80 {side * 10},72.6", 1.9, traits.cloth)
    canvas.line("-5,95 5,95", 0.7, blend(traits.cloth, WHITE, 0.35))
