"""The demo's mentors and cases: possible, varied, and nobody's."""

import re
from collections import Counter

from cms_pages.choices import AvailableTime, Stage, Way
from plugins.demo.seeding.content import read
from plugins.mentors.choices import ServingState
from plugins.mentors.codes import ALPHABET
from plugins.mentors.figures import Figures
from tests.plugins.demo.test_content import length_of, names_in


def test_mentors_when_read_use_terms_that_exist() -> None:
    for row in read("mentors")["mentors"]:
        assert row["district"] in names_in("districts")
        assert set(row["fields"]) <= names_in("fields")
        assert 1 <= len(row["fields"]) <= 4
        assert set(row["industries"]) <= names_in("industries")
        assert 1 <= len(row["industries"]) <= 3
        assert set(row["languages"]) <= names_in("languages")
        assert set(row["service_types"]) <= names_in("service_types")
        assert set(row["ways"]) <= set(Way.values)
        assert row["ways"]
        assert set(row["times"]) <= set(AvailableTime.values)
        assert set(row["stages"]) <= set(Stage.values)


def test_mentors_when_read_say_enough_and_not_too_much() -> None:
    for row in read("mentors")["mentors"]:
        assert 18 <= length_of(row["headline"]) <= 40, row["name"]
        assert 80 <= len(row["introduction"]) <= 200, row["name"]
        assert 2 <= len(row["help_points"]) <= 4
        assert 2 <= len(row["experience"]) <= 4
        assert row["years"] > 0


def test_mentors_when_read_hold_codes_of_the_alphabet() -> None:
    assert all(re.fullmatch(f"[{ALPHABET}]{{6}}", row["code"]) for row in read("mentors")["mentors"])


def test_terms_of_mentors_when_seeded_agree_with_the_state() -> None:
    states = Counter(row["state"] for row in read("mentors")["mentors"])
    # Nobody in the demo city had to be hidden at once.
    assert set(states) == set(ServingState.values) - {ServingState.HIDDEN}
    assert states["serving"] >= 56
    for row in read("mentors")["mentors"]:
        assert (row["term_to_in_days"] < 0) == (row["state"] == "former"), row["name"]
        assert row["term_from_days_ago"] > 0
        assert row["appointed_days_ago"] >= row["term_from_days_ago"]
        assert (row["term_number"] == 1) == (row["appointed_days_ago"] == row["term_from_days_ago"])


def test_figures_of_mentors_when_read_are_possible_and_varied() -> None:
    rows = read("mentors")["mentors"]
    made = [Figures(**row["figures"]) for row in rows if row["figures"]]
    assert 5 <= len(rows) - len(made) <= 10
    assert 6 <= sum(figures.services < 5 for figures in made) <= 12
    known = [figures for figures in made if figures.services >= 5 and figures.mean_rating is not None]
    assert len({figures.mean_rating for figures in known}) > 15
    assert len({figures.median_reply_hours for figures in known}) > 30
    assert all(figures.default_ratings for figures in known)
    for value in AvailableTime.values:
        assert 10 <= sum(value in row["times"] for row in rows) <= len(rows) - 10
    for value in Stage.values:
        assert 10 <= sum(value in row["stages"] for row in rows) <= len(rows) - 10


def test_names_when_rare_are_there_to_be_searched() -> None:
    names = [row["name"] for row in read("mentors")["mentors"]]
    assert all(
        any(name.startswith(family) for name in names)
        for family in ("逄", "解", "尉迟", "单", "曾", "仇", "查")
    )
    assert all(any(rare in name for name in names) for rare in "㛃䶮𬭎")


def test_portraits_when_left_out_are_about_eight() -> None:
    assert 6 <= sum(not row["portrait"] for row in read("mentors")["mentors"]) <= 10


def test_cases_when_read_belong_to_mentors_already_appointed() -> None:
    mentors = {row["code"]: row for row in read("mentors")["mentors"]}
    for row in read("cases")["cases"]:
        assert row["served_days_ago"] <= mentors[row["mentor"]]["appointed_days_ago"], row["title"]
        assert row["service_type"] in names_in("service_types")
        assert row["industry"] in names_in("industries")


def test_cases_when_read_mask_people_and_give_figures() -> None:
    full_names = {row["name"] for row in read("mentors")["mentors"]}
    for row in read("cases")["cases"]:
        assert not any(name in row["beneficiary"] for name in full_names)
        assert 2 <= len(row["body"]) <= 3
        assert all(30 <= len(paragraph) <= 260 for paragraph in row["body"]), row["title"]
        assert re.search(r"\d", row["result"]), row["title"]
