"""The checklist of a case (S4), and the rule that a person is told everything at once (N12).

A plugin names both guards at the move that sends a case back:

    send_back = Transition(
        {CHECKING}, RETURNED, by=(CLERK,), unless=(whole_checklist_decided, says_why_late), then=(tell(RETURNED),), …
    )

`defects` is for the letter of that move and for the page of the person concerned. What staff have noted meanwhile
and not yet sent is in neither.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from portal.casework.base import CheckItem
from portal.casework.registry import case_file_for
from portal.desk.models import CheckMark, WorkItem

NAMED = 3
"""So many points a refusal names; it has to be read on a button's side."""


class Defect(NamedTuple):
    """One point to mend: what, and why."""

    label: str
    reason: str


@dataclass(frozen=True)
class Point:
    """One point of a checklist with what was found of it, in the round that runs and in earlier ones."""

    number: int
    item: CheckItem
    mark: CheckMark | None
    earlier: Sequence[CheckMark] = ()
    returns: int = 0

    @property
    def label(self) -> str:
        return f"{self.number} {self.item.label}"

    @property
    def is_decided(self) -> bool:
        """Whether there is a verdict and, for a defect, its reason."""
        return self.mark is not None and (not self.mark.is_defect or bool(self.mark.reason.strip()))

    @property
    def is_defect(self) -> bool:
        return self.mark is not None and self.mark.is_defect

    @property
    def is_late(self) -> bool:
        """Whether it is a defect that an earlier return did not name."""
        return self.is_defect and self.returns > 0 and not any(mark.is_defect for mark in self.earlier)

    @property
    def lacks_late_reason(self) -> bool:
        return self.is_late and not (self.mark and self.mark.late_reason.strip())


def whole_checklist_decided(case: Any, actor: Any) -> str:
    """Guard of a return: every point is decided, each defect has a reason, and there is one."""
    points = points_of(case)
    if open_ones := [point for point in points if not point.is_decided]:
        return _("须先逐项审核，一次告知全部问题：还有“%s”没有结论或没有写原因。") % _join(open_ones)
    if not any(point.is_defect for point in points):
        return _("没有不符合或需补正的项目，不能退回。")
    return ""


def whole_checklist_fits(case: Any, actor: Any) -> str:
    """Guard of a move that lets a case pass: every point is decided and fits."""
    points = points_of(case)
    if lacking := [point for point in points if not point.is_decided or point.is_defect]:
        return _("还有“%s”没有审核为符合。") % _join(lacking)
    return ""


def says_why_late(case: Any, actor: Any) -> str:
    """Guard of a return: in a second one, each defect that the first did not name says why."""
    if late := [point for point in points_of(case) if point.lacks_late_reason]:
        return _("“%s”上次退回时没有指出，须说明上次未指出的原因。") % _join(late)
    return ""


def points_of(case: Any) -> list[Point]:
    """The checklist of the case in the round that runs, with what was found in earlier ones; empty without one."""
    file = case_file_for(type(case))
    items = list(file.checklist(case)) if file is not None else []
    if not items:
        return []
    returns = returns_of(case)
    marks = _marks(case)
    return [
        Point(
            number,
            item,
            next((mark for mark in marks if (mark.name, mark.round) == (item.name, returns + 1)), None),
            [mark for mark in marks if mark.name == item.name and mark.round <= returns],
            returns,
        )
        for number, item in enumerate(items, 1)
    ]


def defects(case: Any) -> list[Defect]:
    """What the last return told the person concerned, in the order of the checklist; empty before the first one.

    Inside the move itself, in its effects and its letter, this return is the last one.
    """
    file, returns = case_file_for(type(case)), returns_of(case)
    if file is None or not returns:
        return []
    labels = {item.name: str(item.label) for item in file.checklist(case)}
    found = {mark.name: mark for mark in _marks(case) if mark.round == returns and mark.is_defect}
    known = [name for name in labels if name in found]
    gone = [name for name in found if name not in labels]
    return [Defect(labels.get(name, name), found[name].reason) for name in (*known, *gone)]


def returns_of(case: Any) -> int:
    """How many returns the case has had: the moves that ask for the whole checklist."""
    file = case_file_for(type(case))
    rows = file.workflow.transitions.items() if file is not None else ()
    names = [name for name, row in rows if whole_checklist_decided in row.unless]
    return case.steps.filter(move__in=names).count() if names and case.pk else 0


def _marks(case: Any) -> list[CheckMark]:
    item = WorkItem.objects.of(case)
    return list(CheckMark.objects.filter(item__in=item).select_related("by"))


def _join(points: Sequence[Point]) -> str:
    """The first of them by name, and how many there are."""
    named = _("、").join(point.label for point in points[:NAMED])
    return (
        named
        if len(points) <= NAMED
        else _("%(named)s等 %(number)d 项") % {"named": named, "number": len(points)}
    )
