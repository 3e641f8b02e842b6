"""The one way to write a mentor's figures, for the plugins that count services; docs/plugins.md is the contract."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from django.db import transaction

from plugins.mentors.listing import rebuild
from plugins.mentors.models import BEST_RATING, LONGEST_HOURS, WORST_RATING, Mentor, MentorFigures


class FiguresRefused(ValueError):
    """No mentor can have such figures; the message says why not."""


@dataclass(frozen=True)
class Figures:
    """What a mentor's services come to, all of them since the first. Raises FiguresRefused for what cannot be.

    `services` are done and may be rated. `replies` is how many of them count for the median hours to the first reply
    and for the share of replies within `MentorSettings.on_time_hours`; both are None exactly where it is 0.
    `mean_rating`, 1 to 5, is that of the ratings that people gave themselves; None exactly where there is none.
    """

    services: int = 0
    replies: int = 0
    median_reply_hours: float | None = None
    on_time_share: float | None = None
    explicit_ratings: int = 0
    mean_rating: float | None = None
    default_ratings: int = 0

    def __post_init__(self) -> None:
        for sentence, holds in RULES.items():
            if not holds(self):
                raise FiguresRefused(f"{sentence}: {self}")

    @property
    def counts(self) -> tuple[int, ...]:
        return self.services, self.replies, self.explicit_ratings, self.default_ratings


def _is_within(value: float | None, least: float, most: float) -> bool:
    return value is not None and least <= value <= most


# The same as the constraints of the table, in sentences.
RULES: Mapping[str, Callable[[Figures], bool]] = {
    "counts are whole numbers from 0 on": lambda made: all(
        isinstance(count, int) and count >= 0 for count in made.counts
    ),
    "replies are some of the services": lambda made: made.replies <= made.services,
    "a service is rated once at most": lambda made: (
        made.explicit_ratings + made.default_ratings <= made.services
    ),
    "without replies there is neither a median nor a share": lambda made: (
        made.replies > 0 or (made.median_reply_hours is None and made.on_time_share is None)
    ),
    "replies have a median of some hours": lambda made: (
        made.replies == 0 or _is_within(made.median_reply_hours, 0, LONGEST_HOURS)
    ),
    "replies have a share on time of 0 to 1": lambda made: (
        made.replies == 0 or _is_within(made.on_time_share, 0, 1)
    ),
    "without explicit ratings there is no mean": lambda made: (
        made.explicit_ratings > 0 or made.mean_rating is None
    ),
    "explicit ratings have a mean of 1 to 5": lambda made: (
        made.explicit_ratings == 0 or _is_within(made.mean_rating, WORST_RATING, BEST_RATING)
    ),
}

NAMES = tuple(Figures.__dataclass_fields__)


def record(mentor: Mentor, figures: Figures) -> None:
    """Put the figures in the place of those that the mentor had; see `record_all`."""
    record_all({mentor.pk: figures})


@transaction.atomic
def record_all(figures: Mapping[int, Figures]) -> int:
    """Put the figures of many mentors, by key, in the place of those they had; returns how many differ.

    Lists, pages, API and search follow in the same transaction. Figures that are as they were cost a query and change
    nothing, so a job may compute everything anew and run twice.
    """
    changed = _changed(figures)
    MentorFigures.objects.bulk_create(
        [MentorFigures(mentor_id=key, **asdict(made)) for key, made in sorted(changed.items())],
        update_conflicts=True,
        unique_fields=["mentor"],
        update_fields=[*NAMES, "updated_at"],
    )
    rebuild(Mentor.objects.filter(pk__in=changed))
    return len(changed)


def _changed(figures: Mapping[int, Figures]) -> dict[int, Figures]:
    rows = MentorFigures.objects.filter(pk__in=figures).values("pk", *NAMES)
    held = {row.pop("pk"): row for row in rows}
    return {key: made for key, made in figures.items() if held.get(key) != asdict(made)}
