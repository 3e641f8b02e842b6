"""What an import refuses, said so that whoever made the sheet finds the cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

LONGEST_VALUE = 30


@dataclass(frozen=True)
class Problem:
    """One mistake: the row as the sheet numbers it, the column's heading ("" for the whole row), and why."""

    row: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        place = _("第 %(row)d 行 %(column)s") % {"row": self.row, "column": self.column}
        shown = f"“{self.value[:LONGEST_VALUE]}”" if self.value else ""
        return f"{place.strip()}{shown}：{self.reason}"


class SheetRefused(Exception):
    """The file is no sheet of mentors at all; `problems` say why."""

    def __init__(self, problems: Sequence[Problem] | str) -> None:
        self.problems = [Problem(0, "", "", problems)] if isinstance(problems, str) else list(problems)
        super().__init__("\n".join(problem.reason for problem in self.problems))
