"""QR codes: text to modules, and modules to a picture or a path. The only import of qrcode.

Error level M throughout: a short address at level M is read from a picture 65 pixels wide, and a logo, which would
need level H, is not drawn (P15).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import qrcode
from django.utils.html import escape
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError

QUIET_ZONE = 4
"""Modules of white that readers need on every side."""

SMALLEST_PRINT_MM = 25
"""Nobody prints a code narrower than this, quiet zone included."""


@dataclass(frozen=True)
class Symbol:
    """A QR code as rows of modules, dark is True, without the quiet zone."""

    text: str
    rows: tuple[tuple[bool, ...], ...]

    @property
    def width(self) -> int:
        """Modules on a side, without the quiet zone."""
        return len(self.rows)

    @property
    def full_width(self) -> int:
        """Modules on a side with the quiet zone."""
        return self.width + 2 * QUIET_ZONE

    @property
    def version(self) -> int:
        """The size class of the standard, 1 to 40."""
        return (self.width - 17) // 4

    def path(self) -> str:
        """The dark modules as SVG path data in modules, the quiet zone counted in: one bar a run."""
        return "".join(
            f"M{left + QUIET_ZONE} {top + QUIET_ZONE}h{length}v1h-{length}z"
            for left, top, length in self._runs()
        )

    def svg(self, label: str) -> str:
        """A drawing that stands alone, black on white; `label` is what screen readers say."""
        size = self.full_width
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges" '
            f'role="img" aria-label="{escape(label)}">'
            f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{self.path()}"/></svg>\n'
        )

    def image(self, module: int) -> Image.Image:
        """A black and white picture with the quiet zone; `module` is the side of a module in pixels."""
        small = Image.new("L", (self.full_width, self.full_width), 255)
        for left, top, length in self._runs():
            for x in range(left, left + length):
                small.putpixel((x + QUIET_ZONE, top + QUIET_ZONE), 0)
        side = self.full_width * module
        return small.resize((side, side), Image.Resampling.NEAREST)

    def _runs(self) -> Iterator[tuple[int, int, int]]:
        """Left, top and length of every horizontal run of dark modules."""
        for top, row in enumerate(self.rows):
            left = None
            for x, dark in enumerate((*row, False)):
                if dark and left is None:
                    left = x
                elif not dark and left is not None:
                    yield left, top, x - left
                    left = None


def symbol(text: str) -> Symbol:
    """The smallest code that holds the text; raises ValueError when no code can (about 2,300 bytes)."""
    maker = qrcode.QRCode(version=None, error_correction=ERROR_CORRECT_M, border=0)
    maker.add_data(text)
    try:
        maker.make(fit=True)
    except (ValueError, DataOverflowError) as error:
        raise ValueError(f"{len(text.encode())} bytes do not fit into a QR code") from error
    return Symbol(text, tuple(tuple(bool(module) for module in row) for row in maker.modules))
