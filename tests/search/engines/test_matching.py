"""Which entries a plan finds: written down once, true on every database."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection

from search import generations
from search.engines.base import Draft, Engine
from search.engines.database import DatabaseEngine
from search.models import Entry, Text
from search.plan import Alternative, Concept, Plan
from tests.search.conftest import answer_of, found_by, made, plan

ENTRIES = {
    1: {
        "ename": "王雨桐",
        "name": "王 雨 桐 王雨 雨桐 王雨桐",
        "tag": "融资 商业 计划书 商业计划书",
        "body": "早期 投资",
    },
    2: {
        "ename": "张丽",
        "name": "张 丽 张丽",
        "tag": "税务 筹划",
        "body": "融资 担保 贷款",
        "chars": "税 务 筹 划 · 融 资",
    },
    3: {"tag": "知识产权 知识 产权", "body": "金融 资产", "chars": "知 识 产 权 ǀ 金 融 资 产"},
    4: {"tag": "iso9001 iso 9001 c++", "body": "体系 认证 o'neil back\\slash"},
    5: {"ename": "annaweber", "name": "anna weber", "tag": "出口", "chars": "出 口 ǀ 碑"},
}

CASES = [
    (plan("融资"), [1, 2]),
    (plan("雨桐"), [1]),
    (plan("王"), [1]),
    (plan("annaweber"), [5]),
    (plan("融资 税务"), [2]),
    (plan("融资", "税务"), [2]),
    (plan("融资", ("商业计划书", "筹划")), [1, 2]),
    (plan(("税务 投资", "出口")), [5]),
    (plan("民宿~融资"), [2, 3]),
    (plan(("民宿~融资", "iso")), [2, 3, 4]),
    (plan("金融", "民宿~产权"), [3]),
    (plan("民宿~口碑"), []),
    (plan("民宿~资融"), []),
    (plan("资"), []),
    (plan("iso"), [4]),
    (plan("c++"), [4]),
    (plan("c"), []),
    (plan("o'neil"), [4]),
    (plan("back\\slash"), [4]),
    (plan("没有"), []),
    (Plan(), [1, 2, 3, 4, 5]),
    (Plan(impossible=True), []),
    (Plan(concepts=(Concept("", ()),)), []),
    (Plan(concepts=(Concept("", (Alternative(()),)),)), []),
]

HOSTILE = [
    '"', '""', "'", "\\", "*", "(", ")", "融资*", "NOT", "AND", "OR", "NEAR(融资)", "{tag}", "tag:融资", "^融资", "a:*", "!融资",
    "a<->b", "\0", "融\0资", "\ud800", "😀", "%s", "%(x)s", ":A", "'融资':*", "- 融资", "+", "x" * 10_000,
]  # fmt: skip


@pytest.fixture(scope="module")
def entries(module_engine: Engine) -> Engine:
    """An engine that holds them."""
    module_engine.write([made(key, **parts) for key, parts in ENTRIES.items()], generations.written())
    return module_engine


@pytest.mark.parametrize(("asked", "expected"), CASES)
def test_plan_finds_the_same_entries_on_every_database(db, entries, asked, expected) -> None:
    assert found_by(entries, asked) == expected


@pytest.mark.parametrize("word", HOSTILE, ids=lambda word: ascii(word)[:20])
def test_nothing_that_somebody_types_is_an_operator(db, entries, word) -> None:
    assert set(found_by(entries, plan(word.replace(" ", "")))) <= {1, 2, 4}
    assert set(found_by(entries, Plan(concepts=(Concept(word, (Alternative((word, "没有"), word),)),)))) <= {
        2,
        3,
    }


def test_quoted_words_are_found_as_they_are_or_not_at_all(put, found) -> None:
    put(1, tag="融资")
    for word in ("融资*", '"融资"', "tag:融资", "^融资", "'融资':*", "!融资"):
        assert found(plan(word)) == [], word


def test_columns_weigh_in_their_order(put, engine) -> None:
    for key, column in enumerate(("body", "tag", "name", "ename"), start=1):
        put(key, **{column: "融资"})
    put(5, body="别的", chars="融 资")
    for key in range(10, 30):
        put(key, body="别的 事情", tag="另一")
    answer = answer_of(engine, plan(("融资", "民宿~融资")))
    assert [hit.key for hit in answer.ranked] == [4, 3, 2, 1, 5]
    scores = [hit.score for hit in answer.ranked]
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)


def test_entries_are_found_on_their_site_and_on_their_days(put, found) -> None:
    from tests.factories.content import today

    put(1, tag="融资", site=1)
    put(2, tag="融资", site=2)
    put(3, tag="融资", site=0)
    put(4, tag="融资", last_day=today(-1))
    put(5, tag="融资", first_day=today(1))
    put(6, tag="融资", first_day=today(), last_day=today())
    assert found(plan("融资")) == [1, 3, 6]
    assert found(plan("融资"), day=today(1)) == [1, 3, 5]


def test_only_the_kinds_that_may_be_found_are_found(put, found) -> None:
    put(1, tag="融资")
    put(2, kind="policy", tag="融资")
    assert found(plan("融资")) == [1]
    assert found(plan("融资"), kinds=("policy",)) == [2]
    assert found(plan("融资"), kinds=()) == []


def test_numbers_and_days_narrow(put, found) -> None:
    from tests.factories.content import today

    put(1, tag="融资", rating=4.5, newest=today(-10))
    put(2, tag="融资", rating=3.0, newest=today(-5))
    put(3, tag="融资")
    assert found(plan("融资"), rating_min=4) == [1]
    assert found(plan("融资"), since=today(-5)) == [2]
    assert found(plan("融资"), until=today(-6)) == [1]


def test_writing_again_replaces_and_deleting_removes(put, found, engine) -> None:
    put(1, tag="融资")
    put(1, tag="税务")
    assert found(plan("融资")) == []
    assert found(plan("税务")) == [1]
    engine.delete("mentor", [1, 2], generations.written())
    assert found(plan("税务")) == []
    assert not Entry.objects.filter(kind="mentor").exists()
    assert Text.objects.count() == Entry.objects.count()


def test_length_of_a_text_does_not_count(empty_index) -> None:
    """Nobody is put first for saying little; on SQLite the index knows no lengths at all."""
    drafts = [
        Draft(kind="mentor", key=1, tag="融资", digest="1"),
        Draft(
            kind="mentor",
            key=2,
            tag="融资",
            body=" ".join(f"词{number}" for number in range(300)),
            digest="2",
        ),
        Draft(kind="mentor", key=3, body="融资", digest="3"),
    ]
    DatabaseEngine().write(drafts, generations.written())
    scores = {hit.key: hit.text_score for hit in answer_of(DatabaseEngine(), plan("融资")).ranked}
    assert scores[1] == pytest.approx(scores[2])
    assert scores[3] < scores[1] * 0.7


def test_texts_come_along_when_the_table_of_words_is_made_anew(empty_index) -> None:
    engine, editor = DatabaseEngine(), SimpleNamespace(connection=connection, execute=_execute)
    migration = import_module("search.migrations.0007_words_without_lengths")
    engine.write([Draft(kind="mentor", key=1, tag="融资", digest="1")], generations.written())
    migration.join(None, editor)
    migration.part(None, editor)
    assert [hit.key for hit in answer_of(engine, plan("融资")).ranked] == [1]
    engine.delete("mentor", [1], generations.written())
    assert answer_of(engine, plan("融资")).total == Text.objects.count() == 0


def _execute(statement: str, parameters: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
