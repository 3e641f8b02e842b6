"""Head, features, glasses and beard, drawn around the middle of the face."""

from __future__ import annotations

from .canvas import Canvas, Colour, blend, colour, flipped, mirrored, moved, oval
from .traits import Traits

FACES = {
    "oval": mirrored("0,-21.5 9.8,-19 14.4,-9 14.5,1.5 12.4,10.8 7,17.8 0,20.6"),
    "round": mirrored("0,-21.5 10.2,-19 14.7,-9 15.1,2.5 13.4,11.4 8,17.6 0,19.8"),
    "square": mirrored("0,-21.5 10,-19 14.5,-9 14.5,2 13.3,11.6 8.6,17.9 3.4,20 0,20.2"),
    "heart": mirrored("0,-21.5 10.4,-19 14.9,-9.4 14.5,0.6 11.6,10.2 5.9,17.8 0,20.8"),
    "long": mirrored("0,-22 9.4,-19.4 13.9,-9 14,2 12.4,12 7.2,19.4 0,22"),
}
INK = colour("#2a2624")
WHITE = colour("#fbfaf8")
PUPIL_WHITE = colour("#f5f1ec")
NOSES = {
    "left": "-0.6,1.4 -1.7,5.6 -2.4,8.6 -0.4,9.9 1.4,9.6",
    "right": "0.6,1.4 1.7,5.6 2.4,8.6 0.4,9.9 -1.4,9.6",
    "short": "-1.9,8 -1.3,9.4 0.2,9.9 1.7,9.3 2,8.2",
    "broad": "-2.8,7.8 -2.4,9.4 -0.6,9.6 0.2,10.2 1.2,9.6 2.8,9.2 2.9,7.9",
}

BROWS = {
    "soft": ("-3,-2.3 -1.4,-2.9 0.4,-3.2 2.2,-2.8 3.7,-1.7", 1.35),
    "straight": ("-3,-2.5 -1,-2.7 1,-2.7 2.6,-2.4 3.8,-1.8", 1.4),
    "raised": ("-2.9,-3.1 -1,-3.8 0.8,-3.9 2.4,-3.3 3.7,-2.1", 1.25),
    "bold": ("-3.1,-2.3 -1.2,-2.9 0.8,-3 2.6,-2.6 3.8,-1.7", 1.9),
}
MOUSTACHE = "0,10.9! 2.4,10.7 4.8,12 5.2,13! 2.6,12.3 0,12.2 -2.6,12.3 -5.2,13! -4.8,12 -2.4,10.7"
LIPS = "-3.7,12.7! -1.4,12.6 0,12.9 1.4,12.6 3.7,12.7! 2,14.9 0,15.4 -2,14.9"


def shade_of(tint: Colour) -> Colour:
    """The second, darker tone of a two-tone surface."""
    return blend(tint, colour("#8f4a3a"), 0.22)


def draw_head(canvas: Canvas, traits: Traits) -> None:
    """Ears, face with its shaded side, and a little warmth on the cheeks."""
    face, skin, shade = FACES[traits.face], traits.skin, shade_of(traits.skin)
    if traits.hair.ears:
        for side in (-1, 1):
            canvas.fill(oval(side * 14.6, 4, 2.7, 4.2), shade if side > 0 else skin)
            canvas.fill(oval(side * 14.9, 4.2, 1.3, 2.4), blend(skin, shade, 0.7 if side < 0 else 1.5))
    canvas.fill(face, skin)
    canvas.fill(face, shade, outside=(oval(-3.4 + traits.turn, -3, 15.2, 26.6),), inside=(face,))
    warm = blend(skin, colour("#d9705c"), 0.15 if traits.long_hair else 0.1)
    for side in (-1, 1):
        canvas.fill(oval(side * 8.6 + traits.turn, 8.4, 3.3, 2.1), warm, inside=(face,))
    if traits.freckles:
        _freckles(canvas, traits)


def _freckles(canvas: Canvas, traits: Traits) -> None:
    spot = blend(traits.skin, colour("#8f4a3a"), 0.38)
    for side in (-1, 1):
        for x, y in ((6.4, 7), (8.4, 6.3), (9.6, 8), (7.6, 8.7)):
            canvas.fill(oval(side * x + traits.turn, y, 0.35, 0.35), spot)


def draw_features(canvas: Canvas, traits: Traits) -> None:
    """Eyes, brows, nose and mouth; `turn` moves them towards where the person looks."""
    shift = traits.turn * 1.2
    for side in (-1, 1):
        reach = 6.1 - 0.5 * traits.turn * side
        _eye(canvas, traits, side, side * reach + shift)
        _brow(canvas, traits, side, side * reach + shift)
    if traits.age != "young":
        _years(canvas, traits, shift)
    nose = NOSES[traits.nose]
    canvas.line(
        moved(nose, shift * 1.25), 0.85, blend(shade_of(traits.skin), colour("#8f4a3a"), 0.24), taper=0.5
    )
    _mouth(canvas, traits, shift)


def _sided(shape: str, side: int, across: float) -> str:
    """A shape drawn for the right side, put on either side around x = across."""
    return moved(shape if side > 0 else flipped(shape), across)


def _eye(canvas: Canvas, traits: Traits, side: int, x: float) -> None:
    lash = 0.95 if traits.long_hair else 0.75
    if traits.eye == "smiling":
        canvas.line(_sided("-2.5,3.6 -1.2,2.3 0.4,2 2.7,3.5", side, x), lash + 0.15, INK, taper=0.3)
        return
    if traits.eye in ("almond", "calm"):
        lid = 1.75 if traits.eye == "almond" else 1.35
        white = _sided(
            f"-2.6,3.4! -1.1,{3.1 - lid:.2f} 1,{2.9 - lid:.2f} 2.9,2.7! 1.2,{3.2 + lid:.2f} -0.9,{3.3 + lid:.2f}",
            side,
            x,
        )
        canvas.fill(white, PUPIL_WHITE)
        look = x + 0.15 * side
        canvas.fill(oval(look, 2.7, 1.6, 1.8), INK, inside=(white,))
        canvas.fill(oval(look - 0.5, 2.2, 0.42, 0.42), WHITE)
        canvas.line(
            _sided(f"-2.7,3.3 -1.1,{2.9 - lid:.2f} 1,{2.7 - lid:.2f} 3,2.5", side, x), lash, INK, taper=0.4
        )
    else:
        canvas.fill(oval(x + 0.2 * traits.turn, 2.9, 1.3, 1.75), INK)
        canvas.fill(oval(x - 0.4, 2.3, 0.42, 0.42), WHITE)
        canvas.line(_sided("-2,1.6 -0.4,0.6 1.2,0.8 2.4,1.9", side, x), lash * 0.8, INK, taper=0.6)
    if traits.long_hair:
        canvas.line(_sided("2.4,2.6 3,2.2 3.6,1.5", side, x), 0.6, INK, taper=0.5)


def _brow(canvas: Canvas, traits: Traits, side: int, x: float) -> None:
    shape, width = BROWS[traits.brow]
    width *= 0.74 if traits.long_hair else 1.05
    paint = blend(traits.hair_colour, colour("#3a2e28"), 0.35)
    canvas.line(_sided(shape, side, x), width, paint, taper=0.25, fade=0.5)


def _years(canvas: Canvas, traits: Traits, shift: float) -> None:
    """Lines of age: few, thin, and only where they make a face friendlier."""
    soft = blend(traits.skin, shade_of(traits.skin), 0.9)
    for side in (-1, 1):
        if traits.age == "senior":
            canvas.line(_sided("-2.2,5.9 0,6.8 2.3,6.1", side, side * 6.1 + shift), 0.5, soft, taper=0.7)
            canvas.line(_sided("-1.4,9.2 0.2,11 0.6,13", side, side * 5.2 + shift), 0.6, soft, taper=0.7)
        else:
            canvas.line(_sided("-1,9.8 0,11.2 0.3,12.6", side, side * 5.2 + shift), 0.45, soft, taper=0.8)


def _mouth(canvas: Canvas, traits: Traits, shift: float) -> None:
    lip = blend(
        traits.skin, colour("#b0433a" if traits.long_hair else "#9a4a3c"), 0.62 if traits.long_hair else 0.5
    )
    deep = blend(lip, colour("#5a2420"), 0.45)
    if traits.mouth == "open smile":
        mouth = moved("-4.4,12.6! -1.6,13.1 1.6,13.1 4.4,12.6! 2.8,15.4 0,16.3 -2.8,15.4", shift)
        canvas.fill(mouth, deep)
        canvas.fill(
            moved("-4,12.7! -1.6,13.1 1.6,13.1 4,12.7! 2.6,14.2 0,14.5 -2.6,14.2", shift),
            WHITE,
            inside=(mouth,),
        )
        return
    if traits.long_hair:
        canvas.fill(moved(LIPS, shift), lip)
        canvas.line(
            moved("-4.1,12.1 -2.6,13.2 -1,13.7 1,13.7 2.6,13.2 4.1,12.1", shift), 0.55, deep, taper=0.5
        )
        return
    curve = {
        "smile": "-4.3,12.6 -2,14.2 0,14.6 2,14.2 4.3,12.6",
        "soft smile": "-3.6,13.3 -1.6,14.1 0,14.3 1.6,14.1 3.6,13.3",
        "side smile": "-3.4,13.7 -1.2,14.2 1,14 2.8,13.3 4.2,12.2",
    }[traits.mouth]
    canvas.line(moved(curve, shift), 0.95, deep, taper=0.45)
    canvas.line(moved("-1.4,16.5 0,16.8 1.4,16.5", shift), 0.6, shade_of(traits.skin), taper=0.6)


def draw_beard(canvas: Canvas, traits: Traits) -> None:
    """Beards are the colour of the hair and leave the mouth free."""
    if not traits.beard:
        return
    face, shift = FACES[traits.face], traits.turn * 1.2
    tint = blend(traits.hair_colour, traits.skin, 0.72 if traits.beard == "stubble" else 0.12)
    mouth = oval(shift, 13.9, 4.6, 2.3)
    if traits.beard in ("stubble", "full"):
        jaw = "-15,2! -13,6 -9.6,9.4 -5,10.4 0,11.2 5,10.4 9.6,9.4 13,6 15,2! 16,14 9,24 0,26 -9,24 -16,14!"
        canvas.fill(jaw, tint, inside=(face,), outside=(mouth,))
        if traits.beard == "full":
            canvas.fill(
                jaw, blend(tint, INK, 0.3), inside=(face,), outside=(mouth, oval(-3.4, -3, 15.2, 26.6))
            )
    if traits.beard == "moustache":
        canvas.fill(moved(MOUSTACHE, shift), tint)


def draw_glasses(canvas: Canvas, traits: Traits) -> None:
    """Frames with a hint of glass, arms reaching back to the ears."""
    if not traits.glasses:
        return
    shift = traits.turn * 1.2
    frame = colour("#3b332d") if traits.glasses in ("square", "cat") else blend(traits.accent, INK, 0.45)
    shapes = {
        "round": oval(0, 2.9, 4.5, 4.3),
        "square": "-4.5,-0.6 0,-1 4.7,-0.6 4.7,3.4 3.4,6.4 -3.2,6.4 -4.5,3.4",
        "half": "-4.6,0.2! 0,-0.3 4.8,0.2! 4.4,4.6 1.6,6.4 -1.8,6.4 -4.4,4.4",
        "cat": "-4.3,0.4 0,-0.4 5.6,-1.8 5,3.6 2.4,6.2 -2.4,6.2 -4.4,3.6",
    }
    for side in (-1, 1):
        x = side * 6.2 + shift
        lens = _sided(shapes[traits.glasses], side, x)
        canvas.line(f"{x + side * 4.6:.2f},1.4 {side * 14.6:.2f},1", 0.7, frame)
        if traits.glasses == "half":
            canvas.ring(lens, 0.4, frame)
            canvas.line(_sided("-4.8,0.3 0,-0.3 5,0.3", side, x), 1.3, frame)
        else:
            canvas.ring(lens, 0.85, frame)
    canvas.line(moved("-1.8,2 0,1.3 1.8,2", shift), 0.75, frame)
