"""Order, counts and suggestions: the same rules on every engine, and the same answers."""

import random
from datetime import date

import pytest

from search import generations
from search.engines.base import Draft, Offer
from search.engines.database import DatabaseEngine
from search.query import Seeker, Sort
from tests.factories.content import today
from tests.search.conftest import answer_of, plan, request

WORDS = ["融资", "税务", "出口", "商标", "民宿", "直播", "认证", "担保"]
PLANS = [
    plan(),
    *(plan(word) for word in WORDS),
    plan("融资", "税务"),
    plan(("融资", "出口 商标")),
    plan("民宿~务出"),
]


def keys(answer) -> list[int]:
    return [hit.key for hit in answer.ranked]


def a_mentor(key: int, chance: random.Random) -> Draft:
    tags, body = (chance.sample(WORDS, chance.randint(1, 3)) for _column in range(2))
    return Draft(
        kind=chance.choice(["mentor", "mentor", "policy"]),
        key=key,
        tag=" ".join(tags),
        body=" ".join(body),
        chars=" ".join("".join(tags)),
        values={
            "field": tuple(chance.sample("abcd", chance.randint(0, 3))),
            "district": (chance.choice("xyz"),),
        },
        site=chance.choice([0, 1, 1, 2]),
        first_day=chance.choice([date.min, date.min, today(), today(1)]),
        last_day=chance.choice([date.max, today(-1), today()]),
        newest=chance.choice([None, today(-1), today(-5)]),
        rating=chance.choice([None, 3.5, 4.5]),
        quality=chance.choice([None, 0.2, 0.9]),
        reply_hours=chance.choice([None, 3.0, 30.0]),
        next_slot=chance.choice([None, today(3), today(30)]),
        digest=str(key),
    )


BY_DAY = {
    "state": {
        "on": frozenset((kind, key) for kind in ("mentor", "policy") for key in range(1, 200)),
        "off": frozenset(("policy", key) for key in range(200, 260)),
        "never": frozenset(),
    }
}
REQUESTS = [
    {},
    {"facets": ("field", "district", "kind")},
    {"facets": ("field", "district"), "filters": {"field": ("a", "b"), "district": ("x",)}},
    {"facets": ("kind", "field"), "filters": {"kind": ("mentor",), "field": ("c", "unknown")}},
    {"filters": {"unknown": ("a",)}, "facets": ("unknown",)},
    {"daily": BY_DAY, "facets": ("state", "field"), "filters": {"state": ("on", "unknown"), "field": ("a", "b")}},
    {"kinds": ("policy",), "rating_min": 4.0, "since": today(-2), "until": today()},
    *({"sort": sort, "rotating": frozenset({"mentor"}), "seed": 3, "turn": 2} for sort in Sort),
    {"filters": {"field": ("a", "c", "d"), "district": ("x", "y")}, "rotating": frozenset({"mentor"}), "turn": 1},
    {"seeker": Seeker(("a",), (), "x", consulted={("mentor", 3): 1, ("mentor", 4): 5}), "filters": {"field": ("a", "d")}},
]  # fmt: skip


@pytest.mark.elasticsearch
def test_sets_totals_and_counts_are_those_of_the_database(db, elastic) -> None:
    chance = random.Random(7)
    drafts = [a_mentor(key, chance) for key in range(1, 301)]
    written = generations.written()
    for engine in (DatabaseEngine(), elastic):
        engine.write(drafts, written)
    live = generations.live().pk
    for kind in ("mentor", "policy"):
        assert elastic.keys(live, kind) == DatabaseEngine().keys(live, kind)
    assert elastic.stale(drafts, live) == DatabaseEngine().stale(drafts, live) == set()
    for asked in PLANS:
        for parts in REQUESTS:
            parts = {"kinds": ("mentor", "policy"), **parts}
            ours, theirs = (answer_of(engine, asked, **parts) for engine in (elastic, DatabaseEngine()))
            assert sorted(keys(ours)) == sorted(keys(theirs)), (asked, parts)
            assert (ours.total, ours.matching) == (theirs.total, theirs.matching)
            assert (ours.counts, dict(ours.without)) == (theirs.counts, dict(theirs.without))
            assert elastic.count(asked, request(**parts)) == DatabaseEngine().count(asked, request(**parts))
            if not asked.concepts:
                # Without words there is no text score to differ in, so that the order is the same too.
                assert keys(ours) == keys(theirs), parts
                scores = [(hit.score, hit.text_score) for hit in theirs.ranked]
                assert [pytest.approx((hit.score, hit.text_score), rel=1e-5) for hit in ours.ranked] == scores


def test_personal_factor_lifts_within_its_limits(put, engine) -> None:
    put(1, tag="融资")
    put(2, tag="融资", values={"field": ("a",)}, quality=1.0, reply_hours=2.0, next_slot=today(2))
    put(3, tag="融资", values={"field": ("b",)})
    put(4, tag="融资", values={"district": ("x",)})
    seeker = Seeker(needs=("a", "b"), district="x", consulted={("mentor", 3): 1})
    hits = {hit.key: hit for hit in answer_of(engine, plan("融资"), seeker=seeker).ranked}
    factors = {key: hit.score / hit.text_score for key, hit in hits.items()}
    assert factors == pytest.approx({1: 1.0, 2: 1.26, 3: 0.9, 4: 1.08}, rel=1e-4)
    assert list(hits) == [2, 4, 1, 3]


def test_each_of_five_equals_stands_first_every_fifth_time(put, engine) -> None:
    for key in range(1, 6):
        put(key, tag="融资")
    put(9, tag="别的", body="融资")
    firsts = []
    for turn in range(10):
        found = keys(answer_of(engine, plan("融资"), rotating=frozenset({"mentor"}), seed=5, turn=turn))
        assert found[-1] == 9
        firsts.append(found[0])
    assert sorted(firsts) == sorted([*range(1, 6), *range(1, 6)])
    assert len(set(firsts[:5])) == 5


def test_among_equals_whoever_has_more_of_the_chosen_values_comes_first(put, engine) -> None:
    put(1, tag="融资", values={"field": ("a",)})
    put(2, tag="融资", values={"field": ("a", "b", "c"), "district": ("x",)})
    put(3, tag="融资", values={"field": ("a", "b"), "district": ("x",)})
    put(4, tag="融资", values={"field": ("c",), "district": ("x",)})
    put(5, tag="别的", body="融资", values={"field": ("a", "b", "c")})
    for turn in range(4):
        parts = {"rotating": frozenset({"mentor"}), "turn": turn}
        found = keys(answer_of(engine, plan("融资"), filters={"field": ("a", "b", "c")}, **parts))
        assert (found[:2], sorted(found[2:4]), found[4]) == ([2, 3], [1, 4], 5)
    newest = answer_of(engine, plan("融资"), filters={"field": ("a", "b", "c")}, sort=Sort.NEWEST)
    assert keys(newest)[-1] == 5


def test_pages_of_one_turn_show_everybody_once(put, engine, monkeypatch) -> None:
    monkeypatch.setattr("search.engines.elastic.engine.FIRST_LOOK", 3)
    monkeypatch.setattr("search.engines.elastic.engine.WINDOW", 8)
    monkeypatch.setattr("search.engines.elastic.answering.WINDOW", 8)
    for key in range(1, 21):
        put(key, tag="融资", rating=float(key % 3))
    for sort in Sort:
        parts = {"rotating": frozenset({"mentor"}), "seed": 5, "turn": 3, "sort": sort, "size": 3}
        pages = [answer_of(engine, plan("融资"), offset=offset, **parts) for offset in range(0, 24, 3)]
        assert sorted(key for page in pages for key in keys(page)) == list(range(1, 21)), sort
        assert {page.total for page in pages} == {20}


def test_everything_beyond_one_window_is_given_when_asked_for(put, engine, monkeypatch) -> None:
    monkeypatch.setattr("search.engines.elastic.engine.WINDOW", 8)
    monkeypatch.setattr("search.engines.elastic.answering.WINDOW", 8)
    for key in range(1, 21):
        put(key, tag="融资")
    assert keys(answer_of(engine, plan("融资"), size=1 << 30)) == list(range(20, 0, -1))


def test_suggestions_are_found_by_every_spelling_best_first(put, engine) -> None:
    offers = (Offer("王雨桐", ("王雨桐", "wangyutong", "wyt")),)
    put(1, offers=offers, newest=today(-3))
    put(2, offers=(Offer("王雨", ("王雨", "wangyu", "wy")),), newest=today())
    put(3, kind="policy", offers=(Offer("网约车办法", ("网约车办法", "wangyuechebanfa", "wycbf")),))
    put(4, offers=(Offer("王明日", ("王明日", "wangmingri", "wmr")),), first_day=today(1))
    engine.offer("field", [("a", Offer("外贸", ("外贸", "waimao", "wm")))], generations.written())

    def texts(typed: str, size: int = 5) -> list[str]:
        return [one.text for one in engine.suggest(typed, ["field", "mentor", "policy"], 1, size)]

    assert texts("w") == ["外贸", "王雨", "王雨桐", "网约车办法"]
    assert texts("w", 1) == ["外贸", "王雨", "网约车办法"]
    assert texts("wangyuto") == texts("王雨桐") == texts(" 王雨 桐") == ["王雨桐"]
    assert texts("wangyue") == ["网约车办法"]
    assert texts("") == texts("\ud800") == texts("q") == []
    engine.offer("field", [("b", Offer("融资", ("融资", "rongzi", "rz")))], generations.written())
    assert texts("wm") == []
    assert texts("rz") == ["融资"]


def test_suggestion_is_found_among_many_that_begin_alike(put, engine) -> None:
    for key in range(1, 61):
        put(key, offers=(Offer(f"王雨{key}", (f"wangyu{key:02}",)),), newest=today(-key))
    found = engine.suggest("wangyu60", ["mentor"], 1, 5)
    assert [one.text for one in found] == ["王雨60"]


def test_hits_that_count_as_equal_share_a_number(engine, put) -> None:
    put(1, tag="融资", quality=0.9)
    put(2, tag="融资")
    put(3, body="融资 税务 出口")
    ranked = answer_of(engine, plan("融资")).ranked
    groups = {hit.key: hit.equals for hit in ranked}
    assert groups[1] == groups[2] == 1
    assert groups[3] == 2


def test_what_passes_with_the_day_is_filtered_and_counted_beside_the_entries(engine, put) -> None:
    for key in (1, 2, 3):
        put(key, tag="融资", values={"field": ("a",) if key < 3 else ("b",)})
    daily = {"state": {"on": frozenset({("mentor", 1), ("mentor", 3)}), "off": frozenset({("mentor", 2)})}}
    asked = {"daily": daily, "facets": ("state", "field")}
    answer = answer_of(engine, plan("融资"), **asked, filters={"state": ("on",)})
    assert sorted(keys(answer)) == [1, 3]
    assert answer.counts["state"] == {"on": 2, "off": 1}
    assert answer.counts["field"] == {"a": 1, "b": 1}
    assert answer.without == {"state": 3}
    assert answer_of(engine, plan("融资"), **asked, filters={"state": ("never",)}).total == 0
