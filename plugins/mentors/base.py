"""What other plugins contribute to a mentor's service: what is open there, and how it is handed over (A15).

    QUESTIONS = Handover("questions.open", _("待答复的留言"), open=open_questions, hand_over=hand_question_over)

    class Questions(Plugin):
        requires = ("mentors",)
        offers = {"mentors.handovers": (QUESTIONS,)}

Whoever begins something new for a mentor calls `plugins.mentors.engaging.engage` first, in the same transaction.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class OpenItem:
    """Something that waits for a mentor. `key` names it among those of its kind for as long as it is open."""

    key: str
    title: Any
    url: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True)
class Handover:
    """One kind of work that a mentor must not leave behind. `slug` is permanent and begins with the plugin's.

    `open` gives what is open for a mentor now. `hand_over` gets the mentor, the item, the mentor who takes it (None:
    the desk) and the actor (None: the clock, at the end of a term); it runs in a transaction, and what it raises undoes
    it. Afterwards `open` gives the item no longer.
    """

    slug: str
    label: Any
    open: Callable[[Any], Sequence[OpenItem]]
    hand_over: Callable[[Any, OpenItem, Any, Any], object]
