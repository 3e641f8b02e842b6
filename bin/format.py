"""`make format`: put Python and templates into the house's form, in place."""

import subprocess
import sys

from bin.paths import ROOT
from bin.stages import TEMPLATE_FOLDERS, tool

COMMANDS = (
    tool("ruff", "check", "--fix-only", "."),
    tool("ruff", "format", "."),
    tool("djlint", "--reformat", "--quiet", *TEMPLATE_FOLDERS),
)


def main() -> int:
    """Return 0; djlint ends with 1 when it has changed something, which is what it was asked for."""
    for command in COMMANDS:
        subprocess.run(command, cwd=ROOT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
