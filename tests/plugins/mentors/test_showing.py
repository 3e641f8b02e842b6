"""What of a mentor's figures may be seen, and how good they are: from which number of services on, and in which words."""

from dataclasses import asdict, replace

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from plugins.mentors.figures import Figures
from plugins.mentors.models import MentorFigures
from plugins.mentors.settings import MentorSettings
from plugins.mentors.showing import (
    PRIOR_RATING,
    ShownFigures,
    percent,
    quality_of,
    reply_time,
    score,
    shown_of,
)
from search.engines import ranking

FIVE = Figures(
    services=5,
    replies=4,
    median_reply_hours=9.0,
    on_time_share=0.75,
    explicit_ratings=2,
    mean_rating=5.0,
    default_ratings=3,
)
FOUR = replace(FIVE, services=4, default_ratings=2)


def shown(figures: Figures, **settings: int) -> ShownFigures:
    found = shown_of(MentorFigures(**asdict(figures), updated_at=timezone.now()), MentorSettings(**settings))
    assert found is not None
    return found


def rated(number: int, mean: float | None, by_default: int = 0) -> ShownFigures:
    return shown(
        Figures(
            services=number + by_default + 5,
            explicit_ratings=number,
            mean_rating=mean,
            default_ratings=by_default,
        )
    )


# The base (P17) -----------------------------------------------------------------------------------------------


def test_four_services_show_counts_and_nothing_that_is_computed_of_them() -> None:
    found = shown(FOUR)
    assert (found["median_reply_hours"], found["on_time_share"], found["mean_rating"]) == (None, None, None)
    assert (found["services"], found["services_needed"], found["default_ratings"]) == (4, 5, 2)


def test_five_services_show_everything_with_its_base() -> None:
    found = shown(FIVE)
    assert {name: found[name] for name in asdict(FIVE)} == asdict(FIVE)  # type: ignore[literal-required]
    assert found["on_time_hours"] == 48


def test_city_may_ask_for_more_services_or_fewer() -> None:
    assert shown(FIVE, services_needed=6)["mean_rating"] is None
    assert shown(FOUR, services_needed=4)["mean_rating"] == 5.0


def test_mentor_without_a_row_shows_nothing() -> None:
    assert shown_of(None, MentorSettings()) is None


def test_moment_is_that_of_the_city() -> None:
    assert shown(FIVE)["updated_at"].endswith("+08:00")


# Quality ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("figures", [None, shown(FOUR), rated(0, None)], ids=["no row", "four", "unrated"])
def test_quality_without_a_mean_is_the_prior(figures) -> None:
    assert quality_of(figures) == pytest.approx((PRIOR_RATING - 1) / 4)


@given(st.integers(1, 500), st.floats(1, 5), st.floats(1, 5))
def test_quality_grows_with_the_mean(number: int, one: float, other: float) -> None:
    worse, better = sorted((one, other))
    assert 0 <= quality_of(rated(number, worse)) <= quality_of(rated(number, better)) <= 1


@given(st.integers(1, 500), st.integers(1, 500), st.floats(1, 5))
def test_quality_goes_from_the_prior_towards_the_mean_with_every_rating(
    number: int, more: int, mean: float
) -> None:
    target, prior = (mean - 1) / 4, quality_of(None)
    few, many = (quality_of(rated(count, mean)) for count in (number, number + more))
    assert abs(target - many) <= abs(target - few) + 1e-9 <= abs(target - prior) + 2e-9


@given(st.integers(0, 500))
def test_default_ratings_move_neither_quality_nor_mean(by_default: int) -> None:
    assert quality_of(rated(7, 4.4, by_default)) == quality_of(rated(7, 4.4))
    assert rated(7, 4.4, by_default)["mean_rating"] == 4.4


def test_one_best_rating_counts_for_less_than_many_good_ones() -> None:
    assert quality_of(rated(1, 5.0)) < quality_of(rated(20, 4.8))


def test_newcomer_takes_turns_with_the_best_and_with_the_quickest() -> None:
    """Hits within `EQUAL` of the best change places (P12), so a prior that is too low would keep newcomers back."""
    newcomer = 1 + ranking.QUALITY_AT_BEST * quality_of(None)
    best = 1 + ranking.QUALITY_AT_BEST + ranking.QUICK
    assert newcomer >= best * (1 - ranking.EQUAL)


# In words -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "words"),
    [(0.0, "不到 1 小时"), (0.99, "不到 1 小时"), (1.0, "1 小时"), (9.4, "9 小时"), (47.6, "48 小时")],
)
def test_reply_time_is_said_in_whole_hours(hours, words) -> None:
    assert reply_time(hours) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.0, "0%"), (0.29, "29%"), (0.57, "57%"), (0.98, "98%"), (0.9999, "99%"), (1.0, "100%")],
)
def test_share_is_rounded_down_so_that_all_means_all(share, words) -> None:
    assert percent(share) == words


@pytest.mark.parametrize(("mean", "words"), [(4.8, "4.8"), (4.0, "4.0"), (4.76, "4.8"), (5.0, "5.0")])
def test_score_has_one_decimal(mean, words) -> None:
    assert score(mean) == words
