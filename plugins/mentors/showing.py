"""What of a mentor's figures may be seen: nothing without a base (P17), default ratings never mixed in (ux decision 4)."""

from typing import TypedDict

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plugins.mentors.models import BEST_RATING, WORST_RATING, MentorFigures
from plugins.mentors.settings import MentorSettings

PRIOR_RATING, PRIOR_WEIGHT = 4.2, 10
"""Whoever has few ratings or none is taken for what is usual, as if ten people had rated that: one five lifts nobody
above many good ratings, and newcomers take turns with the best (P12)."""


class ShownFigures(TypedDict):
    """A mentor's figures as everybody may see them.

    Below `services_needed` there is no median, no share and no mean. `replies` is what median and share rest on,
    `explicit_ratings` what the mean does; `default_ratings` count for neither.
    """

    services: int
    services_needed: int
    replies: int
    on_time_hours: int
    median_reply_hours: float | None
    on_time_share: float | None
    explicit_ratings: int
    mean_rating: float | None
    default_ratings: int
    updated_at: str


def shown_of(figures: MentorFigures | None, settings: MentorSettings | None) -> ShownFigures | None:
    """The figures of a mentor under the settings of their site; None where nothing was ever counted, or without a site."""
    if figures is None or settings is None:
        return None
    has_base = figures.services >= settings.services_needed
    return ShownFigures(
        services=figures.services,
        services_needed=settings.services_needed,
        replies=figures.replies,
        on_time_hours=settings.on_time_hours,
        median_reply_hours=figures.median_reply_hours if has_base else None,
        on_time_share=figures.on_time_share if has_base else None,
        explicit_ratings=figures.explicit_ratings,
        mean_rating=figures.mean_rating if has_base else None,
        default_ratings=figures.default_ratings,
        updated_at=timezone.localtime(figures.updated_at).isoformat(timespec="seconds"),
    )


def quality_of(figures: ShownFigures | None) -> float:
    """How good the explicit ratings are, 0 to 1: their Bayesian mean, which is the prior where no mean is shown."""
    total, weight = PRIOR_RATING * PRIOR_WEIGHT, PRIOR_WEIGHT
    if figures is not None and figures["mean_rating"] is not None:
        total += figures["mean_rating"] * figures["explicit_ratings"]
        weight += figures["explicit_ratings"]
    return (total / weight - WORST_RATING) / (BEST_RATING - WORST_RATING)


# In words ----------------------------------------------------------------------------------------------------------


def reply_time(hours: float) -> str:
    """A number of hours, in whole ones."""
    if hours < 1:
        return _("不到 1 小时")
    return ngettext("%d 小时", "%d 小时", round(hours)) % round(hours)


def percent(share: float) -> str:
    """A share in whole per cent, rounded down: 100% means every time."""
    return f"{int(share * 100 + 1e-9)}%"


def score(mean: float) -> str:
    return f"{mean:.1f}"
