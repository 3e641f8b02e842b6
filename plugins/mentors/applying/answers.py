"""What was filled in, in words: for checking, for comparing two versions, for those who work on the application."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cms_pages.choices import AvailableTime, Stage, Way
from plugins.mentors.applying.sections import BASICS, FILLED_IN, Section, label_of, values_of
from plugins.mentors.models import Application
from portal.masking import mask

CHOICES: Mapping[str, Any] = {"stages": Stage, "ways": Way, "times": AvailableTime}
HIDDEN_FROM_EXPERTS = frozenset({"phone", "email", "id_number"})
MASKS = {"phone": "phone", "id_number": "id_number", "email": "email"}


@dataclass(frozen=True)
class Answer:
    """A field with what was filled in; `lines` where it may be several."""

    name: str
    label: str
    lines: Sequence[str]

    @property
    def text(self) -> str:
        return "、".join(self.lines)


@dataclass(frozen=True)
class Difference:
    """A field that two versions of a section tell differently."""

    label: str
    kept: str
    typed: str


@dataclass(frozen=True)
class AnsweredSection:
    section: Section
    answers: Sequence[Answer]


def answers_of(section: Section, values: Mapping[str, Any]) -> list[Answer]:
    """What these values of a section say."""
    return [Answer(name, label_of(name), _lines(name, values[name])) for name in section.fields]


def all_answers(application: Application, *, masked: bool = False) -> list[AnsweredSection]:
    """Everything that was filled in; `masked` for those who need no number in full (D6)."""
    show = _masked if masked else _same
    return [
        AnsweredSection(section, answers_of(section, show(values_of(application, section))))
        for section in FILLED_IN.values()
    ]


def answers_for_experts(application: Application) -> list[AnsweredSection]:
    """Everything that says what the person can do."""
    return [
        AnsweredSection(
            part.section, [answer for answer in part.answers if answer.name not in HIDDEN_FROM_EXPERTS]
        )
        if part.section == BASICS
        else part
        for part in all_answers(application)
    ]


def differences(application: Application, section: Section, typed: Mapping[str, Any]) -> list[Difference]:
    """Where what is kept and what was typed are not the same."""
    pairs = zip(answers_of(section, values_of(application, section)), answers_of(section, typed), strict=True)
    return [Difference(kept.label, kept.text, mine.text) for kept, mine in pairs if kept.text != mine.text]


def _same(values: dict[str, Any]) -> dict[str, Any]:
    return values


def _masked(values: dict[str, Any]) -> dict[str, Any]:
    return {name: mask(MASKS[name], value) if name in MASKS else value for name, value in values.items()}


def _lines(name: str, value: Any) -> list[str]:
    if value in (None, "", []):
        return []
    if isinstance(value, str):
        return [line for line in value.splitlines() if line.strip()]
    if name in CHOICES:
        return [str(CHOICES[name](one).label) for one in value]
    if hasattr(value, "__iter__"):
        return [str(one) for one in value]
    return [str(value)]
