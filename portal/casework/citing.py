"""Rules that a decision may rest on: chosen by staff from what the case file offers, read by the person concerned (A3).

The step keeps the rule's permanent key and its words; where it stands is looked up whenever it is shown.
"""

from collections.abc import Iterable
from typing import Any, Protocol

from django.utils.translation import gettext as _

from portal.casework.base import CaseFile
from portal.casework.registry import case_file_for
from portal.workflow.engine import CITATION, Refused


class Cited(Protocol):
    """A rule that is published: its key, its words, and the path on which it stands."""

    @property
    def key(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def url(self) -> str: ...


def citable(move: str, case: Any) -> list[Cited]:
    """The rules from which whoever makes the move chooses; none where the move needs no such choice."""
    file = case_file_for(type(case))
    return list(file.citable[move](case)) if file and move in file.citable else []


def chosen(move: Any, case: Any, key: str) -> dict[str, str]:
    """What the move keeps of the choice. Raises Refused where there is a choice and none of it was chosen."""
    offered = {one.key: one for one in citable(move.name, case)}
    if not offered:
        return {}
    if key not in offered:
        raise Refused(CITATION, _("“%s”须选择所依据的条文。") % move)
    return {"citation": key, "article": offered[key].label}


def cited(file: CaseFile | None, keys: Iterable[str]) -> dict[str, Cited]:
    """Those of the rules that are published, by key."""
    wanted = [key for key in keys if key]
    return {one.key: one for one in file.cited(wanted)} if file and wanted else {}
