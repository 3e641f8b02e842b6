"""Conflicts that the portal finds by rule: one's own case, the same employer, an organisation that one has named."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from plugins.reviews.base import ReviewKind
from plugins.reviews.choices import Ground
from plugins.reviews.models import ExpertProfile, Seat

IGNORED = re.compile(r"[\W_]+")
BETWEEN = re.compile(r"[、，,；;]")
"""What people write between two names although one a line was asked for."""


def same_name(text: str) -> str:
    """A name of an organisation without what people write differently: width, case, blanks, brackets."""
    return IGNORED.sub("", unicodedata.normalize("NFKC", text)).casefold()


def organisations_of(seat: Seat) -> set[str]:
    """What the expert belongs to or has named in the declaration."""
    employers = ExpertProfile.objects.filter(user=seat.expert_id).values_list("employer", flat=True)
    lines = seat.interests.splitlines()
    return _names([*employers, *lines, *(name for line in lines for name in BETWEEN.split(line))])


def conflict_of(seat: Seat, case: Any, kind: ReviewKind) -> Ground | None:
    """Why the expert must not judge the case; None where the portal knows of nothing."""
    if seat.expert_id in set(kind.people(case)):
        return Ground.OWN_CASE
    if organisations_of(seat) & _names(kind.organisations(case)):
        return Ground.ORGANISATION
    return None


def _names(texts: Iterable[str]) -> set[str]:
    return {name for name in map(same_name, texts) if name}
