"""Totals and counts against a naive recount: whatever is filtered, each facet leaves its own choice aside."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from search import generations
from search.engines.base import Answer, Draft, Engine, Request
from search.query import Sort
from tests.factories.content import today
from tests.search.conftest import ENGINES, engine_of, plan, request

KINDS = ("mentor", "policy", "notice")
WORDS = ("融资", "税务", "出口", "商标", "民宿")
VALUES = {"field": "abcdef", "district": "xyz", "way": "pq", "state": ("on", "off")}
DAILY = "state"
SEEDS = range(12)
SITE = 1


def a_draft(key: int, chance: random.Random) -> Draft:
    return Draft(
        kind=chance.choice(KINDS),
        key=key,
        tag=" ".join(chance.sample(WORDS, chance.randint(0, 3))),
        body=" ".join(chance.sample(WORDS, chance.randint(0, 2))),
        values={
            name: tuple(chance.sample(sorted(values), chance.randint(0, len(values))))
            for name, values in VALUES.items()
            if name != DAILY
        },
        site=chance.choice([0, 1, 1, 2]),
        first_day=chance.choice([date.min, date.min, today(), today(1)]),
        last_day=chance.choice([date.max, date.max, today(-1), today()]),
        newest=chance.choice([None, today(-1), today(-5), today(-40)]),
        rating=chance.choice([None, 3.5, 4.5]),
        digest=str(key),
    )


def a_request(chance: random.Random, drafts: Iterable[Draft]) -> Request:
    chosen = {
        name: tuple(chance.sample([*values, "unknown"], chance.randint(1, 2)))
        for name, values in [*VALUES.items(), ("kind", KINDS)]
        if chance.random() < 0.5
    }
    by_day = {
        value: frozenset((one.kind, one.key) for one in drafts if one.key % 2 == place)
        for place, value in enumerate(VALUES[DAILY])
    }
    return request(
        kinds=KINDS if chance.random() < 0.7 else tuple(chance.sample(KINDS, 2)),
        filters=chosen,
        facets=(*VALUES, "kind"),
        daily={DAILY: by_day},
        rating_min=chance.choice([None, None, 4.0]),
        since=chance.choice([None, today() - timedelta(days=10)]),
        until=chance.choice([None, today(-1)]),
        sort=chance.choice(list(Sort)),
        rotating=frozenset({"mentor"}),
    )


def held(one: Draft, name: str) -> tuple[str, ...]:
    if name == "kind":
        return (one.kind,)
    return (VALUES[DAILY][one.key % 2],) if name == DAILY else one.values[name]


def meets(one: Draft, words: tuple[str, ...], asked: Request) -> bool:
    """Whether it would be found if nothing were filtered."""
    day = asked.day
    return (
        one.kind in asked.kinds
        and set(words) <= {*one.tag.split(), *one.body.split()}
        and one.site in (0, SITE)
        and one.first_day <= day <= one.last_day
        and (asked.rating_min is None or (one.rating or 0) >= asked.rating_min)
        and (asked.since is None or (one.newest or date.min) >= asked.since)
        and (asked.until is None or (one.newest or date.max) <= asked.until)
    )


def recount(drafts: list[Draft], words: tuple[str, ...], asked: Request) -> Callable[..., list[Draft]]:
    """`left("field")`: what is found when this choice is dropped; `left()` with all of them."""
    matching = [one for one in drafts if meets(one, words, asked)]

    def left(dropped: str = "") -> list[Draft]:
        chosen = [(name, values) for name, values in asked.filters.items() if name != dropped]
        return [one for one in matching if all(set(held(one, name)) & set(values) for name, values in chosen)]

    return left


def keys(answer: Answer) -> list[tuple[str, int]]:
    return [(hit.kind, hit.key) for hit in answer.ranked]


@dataclass(frozen=True)
class Filled:
    """An engine and what it holds."""

    engine: Engine
    drafts: list[Draft]


@pytest.fixture(scope="module", params=SEEDS)
def seed(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture(scope="module", params=ENGINES)
def filled(request: pytest.FixtureRequest, seed: int, module_site: Any) -> Iterator[Filled]:
    """Each engine in turn, filled by chance."""
    chance = random.Random(seed)
    drafts = [a_draft(key, chance) for key in range(1, 121)]
    with engine_of(request) as engine:
        engine.write(drafts, generations.written())
        yield Filled(engine, drafts)


def test_totals_and_counts_are_those_of_a_naive_recount(db, filled: Filled, seed: int) -> None:
    chance = random.Random(f"counts {seed}")
    for _question in range(12):
        words = tuple(chance.sample(WORDS, chance.choice([0, 1, 1, 2])))
        asked = a_request(chance, filled.drafts)
        answer = filled.engine.search(plan(*words), asked)
        left = recount(filled.drafts, words, asked)
        assert sorted(keys(answer)) == sorted((one.kind, one.key) for one in left()), asked
        assert answer.total == len(left())
        for name in asked.facets:
            expected = Counter(value for one in left(name) for value in held(one, name))
            counted = {value: number for value, number in answer.counts[name].items() if number}
            assert counted == expected, (name, asked)
        assert dict(answer.without) == {name: len(left(name)) for name in asked.filters}


def test_pages_of_any_order_and_filter_lose_and_repeat_nobody(db, filled: Filled, seed: int) -> None:
    chance = random.Random(f"pages {seed}")
    for _question in range(6):
        asked = a_request(chance, filled.drafts)
        words = plan(*chance.sample(WORDS, chance.choice([0, 1])))
        whole = keys(filled.engine.search(words, asked))
        parts = {**vars(asked), "size": chance.choice([1, 3, 7])}
        turned = [
            key
            for offset in range(0, len(whole) + 1, parts["size"])
            for key in keys(filled.engine.search(words, Request(**{**parts, "offset": offset})))
        ]
        assert turned == whole, asked
