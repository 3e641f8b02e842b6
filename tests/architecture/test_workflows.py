"""The workflow kernel stays small: what grows belongs into a plugin (architecture, section 7)."""

from pathlib import Path

from tests.architecture.test_plugins import code_lines

KERNEL = Path(__file__).resolve().parents[2] / "portal" / "workflow"
BESIDE = {"checks", "diagram", "parked", "personal_fields", "probe", "testing", "viewsets"}
"""What looks at tables and cases: start-up checks, the drawing, tests, pages for staff, what `/readyz` tells."""


def test_kernel_stays_small() -> None:
    """At most 500 lines of code: what moves cases and carries out deadlines."""
    modules = [path for path in KERNEL.glob("*.py") if path.stem not in BESIDE]
    assert sum(map(code_lines, modules)) <= 500
