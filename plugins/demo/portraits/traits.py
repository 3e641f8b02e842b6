"""What a portrait looks like, chosen from a mentor's code alone."""

from __future__ import annotations

import random
from dataclasses import dataclass

from .canvas import Colour, colour
from .hair import LONG, SHORT, Style

AGES = ("young", "middle", "senior")

GROUNDS = (
    ("#dce9f2", "#c9dcea"),
    ("#e9eff4", "#d7e2eb"),
    ("#f4ebdd", "#eaddc8"),
    ("#dfece3", "#cbdfd2"),
    ("#e3eef0", "#cddfe3"),
    ("#efe6e0", "#e4d5cb"),
    ("#e7ecdf", "#d6dfc9"),
    ("#e2e6ef", "#cfd6e5"),
)
SKINS = ("#f6d9c2", "#f2cdb0", "#ecc09e", "#e2b08b", "#d49e78", "#c08a66")
DARK_HAIR = ("#262322", "#22272e", "#33281f", "#43302a", "#2d2a33")
BROWN_HAIR = ("#553a2b", "#684a36", "#4a3a34")
SALTED_HAIR = ("#5b5a5c", "#706d6b", "#4f5257")
GREY_HAIR = ("#9b9c9e", "#b9b8b5", "#cfcdc8", "#868a8f")
CLOTHES = (
    "#084869",
    "#0b5c8a",
    "#24323e",
    "#2f6a6e",
    "#5c7a66",
    "#8a4a3b",
    "#6b5a72",
    "#8b7a5c",
    "#48586a",
    "#37506b",
)
LIGHTS = ("#f6f7f7", "#e8eef3", "#f4ede2", "#dfe9e4", "#f3e3dc")
ACCENTS = ("#a9452f", "#b98a4a", "#2a6788", "#3f7d6b", "#75608a", "#46586a")
OUTFITS = (
    "suit",
    "open jacket",
    "shirt",
    "crew neck",
    "roll neck",
    "work jacket",
    "stand collar",
    "cardigan",
    "scarf",
    "apron",
)
BROWS = ("soft", "straight", "raised", "bold")


@dataclass(frozen=True)
class Traits:
    """Everything that the drawing needs. `long_hair` picks the wardrobe and the softer set of features."""

    long_hair: bool
    age: str
    hair: Style
    hair_colour: Colour
    skin: Colour
    ground: Colour
    scenery_colour: Colour
    scenery: str
    outfit: str
    cloth: Colour
    light: Colour
    accent: Colour
    face: str
    brow: str
    eye: str
    nose: str
    mouth: str
    beard: str
    glasses: str
    earring: bool
    freckles: bool
    tilt: float
    turn: float
    build: float
    width: float


def _age(rng: random.Random) -> str:
    return rng.choices(AGES, (34, 46, 20))[0]


def _hair_colour(rng: random.Random, age: str, long_hair: bool) -> Colour:
    if age == "senior":
        palette = rng.choices((GREY_HAIR, SALTED_HAIR, DARK_HAIR), (6, 3, 1 if not long_hair else 2))[0]
    elif age == "middle":
        shares = (7, 3, 0.5) if long_hair else (7, 1, 2)
        palette = rng.choices((DARK_HAIR, BROWN_HAIR, SALTED_HAIR), shares)[0]
    else:
        palette = rng.choices((DARK_HAIR, BROWN_HAIR), (6, 3 if long_hair else 2))[0]
    return colour(rng.choice(palette))


def _glasses(rng: random.Random, age: str) -> str:
    bare = {"young": 12, "middle": 10, "senior": 6}[age]
    return rng.choices(("", "round", "square", "half", "cat"), (bare, 2, 2, 1, 0.6))[0]


def _beard(rng: random.Random, age: str, long_hair: bool) -> str:
    if long_hair:
        return ""
    grown = (16, 1.4, 0.4, 0) if age == "young" else (16, 2, 1.2, 0.5)
    return rng.choices(("", "stubble", "full", "moustache"), grown)[0]


def _outfit(rng: random.Random, long_hair: bool) -> str:
    weights = (3, 3, 2, 2, 2, 1, 1.5, 2, 1.8, 0.7) if long_hair else (4, 3, 3, 2, 1.5, 1.6, 1, 1.2, 0, 0.7)
    return rng.choices(OUTFITS, weights)[0]


def traits(code: str) -> Traits:
    """The same code always gives the same traits, on every machine."""
    rng = random.Random(f"portrait:{code}")  # noqa: S311 - a likeness, no secret
    long_hair = rng.random() < 0.48
    age = _age(rng)
    styles = [style for style in (LONG if long_hair else SHORT) if age in style.ages]
    ground, scenery_colour = rng.choice(GROUNDS)
    return Traits(
        long_hair=long_hair,
        age=age,
        hair=rng.choice(styles),
        hair_colour=_hair_colour(rng, age, long_hair),
        skin=colour(rng.choices(SKINS, (3, 5, 5, 4, 1.4, 0.4))[0]),
        ground=colour(ground),
        scenery_colour=colour(scenery_colour),
        scenery=rng.choice(("sun", "hills", "waves", "arch", "plain")),
        outfit=_outfit(rng, long_hair),
        cloth=colour(rng.choice(CLOTHES)),
        light=colour(rng.choice(LIGHTS)),
        accent=colour(rng.choice(ACCENTS)),
        face=rng.choice(("oval", "round", "square", "heart", "long")),
        brow=rng.choice(BROWS[:3] if long_hair else BROWS),
        eye=rng.choices(("almond", "round", "smiling", "calm"), (4, 3, 1.2, 3))[0],
        nose=rng.choice(("left", "right", "short", "broad")),
        mouth=rng.choices(("smile", "soft smile", "open smile", "side smile"), (4, 4, 2, 2))[0],
        beard=_beard(rng, age, long_hair),
        glasses=_glasses(rng, age),
        earring=long_hair and rng.random() < 0.45,
        freckles=rng.random() < 0.07,
        tilt=rng.uniform(-3.4, 3.4),
        turn=rng.choice((-1.0, -0.6, 0.0, 0.6, 1.0)),
        width=rng.uniform(0.95, 1.05),
        build=rng.uniform(0.87, 0.96) if long_hair else rng.uniform(0.97, 1.08),
    )
