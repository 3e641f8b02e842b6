"""The story of one case as the person concerned reads it: what was, what is theirs to do, what is to come (P37)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.casework.base import CaseFile, Document
from portal.casework.citing import Cited, cited
from portal.desk.models import WorkItem
from portal.masking import mask
from portal.member_centre.own import OwnCase, all_seen
from portal.notices.models import Delivery, Message
from portal.workflow.engine import Move
from portal.workflow.models import Deadline


@dataclass
class Chapter:
    """One entry of the history: nobody of the staff is named. `letters` are what the person was told of it; `article` is
    what a decision rests on, `url` where that can be read."""

    at: datetime
    what: str
    role: str
    article: str = ""
    url: str = ""
    letters: list[Message] = field(default_factory=list)


@dataclass(frozen=True)
class Button:
    """A move that the person may make, and the page where they make it."""

    move: Move
    url: str


@dataclass(frozen=True)
class Story:
    """Everything that the page of a case shows."""

    own: OwnCase
    chapters: list[Chapter]
    coming: list[str]
    clocks: list[Deadline]
    buttons: list[Button]
    documents: Sequence[Document]
    undelivered: list[Delivery]
    first_asked: str

    @property
    def has_receipt(self) -> bool:
        return self.own.file.receipt and bool(self.own.number)


def story_of(file: CaseFile, case: Any, person: Any) -> Story:
    """The case as the person may read it."""
    (own,) = all_seen([(file, case)])
    messages = list(Message.objects.about(case).filter(person=person).order_by("created_at", "pk"))
    steps = list(case.steps)
    return Story(
        own=own,
        chapters=_chapters(file, steps, messages, person),
        coming=_coming(file, case, {step.target for step in steps}),
        clocks=_clocks(own),
        buttons=_buttons(file, case, person),
        documents=file.documents(case),
        undelivered=list(
            Delivery.objects.undelivered().filter(message__in=messages).select_related("message")
        ),
        first_asked=first_asked(case),
    )


def _clocks(own: OwnCase) -> list[Deadline]:
    """The time limit that runs, or those that stand still."""
    return [own.deadline] if own.deadline else list(own.case.deadlines.exclude(suspended_at=None))


def offered_moves(file: CaseFile, case: Any, person: Any) -> list[Move]:
    """The moves that the person may make on the page of the case."""
    return [move for move in file.workflow.available(case, person) if move.name not in file.elsewhere]


def first_asked(case: Any) -> str:
    """Who was the first to take the case and stays the one to turn to, the name masked; "" before anybody did (N13)."""
    item = WorkItem.objects.of(case).filter(first_asked__isnull=False).select_related("first_asked").first()
    return mask("name", item.first_asked.get_full_name()) if item else ""


def _chapters(
    file: CaseFile, steps: Sequence[Any], messages: Sequence[Message], person: Any
) -> list[Chapter]:
    """The steps, newest first; each message stands with the step that it was written for."""
    rules = cited(file, [step.citation for step in steps])
    chapters = [_chapter(file, step, person, rules.get(step.citation)) for step in steps]
    for message in messages:
        before = [chapter for chapter in chapters if chapter.at <= message.created_at]
        (before or chapters)[-1 if before else 0].letters.append(message)
    return chapters[::-1]


def _chapter(file: CaseFile, step: Any, person: Any, rule: Cited | None) -> Chapter:
    """Decisions say what they rest on: those that staff chose a rule for, and those that end the case."""
    role = _("你") if step.actor_id == person.pk else step.role
    decided = step.citation or step.target in file.workflow.final
    return Chapter(step.at, step.public, role, step.article if decided else "", rule.url if rule else "")


def _coming(file: CaseFile, case: Any, been: set[str]) -> list[str]:
    """The states that the case usually still passes, in public words."""
    if case.state in file.workflow.final:
        return []
    places = [place for place, state in enumerate(file.path) if state == case.state]
    places = places or [place for place, state in enumerate(file.path) if state in been]
    ahead = file.path[places[-1] + 1 :] if places else file.path
    return [str(file.workflow.public[state]) for state in ahead]


def _buttons(file: CaseFile, case: Any, person: Any) -> list[Button]:
    return [Button(move, _page_of(file, case, move)) for move in offered_moves(file, case, person)]


def _page_of(file: CaseFile, case: Any, move: Move) -> str:
    """Where the move is made: the plugin's page for one that needs more than a note, else ours."""
    if move.name in file.pages:
        return reverse(file.pages[move.name], args=[case.pk])
    return reverse("member:move", args=[file.kind, case.pk, move.name])
