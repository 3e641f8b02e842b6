"""The portal's drawings as lines and areas: as much of SVG as their templates use."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree

from django.template.loader import render_to_string
from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path

Point = tuple[float, float]
CURVE_STEPS = 12
# A quarter circle as a cubic curve.
KAPPA = 0.5523


@dataclass(frozen=True)
class Shape:
    """Lines of one colour, closed or not, and what fills them; None paints nothing."""

    lines: Sequence[Sequence[Point]]
    fill: str | None
    stroke: str | None
    stroke_width: float


@dataclass(frozen=True)
class Drawing:
    """A whole drawing: the width of its view box, what is inside as SVG, and the same as shapes."""

    width: float
    inner: str
    attributes: str
    shapes: Sequence[Shape]


@lru_cache(maxsize=16)
def drawing(template: str, colors: tuple[tuple[str, str], ...] = ()) -> Drawing:
    """The SVG that a template holds."""
    text = render_to_string(template, dict(colors))
    root = ElementTree.fromstring(text)  # noqa: S314 - one of the portal's own templates
    inherited = {name: value for name, value in root.attrib.items() if name.startswith(("fill", "stroke"))}
    return Drawing(
        width=float(root.attrib["viewBox"].split()[2]),
        inner=text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")].strip(),
        attributes=" ".join(f'{name}="{value}"' for name, value in inherited.items()),
        shapes=[_shape(element, inherited) for element in root],
    )


class LinePen(BasePen):
    """Turns path commands into polylines."""

    def __init__(self) -> None:
        super().__init__(None)
        self.lines: list[list[Point]] = []

    def _moveTo(self, point: Point) -> None:
        self.lines.append([point])

    def _lineTo(self, point: Point) -> None:
        self.lines[-1].append(point)

    def _curveToOne(self, first: Point, second: Point, end: Point) -> None:
        start = self.lines[-1][-1]
        self.lines[-1] += [
            _on_curve(step / CURVE_STEPS, start, first, second, end) for step in range(1, CURVE_STEPS + 1)
        ]

    def _closePath(self) -> None:
        self.lines[-1].append(self.lines[-1][0])


def _on_curve(t: float, *points: Point) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    x, y = (
        sum(weight * point[axis] for weight, point in zip(weights, points, strict=True)) for axis in (0, 1)
    )
    return x, y


def _shape(element: ElementTree.Element, inherited: dict[str, str]) -> Shape:
    style = inherited | element.attrib
    pen = LinePen()
    parse_path(_path_data(element), pen)
    return Shape(
        lines=pen.lines,
        fill=_color(style.get("fill", "#000000")),
        stroke=_color(style.get("stroke", "none")),
        stroke_width=float(style.get("stroke-width", 1)),
    )


def _color(name: str) -> str | None:
    return None if name == "none" else name


def _path_data(element: ElementTree.Element) -> str:
    match element.tag.rpartition("}")[2]:
        case "path":
            return element.attrib["d"]
        case "circle":
            return _circle(*_numbers(element, "cx", "cy", "r"))
        case "rect":
            width, height = _numbers(element, "width", "height")
            return _rounded(width, height, float(element.attrib.get("rx", 0)))
        case other:
            raise ValueError(f"drawings hold paths, circles and rectangles, not {other}")


def _numbers(element: ElementTree.Element, *names: str) -> Iterator[float]:
    return (float(element.attrib[name]) for name in names)


def _circle(x: float, y: float, radius: float) -> str:
    k = radius * KAPPA
    return (
        f"M{x + radius} {y}C{x + radius} {y + k} {x + k} {y + radius} {x} {y + radius}"
        f"C{x - k} {y + radius} {x - radius} {y + k} {x - radius} {y}"
        f"C{x - radius} {y - k} {x - k} {y - radius} {x} {y - radius}"
        f"C{x + k} {y - radius} {x + radius} {y - k} {x + radius} {y}Z"
    )


def _rounded(width: float, height: float, r: float) -> str:
    return (
        f"M{r} 0H{width - r}Q{width} 0 {width} {r}V{height - r}Q{width} {height} {width - r} {height}"
        f"H{r}Q0 {height} 0 {height - r}V{r}Q0 0 {r} 0Z"
    )
