"""What staff found wrong with an application: the one place that asks the desk's checklist."""

from collections.abc import Sequence
from typing import Any

from plugins.mentors.models import Application

Defect = tuple[str, str]


def defects_of(application: Application) -> Sequence[Defect]:
    """Label and reason of everything that was found wrong in the present or last check."""
    return ()


def not_wholly_decided(application: Application, actor: Any) -> str | None:
    """Why the application may not be returned yet: all its defects are told at once (N12)."""
    return None


def found_late_without_reason(application: Application, actor: Any) -> str | None:
    """Why it may not be returned a second time: a defect that was there the first time needs a reason (N12)."""
    return None
