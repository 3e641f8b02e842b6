"""How many tests passed: read from pytest's own report, added up over the stages."""

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree


@dataclass(frozen=True)
class Counts:
    """Numbers of tests; a check that is not pytest counts only when it fails."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        """The last line of `make test`."""
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def read(report: Path) -> Counts:
    """Return what pytest reported; nothing when it did not come to write its report."""
    try:
        suites = list(ElementTree.parse(report).iter("testsuite"))  # noqa: S314 - written by our own pytest
    except (OSError, ElementTree.ParseError):
        return Counts()
    total, errors, failures, skipped = (
        sum(int(suite.get(key, 0)) for suite in suites) for key in ("tests", "errors", "failures", "skipped")
    )
    return Counts(total - errors - failures - skipped, errors + failures, skipped)
