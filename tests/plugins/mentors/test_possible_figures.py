"""Figures of mentors: what cannot be is refused twice, what just may be is kept as it is."""

from dataclasses import asdict, replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from plugins.mentors.figures import Figures, FiguresRefused, record
from plugins.mentors.models import LONGEST_HOURS, Mentor, MentorFigures
from tests.factories.mentors import MentorFactory
from tests.plugins.mentors.test_figures import GOOD

pytestmark = pytest.mark.django_db

NO_REPLIES = {"replies": 0, "median_reply_hours": None, "on_time_share": None}
NO_RATINGS = {"explicit_ratings": 0, "mean_rating": None}

IMPOSSIBLE: dict[str, dict[str, Any]] = {
    "fewer than no services": {"services": -1, **NO_REPLIES, **NO_RATINGS, "default_ratings": 0},
    "fewer than no replies": {**NO_REPLIES, "replies": -1},
    "fewer than no ratings": {**NO_RATINGS, "explicit_ratings": -1},
    "fewer than no default ratings": {"default_ratings": -1},
    "more replies than services": {"replies": 64},
    "more ratings than services": {"default_ratings": 23},
    "a median of no replies": NO_REPLIES | {"median_reply_hours": 9.0},
    "a share of no replies": NO_REPLIES | {"on_time_share": 1.0},
    "replies without a median": {"median_reply_hours": None},
    "replies without a share": {"on_time_share": None},
    "a reply before the question": {"median_reply_hours": -0.1},
    "replies after many years": {"median_reply_hours": LONGEST_HOURS + 1.0},
    "a median that is no number": {"median_reply_hours": float("nan")},
    "a share below none": {"on_time_share": -0.01},
    "a share above all": {"on_time_share": 1.01},
    "a share that is no number": {"on_time_share": float("nan")},
    "a mean of no ratings": NO_RATINGS | {"mean_rating": 4.8},
    "ratings without a mean": {"mean_rating": None},
    "a mean below the worst": {"mean_rating": 0.99},
    "a mean above the best": {"mean_rating": 5.01},
    "a mean that is no number": {"mean_rating": float("nan")},
}
EXTREME: dict[str, dict[str, Any]] = {
    "nothing at all": asdict(Figures()),
    "everything at its least": {
        "services": 1,
        "replies": 1,
        "median_reply_hours": 0.0,
        "on_time_share": 0.0,
        "explicit_ratings": 1,
        "mean_rating": 1.0,
        "default_ratings": 0,
    },
    "everything at its most": {
        "replies": 63,
        "median_reply_hours": float(LONGEST_HOURS),
        "on_time_share": 1.0,
        "mean_rating": 5.0,
    },
    "services that nobody wrote about": NO_REPLIES,
    "default ratings alone": NO_RATINGS | {"default_ratings": 63},
}


@pytest.fixture(scope="module")
def made(module_site) -> int:
    return MentorFactory(page__title="王晓明").pk


@pytest.fixture
def mentor(made: int, site) -> Mentor:
    return Mentor.objects.get(pk=made)


@pytest.mark.parametrize("change", IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_impossible_figures_are_refused_before_the_database_is_asked(change) -> None:
    with pytest.raises(FiguresRefused):
        replace(GOOD, **change)


@pytest.mark.parametrize("change", IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_impossible_figures_are_refused_by_the_database_too(mentor, change) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        MentorFigures.objects.create(mentor=mentor, **(asdict(GOOD) | change))


@pytest.mark.parametrize("change", EXTREME.values(), ids=EXTREME.keys())
def test_figures_at_the_edge_are_kept_as_they_are(mentor, change) -> None:
    record(mentor, replace(GOOD, **change))
    kept = MentorFigures.objects.values(*asdict(GOOD)).get()
    assert kept == asdict(GOOD) | change


def test_refusal_says_what_is_wrong() -> None:
    with pytest.raises(FiguresRefused, match="replies are some of the services"):
        Figures(services=1, replies=2, median_reply_hours=1.0, on_time_share=1.0)


@pytest.mark.parametrize("name", ["services", "replies", "explicit_ratings", "default_ratings"])
def test_counts_are_whole_numbers(name) -> None:
    with pytest.raises(FiguresRefused, match="whole numbers"):
        replace(GOOD, **{name: 2.5})
