"""Mentors by the thousand: the same every time, and varied enough to search in."""

import re
from collections import Counter
from itertools import islice

import pytest

from cms_pages.choices import AvailableTime, Stage
from plugins.demo.generator import generate_mentors
from plugins.demo.seeding.content import read
from plugins.mentors.figures import Figures

MANY = 3000


@pytest.fixture(scope="module")
def crowd() -> list[dict]:
    return list(generate_mentors(MANY, seed=1))


def test_generated_mentors_when_made_twice_are_the_same(crowd) -> None:
    assert list(generate_mentors(MANY, seed=1)) == crowd


def test_generated_mentors_when_fewer_are_wanted_are_the_first_of_many(crowd) -> None:
    assert list(generate_mentors(40, seed=1)) == crowd[:40]


def test_generated_mentors_when_the_seed_differs_are_others(crowd) -> None:
    others = list(islice(generate_mentors(MANY, seed=2), 50))
    assert not {row["code"] for row in others} & {row["code"] for row in crowd}
    assert [row["name"] for row in others] != [row["name"] for row in crowd[:50]]


def test_generated_mentors_when_compared_with_written_ones_have_the_same_shape(crowd) -> None:
    written = read("mentors")["mentors"][0]
    for row in crowd[:200]:
        assert row.keys() == written.keys()
        assert {name: type(value) for name, value in row.items()} == {
            name: type(value) for name, value in written.items()
        }


def test_codes_when_generated_are_distinct_and_none_is_taken(crowd) -> None:
    codes = {row["code"] for row in crowd}
    assert len(codes) == MANY
    assert not codes & {row["code"] for row in read("mentors")["mentors"]}


def test_generated_mentors_when_counted_are_varied(crowd) -> None:
    assert len({row["name"] for row in crowd}) > MANY * 0.95
    assert len({row["introduction"] for row in crowd}) > MANY * 0.99
    assert len({row["headline"] for row in crowd}) > MANY * 0.4
    assert Counter(row["district"] for row in crowd).keys() == {
        row["name"] for row in read("terms")["districts"]
    }
    used = Counter(field for row in crowd for field in row["fields"])
    assert used.keys() == {row["name"] for row in read("terms")["fields"]}


def test_generated_mentors_when_read_say_enough_and_not_too_much(crowd) -> None:
    industries = {row["name"] for row in read("terms")["industries"]}
    service_types = {row["name"] for row in read("terms")["service_types"]}
    languages = {row["name"] for row in read("terms")["languages"]}
    for row in crowd:
        assert 18 <= len(re.sub(r"\s", "", row["headline"])) <= 40, row["headline"]
        assert 80 <= len(row["introduction"]) <= 200, row["introduction"]
        assert 1 <= len(row["fields"]) <= 4
        assert 1 <= len(row["industries"]) <= 3
        assert set(row["industries"]) <= industries
        assert set(row["service_types"]) <= service_types
        assert set(row["languages"]) <= languages
        assert len(set(row["help_points"])) == len(row["help_points"]) >= 2
        assert "message" in row["ways"]


def test_times_when_generated_are_varied(crowd) -> None:
    counts = Counter(time for row in crowd for time in row["times"])
    assert counts.keys() == set(AvailableTime.values)
    assert all(0.4 < count / MANY < 0.6 for count in counts.values())


def test_stages_when_generated_are_varied(crowd) -> None:
    counts = Counter(stage for row in crowd for stage in row["stages"])
    assert counts.keys() == set(Stage.values)
    assert all(0.4 < count / MANY < 0.6 for count in counts.values())


def test_figures_when_generated_are_possible_and_varied(crowd) -> None:
    made = [Figures(**row["figures"]) for row in crowd if row["figures"]]
    few = [figures for figures in made if figures.services < 5]
    assert 0.05 < 1 - len(made) / MANY < 0.15
    assert 0.05 < len(few) / MANY < 0.15
    assert len({figures.median_reply_hours for figures in made}) > 100
    assert len({figures.mean_rating for figures in made}) > 50


def test_terms_when_generated_agree_with_the_state(crowd) -> None:
    assert {row["state"] for row in crowd} == {"serving", "paused", "former"}
    for row in crowd:
        assert (row["term_to_in_days"] < 0) == (row["state"] == "former")
        assert row["appointed_days_ago"] >= row["term_from_days_ago"] > 0


def test_careers_when_generated_run_from_first_post_to_now(crowd) -> None:
    for row in crowd:
        periods = [entry["period"] for entry in row["experience"]]
        assert 2 <= len(periods) <= 4
        assert periods[0].endswith(" 至今")
        starts = [int(period[:4]) for period in periods]
        assert starts == sorted(starts, reverse=True)
        assert [int(period[5:]) for period in periods[1:]] == starts[:-1]
        assert row["experience"][0]["role"] == f"{row['organisation']} {row['position']}"


def test_phrases_when_read_cover_every_term() -> None:
    for table in ("fields", "industries"):
        assert {row["name"] for row in read("phrases")[table]} == {
            row["name"] for row in read("terms")[table]
        }
    assert set(read("phrases")["districts"]) == {row["name"] for row in read("terms")["districts"]}
