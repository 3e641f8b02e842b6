"""Keyset pages: complete, without repetition, in both directions, also while rows come and go."""

import pytest
import time_machine
from rest_framework.exceptions import ValidationError

from api.pagination import Cursor, slice_of
from cms_pages.models import NewsPage
from tests.factories.content import NewsFactory, today

NEWEST = ("-published_on", "-pk")


@pytest.fixture(scope="module")
def notices(module_site) -> list[int]:
    """Keys of seven notices, newest first; several share a day, so that the key decides."""
    pages = [NewsFactory(published_on=today(-place // 3)) for place in range(7)]
    return [page.pk for page in sorted(pages, key=lambda page: (page.published_on, page.pk), reverse=True)]


@pytest.fixture
def seven(db, notices) -> list[int]:
    return notices


def keys(page) -> list[int]:
    return [row.pk for row in page.rows]


def walk(limit: int, ordering=NEWEST) -> list[list[int]]:
    pages, cursor = [], ""
    while True:
        page = slice_of(NewsPage.objects.all(), ordering, limit, cursor)
        pages.append(keys(page))
        if page.next is None:
            return pages
        cursor = str(page.next)


@pytest.mark.parametrize("limit", [1, 2, 3, 6, 7, 8])
def test_walking_forwards_meets_every_row_once(seven, limit) -> None:
    pages = walk(limit)
    assert [key for page in pages for key in page] == seven
    assert all(len(page) == limit for page in pages[:-1])


def test_walking_back_gives_the_same_pages(seven) -> None:
    first = slice_of(NewsPage.objects.all(), NEWEST, 3)
    second = slice_of(NewsPage.objects.all(), NEWEST, 3, str(first.next))
    third = slice_of(NewsPage.objects.all(), NEWEST, 3, str(second.next))
    again = slice_of(NewsPage.objects.all(), NEWEST, 3, str(third.previous))
    start = slice_of(NewsPage.objects.all(), NEWEST, 3, str(again.previous))
    assert (keys(again), keys(start)) == (keys(second), keys(first))
    assert start.previous is None
    assert keys(slice_of(NewsPage.objects.all(), NEWEST, 3, str(start.next))) == keys(second)


def test_ascending_and_mixed_orders_walk_completely(seven) -> None:
    for ordering in [("pk",), ("published_on", "-pk"), ("-published_on", "pk")]:
        expected = list(NewsPage.objects.order_by(*ordering).values_list("pk", flat=True))
        assert [key for page in walk(2, ordering) for key in page] == expected


def test_a_row_published_meanwhile_neither_repeats_nor_hides_another(seven) -> None:
    first = slice_of(NewsPage.objects.all(), NEWEST, 3)
    NewsFactory(published_on=today(1))
    rest = slice_of(NewsPage.objects.all(), NEWEST, 10, str(first.next))
    assert keys(first) + keys(rest) == seven


def test_an_empty_list_has_no_neighbours(site) -> None:
    page = slice_of(NewsPage.objects.filter(live=False), NEWEST, 3)
    assert (page.rows, page.next, page.previous) == ([], None, None)


def test_a_page_is_one_query(seven, django_assert_num_queries) -> None:
    cursor = str(slice_of(NewsPage.objects.all(), NEWEST, 3).next)
    with django_assert_num_queries(1):
        slice_of(NewsPage.objects.all(), NEWEST, 3, cursor)


def test_the_same_page_has_the_same_cursor_at_any_time() -> None:
    with time_machine.travel("2026-11-22"):
        before = str(Cursor(NEWEST, ("2026-11-22", 7)))
    with time_machine.travel("2026-12-24"):
        assert str(Cursor(NEWEST, ("2026-11-22", 7))) == before


def altered(text: str) -> str:
    return text[:-1] + ("A" if text[-1] != "A" else "B")


@pytest.mark.parametrize(
    "text",
    ["x", "1", "eyJhIjoxfQ", "a:b", altered(str(Cursor(NEWEST, ("2026-11-22", 7)))), "中文:游标", "\x00"],
)
def test_a_text_that_is_no_cursor_is_refused(text) -> None:
    with pytest.raises(ValidationError) as refusal:
        Cursor.read(text, NEWEST)
    assert list(refusal.value.detail) == ["cursor"]


def test_a_cursor_of_another_order_is_refused() -> None:
    with pytest.raises(ValidationError):
        Cursor.read(str(Cursor(("-pk",), (7,))), NEWEST)
