"""What searches leave behind: counts of queries that many have asked, and nothing of whoever asked."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from search.demand import keeping, noting
from search.demand.pool import VISITORS, Pool
from search.demand.privacy import may_be_kept
from search.models import BlockedWord, QueryDay
from tests.cms_pages.personal_data import test_detectors
from tests.factories.content import NewsFactory, PolicyFactory, today
from tests.factories.mentors import MentorFactory


@pytest.fixture(autouse=True)
def nothing_noted(db) -> None:
    """Every test begins with an empty memory of the process."""
    noting._waiting.clear()
    noting._pools._things.clear()
    noting._known._things.clear()


def visit(text: str, number: int, path: str = "/search/", **more) -> None:
    Client(REMOTE_ADDR=f"198.51.100.{number}").get(path, {"q": text, **more})


def written() -> dict[tuple[str, str], tuple[int, int, int]]:
    noting.flush()
    keeping.keep()
    return {(row.place, row.query): (row.asked, row.empty, row.opened) for row in QueryDay.objects.all()}


def test_query_is_written_down_when_the_fifth_visitor_asks(site) -> None:
    NewsFactory(title="营业执照办理")
    for number in range(VISITORS - 1):
        visit("营业执照", number)
        visit("营业执照", number)
    assert written() == {}
    visit("營業執照", 99)
    assert written() == {("site", "营业执照"): (9, 0, 0)}
    visit("营业执照", 1)
    assert written() == {("site", "营业执照"): (10, 0, 0)}


def test_what_finds_nothing_is_counted_as_such(site) -> None:
    for number in range(VISITORS):
        visit("鼎泓轩", number)
    assert written() == {("site", "鼎泓轩"): (VISITORS, VISITORS, 0)}


@pytest.mark.parametrize(
    ("path", "place"), [("/search/", "site"), ("/policies/", "policy"), ("/mentors/", "mentor")]
)
def test_every_list_with_a_search_box_is_counted(site, path: str, place: str) -> None:
    PolicyFactory(title="民宿扶持办法")
    MentorFactory(page__headline="民宿")
    for number in range(VISITORS):
        visit("民宿", number, path)
    assert written() == {(place, "民宿"): (VISITORS, 0, 0)}


@pytest.mark.parametrize(
    "more",
    [{"page": "2"}, {"kind": "notice"}, {"exact": "1"}, {"sort": "newest"}, {"within": "week"}],
)
def test_what_follows_the_first_look_is_no_search_of_its_own(site, more: dict[str, str]) -> None:
    NewsFactory(title="营业执照办理")
    for number in range(VISITORS):
        visit("营业执照", number, **more)
    assert written() == {}


def test_nothing_that_could_name_a_visitor_or_a_rare_query_is_kept_anywhere(site, monkeypatch) -> None:
    kept, keep = {}, cache.set

    def seen(key, value, *more) -> None:
        kept[key] = value
        keep(key, value, *more)

    monkeypatch.setattr(cache, "set", seen)
    visit("鼎泓轩", 7)
    noting.flush()
    pool = repr({key: value for key, value in kept.items() if "demand" in key})
    assert "demand" in pool
    assert "鼎泓轩" not in pool
    assert "198.51.100.7" not in pool
    assert {field.name for field in QueryDay._meta.fields} == {
        "id",
        "place",
        "query",
        "day",
        "asked",
        "empty",
        "opened",
    }


def test_marks_are_gone_when_the_fifth_has_asked_and_everything_when_the_day_has_ended(
    site, monkeypatch
) -> None:
    for number in range(VISITORS):
        visit("鼎泓轩", number)
    visit("只有一人问", 1)
    noting.flush()
    pool = Pool(today())
    assert [count.visitors for count in pool.counts()] == [frozenset()]
    tomorrow = today(1)
    monkeypatch.setattr(timezone, "localdate", lambda *given: tomorrow)
    keeping.keep()
    assert QueryDay.objects.get().day == today(0) - timedelta(days=1)
    assert Pool.existing(tomorrow - timedelta(days=1)) is None
    assert list(pool.counts()) == []


def test_lost_key_takes_its_counts_along_and_marks_are_never_compared_across(site) -> None:
    for number in range(VISITORS - 1):
        visit("鼎泓轩", number)
    noting.flush()
    cache.clear()
    noting._pools._things.clear()
    visit("鼎泓轩", 50)
    assert written() == {}


def test_known_query_is_counted_for_few_visitors_too(site) -> None:
    QueryDay.objects.create(place="site", query="鼎泓轩", day=today(-3), asked=6, empty=6)
    visit("鼎泓轩", 1)
    noting.flush()
    keeping.keep()
    assert QueryDay.objects.get(day=today()).asked == 1


NUMBERS = [
    "13800138000",
    "１３８００１３８０００",
    "138 0013 8000",
    "370202199001011234",
    "6222020200112233445",
]
NUMBERS += [
    "一三八零零一三八零零零",
    "zhou@hailan.example",
    "ｚｈｏｕ＠hailan",
    "0532-88888888",
    "王雨桐 13800138000",
]


@pytest.mark.parametrize("text", NUMBERS)
def test_what_looks_like_somebodys_number_or_address_is_never_kept(site, text: str) -> None:
    for number in range(VISITORS):
        visit(text, number)
    assert written() == {}


@pytest.mark.parametrize(
    "text", ["海人社规〔2026〕7号", "iso9001", "2026年创业补贴", "三八红旗手", "十四五规划"]
)
def test_numbers_of_documents_and_years_may_be_kept(db, text: str) -> None:
    assert may_be_kept(text)


def test_whatever_the_portals_detectors_find_is_refused(db) -> None:
    texts = [text for text in _texts_of(test_detectors) if test_detectors.find(text)]
    assert len(texts) > 20
    assert [text for text in texts if may_be_kept(text)] == []


def _texts_of(module) -> set[str]:
    """Every text in the parameters of a module's tests."""
    found: set[str] = set()

    def walk(value) -> None:
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, list | tuple | set):
            for one in value:
                walk(one)

    for test in vars(module).values():
        walk(test if isinstance(test, list | tuple) else [])
        for mark in getattr(test, "pytestmark", ()):
            walk(list(mark.args))
    return found


def test_blocked_words_are_not_counted(site) -> None:
    BlockedWord.objects.create(word="坏东西")
    for number in range(VISITORS):
        visit("卖坏东西", number)
    assert written() == {}


def test_opened_hits_are_counted_without_a_cookie(site) -> None:
    for number in range(VISITORS):
        visit("鼎泓轩", number)
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/search/count/", {"place": "site", "q": "鼎泓轩", "what": "opened"})
    assert (answer.status_code, answer.content, dict(answer.cookies)) == (204, b"", {})
    assert written() == {("site", "鼎泓轩"): (VISITORS, VISITORS, 1)}


@pytest.mark.parametrize(
    ("what", "counts"), [("opened", (5, 0, 5)), ("passed", (5, 0, 0)), ("empty", (5, 5, 0))]
)
def test_what_came_of_suggestions_is_counted(site, what: str, counts: tuple[int, int, int]) -> None:
    for number in range(VISITORS):
        browser = Client(REMOTE_ADDR=f"198.51.100.{number}")
        browser.post("/search/count/", {"place": "suggestions", "q": "rz", "what": what})
    assert written() == {("suggestions", "rz"): counts}


@pytest.mark.parametrize(
    "posted",
    [{}, {"place": "nowhere", "q": "民宿"}, {"place": "site", "q": ""}, {"place": "\x00", "q": "\x00"}],
)
def test_odd_posts_are_answered_and_count_nothing(site, posted: dict) -> None:
    assert Client().post("/search/count/", posted).status_code == 204
    assert written() == {}


def test_other_sites_and_hurried_senders_are_refused(site, monkeypatch) -> None:
    posted = {"place": "site", "q": "民宿"}
    assert Client(headers={"Sec-Fetch-Site": "cross-site"}).post("/search/count/", posted).status_code == 403
    assert Client().get("/search/count/").status_code == 405
    monkeypatch.setattr("search.throttle.PER_MINUTE", 1)
    answers = [Client().post("/search/count/", posted).status_code for _ in range(3)]
    assert answers == [204, 429, 429]


def test_search_is_answered_when_nothing_can_be_counted(site, monkeypatch) -> None:
    NewsFactory(title="营业执照办理")

    def broken(*given):
        raise ConnectionError("no cache")

    monkeypatch.setattr(noting, "_pool", broken)
    assert Client().get("/search/", {"q": "营业执照"}).status_code == 200
    noting._wait(today(), noting.Note("site", "x"))
    monkeypatch.setattr(noting, "MOST_WAITING", 0)
    assert Client().get("/search/", {"q": "营业执照"}).status_code == 200


def test_answer_waits_for_no_database(site, django_assert_num_queries, rf) -> None:
    request = rf.get("/search/")
    noting.searched(request, "site", "营业执照", 1)
    with django_assert_num_queries(0):
        noting.searched(request, "site", "营业执照", 1)


def test_job_may_run_twice_and_counts_never_shrink(site) -> None:
    for number in range(VISITORS):
        visit("鼎泓轩", number)
    first = written()
    assert written() == first
    QueryDay.objects.update(asked=100)
    assert written() == {("site", "鼎泓轩"): (100, VISITORS, 0)}


def test_old_counts_are_deleted(site, settings) -> None:
    settings.SEARCH_REPORT_DAYS = 30
    for days in (-31, -30, 0):
        QueryDay.objects.create(place="site", query="民宿", day=today(days), asked=5)
    assert keeping.forget() == 1
    assert sorted(QueryDay.objects.values_list("day", flat=True)) == [today(-30), today()]
