"""Characters whose strokes look alike: 货 for 贷, 末 for 未."""

from functools import cache
from pathlib import Path

LIST = Path(__file__).parent / "lookalikes.txt"


def shape(text: str) -> str:
    """What looks the same at a glance: texts that differ by such characters alone have the same shape."""
    return text.translate(_shapes())


@cache
def _shapes() -> dict[int, str]:
    """Every listed character with the first of its group."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    groups = [group for line in lines if not line.startswith("#") for group in line.split()]
    return {ord(character): group[0] for group in groups for character in group}
