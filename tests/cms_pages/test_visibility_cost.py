"""To see whether a page may be shown costs the same however many pages there are."""

from typing import Any

import pytest
from django.db import connection

from cms_pages.models import NewsPage
from cms_pages.visibility import visible
from search.registry import documents
from tests.factories.content import NewsFactory
from tests.factories.mentors import MentorFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        "connection.vendor != 'sqlite'", reason="only SQLite tells how many steps it has taken"
    ),
]
FEW, MANY = 3, 40


def steps(objects: Any) -> int:
    """How many steps the database takes to fetch them, when it knows its tables."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    taken = []
    connection.connection.set_progress_handler(lambda: taken.append(1), 1)
    try:
        assert len(objects) == 1
    finally:
        connection.connection.set_progress_handler(None, 0)
    return len(taken)


def test_page(site) -> None:
    page, *_others = NewsFactory.create_batch(FEW)
    few = steps(visible(NewsPage.objects.filter(pk=page.pk), site))
    NewsFactory.create_batch(MANY)
    assert steps(visible(NewsPage.objects.filter(pk=page.pk), site)) < 1.5 * few


def test_card_of_a_mentor(site) -> None:
    mentor, *_others = MentorFactory.create_batch(FEW)
    few = steps(documents["mentor"].public(site).filter(pk=mentor.pk))
    MentorFactory.create_batch(MANY)
    assert steps(documents["mentor"].public(site).filter(pk=mentor.pk)) < 1.5 * few
