"""What the page of a case shows (S4): materials, checklist, history, clocks, and what may be done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property

from portal import clock
from portal.attachments.access import may_read
from portal.attachments.choices import State
from portal.attachments.models import Attachment
from portal.attachments.showing import files_of
from portal.casework.citing import Cited, citable, cited
from portal.desk.checklists import Point, points_of
from portal.desk.clocks import Left, left
from portal.desk.opening import Opened, people_of, who
from portal.desk.queries import lookers_of
from portal.desk.rules import may_work_on
from portal.notices.models import Delivery, Message
from portal.workflow.engine import GUARD, Move
from portal.workflow.models import Step


@dataclass(frozen=True)
class Material:
    """One file of a case, and where the desk shows it."""

    label: str
    attachment: Attachment
    url: str

    @property
    def is_shown(self) -> bool:
        """Whether a browser may show it: a picture that was drawn anew, a PDF in which nothing is active."""
        return self.attachment.viewable and self.attachment.is_readable


@dataclass(frozen=True)
class Button:
    """A move that the person may do: at once, on a page of its own, or not yet and why."""

    move: Move
    why_not: str
    page: str


@dataclass(frozen=True)
class History:
    """One step, whoever did it in words for staff, and the rule that it cites where that is published."""

    step: Step
    who: str
    rule: Cited | None = None


class CasePage:
    """One case for somebody who may open it."""

    def __init__(self, found: Opened, person: Any) -> None:
        self.file, self.case, self.item, self.person = found.file, found.case, found.item, person

    @cached_property
    def now(self) -> datetime:
        return clock.read()

    @cached_property
    def left(self) -> Left:
        return left(self.item, self.now)

    @property
    def state(self) -> str:
        return str(self.file.workflow.states(self.case.state).label)

    @cached_property
    def is_work(self) -> bool:
        """Whether the case is the person's work now."""
        return may_work_on(self.person, self.file, self.case)

    @cached_property
    def is_held(self) -> bool:
        item = self.item
        return bool(item.owner_id and (item.claimed_until is None or item.claimed_until > self.now))

    @property
    def is_mine(self) -> bool:
        return self.is_held and self.item.owner_id == self.person.pk

    @cached_property
    def lookers(self) -> list[str]:
        return lookers_of([self.item], self.now, but=self.person)[self.item.pk]

    @cached_property
    def points(self) -> list[Point]:
        return points_of(self.case)

    @property
    def decided(self) -> int:
        return sum(point.is_decided for point in self.points)

    @cached_property
    def buttons(self) -> list[Button]:
        return list(self._buttons()) if self.is_work else []

    @cached_property
    def citing(self) -> dict[str, list[Cited]]:
        """For each move that rests on a rule of the person's choice, its word and the rules."""
        offered = ((str(button.move), citable(button.move.name, self.case)) for button in self.buttons)
        return {word: rules for word, rules in offered if rules}

    @property
    def citable(self) -> list[Cited]:
        return list({one.key: one for rules in self.citing.values() for one in rules}.values())

    @cached_property
    def history(self) -> list[History]:
        """Newest first."""
        steps = self.case.steps.select_related("actor").order_by("-version")
        concerned = people_of(self.case)
        rules = cited(self.file, [step.citation for step in steps])
        return [History(step, who(step, concerned), rules.get(step.citation)) for step in steps]

    @cached_property
    def materials(self) -> list[Material]:
        return list(materials_of(self.file, self.case, self.person))

    @cached_property
    def undelivered(self) -> int:
        """How many messages about the case did not reach the persons concerned."""
        about = Message.objects.about(self.case).filter(person__in=people_of(self.case))
        return Delivery.objects.undelivered().filter(message__in=about).count()

    def _buttons(self) -> Iterator[Button]:
        for move in self.file.workflow.moves():
            row = move.transition
            if self.case.state not in row.sources or row.party_of(self.person, self.case) is None:
                continue
            refusal = move.refusal(self.case, self.person)
            why_not = refusal.sentence if refusal and refusal.code == GUARD else ""
            page = self.file.pages.get(move.name, "")
            yield Button(move, why_not, reverse(page, args=[self.case.pk]) if page else "")


def materials_of(file: Any, case: Any, person: Any) -> Iterator[Material]:
    """The files of a case that the person may read, by slot."""
    place = {"kind": case._meta.label_lower, "key": case.pk}
    for owner in file.materials(case):
        if not may_read(person, owner):
            continue
        for slot in files_of(owner, person).slots:
            for shown in slot.files:
                if shown.attachment.state == State.CURRENT:
                    url = reverse("desk:material", kwargs={**place, "file": shown.attachment.pk})
                    yield Material(str(slot.slot.label), shown.attachment, url)
