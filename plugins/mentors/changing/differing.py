"""Two versions of a page side by side, with what is new in them marked: for people, and for programs (P24)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from django.db.models import TextChoices

from cms_pages.choices import AvailableTime, Stage, Way
from cms_pages.models import MentorPage, PortalImage
from plugins.mentors.changing.content import LISTS, TERMS, changed, proposed_page, public_page, version_in
from plugins.mentors.models import ProfileChange

CHOICES: dict[str, type[TextChoices]] = {"ways": Way, "times": AvailableTime, "stages": Stage}
ALIKE = 0.4
"""Lines that have less than this in common are shown as two lines, not as one with a mark on every other word."""


@dataclass(frozen=True)
class Piece:
    """Some words of a line, and whether the other side has them not."""

    text: str
    marked: bool


Line = tuple[Piece, ...]


@dataclass(frozen=True)
class Difference:
    """One field in two versions; a picture is in `pictures`, before and after."""

    name: str
    label: str
    before: tuple[Line, ...]
    after: tuple[Line, ...]
    pictures: tuple[PortalImage | None, PortalImage | None] = (None, None)


def differences(change: ProfileChange) -> list[Difference]:
    """What the change would alter on the public page; of one that is over, what the mentor had altered."""
    page = public_page(change)
    if change.is_open or change.base is None or change.revision is None:
        return between(page, proposed_page(change))
    return between(version_in(change.base, page), version_in(change.revision, page))


def news(change: ProfileChange) -> list[Difference]:
    """What somebody else has altered on the public page since the mentor began; nothing for a change that is over."""
    page = public_page(change)
    return between(version_in(change.base, page), page) if change.base and change.is_open else []


def between(before: MentorPage, after: MentorPage) -> list[Difference]:
    """Every field in which they differ, in the order of the page."""
    return [_difference(name, before, after) for name in changed(before, after)]


def lines_of(page: MentorPage, name: str) -> list[str]:
    """A field as people read it, one line for each paragraph, term, point."""
    value = getattr(page, name)
    if name in TERMS:
        return [str(term) for term in value.all()]
    if name in LISTS:
        return [str(choice.label) for choice in CHOICES[name] if choice.value in (value or [])]
    match name:
        case "help_points":
            return [str(block.value) for block in value]
        case "experience":
            return [f"{block.value['period']}　{block.value['role']}" for block in value]
        case "portrait":
            return [value.title] if value else []
    return [line for line in str("" if value is None else value).splitlines() if line.strip()]


def _difference(name: str, before: MentorPage, after: MentorPage) -> Difference:
    label = str(MentorPage._meta.get_field(name).verbose_name)
    old, new = _marked(lines_of(before, name), lines_of(after, name))
    pictures = (before.portrait, after.portrait) if name == "portrait" else (None, None)
    return Difference(name, label, old, new, pictures)


def _marked(before: Sequence[str], after: Sequence[str]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    old: list[Line] = []
    new: list[Line] = []
    for kind, start, end, other_start, other_end in _opcodes(before, after):
        gone, come = before[start:end], after[other_start:other_end]
        if kind == "equal":
            old.extend((Piece(line, False),) for line in gone)
            new.extend((Piece(line, False),) for line in come)
            continue
        for one, other in zip_longest(gone, come):
            left, right = _within(one, other)
            old.extend([left] if left else [])
            new.extend([right] if right else [])
    return tuple(old), tuple(new)


def _within(before: str | None, after: str | None) -> tuple[Line, Line]:
    """Two lines that stand for each other, with the words marked that differ."""
    if before is None or after is None or SequenceMatcher(None, before, after).ratio() < ALIKE:
        return _whole(before), _whole(after)
    parts = list(_opcodes(before, after))
    left = tuple(Piece(before[a:b], kind != "equal") for kind, a, b, _c, _d in parts if b > a)
    right = tuple(Piece(after[c:d], kind != "equal") for kind, _a, _b, c, d in parts if d > c)
    return left, right


def _whole(line: str | None) -> Line:
    return (Piece(line, True),) if line else ()


def _opcodes(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    return iter(SequenceMatcher(None, before, after, autojunk=False).get_opcodes())
