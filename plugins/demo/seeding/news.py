"""Notices and news over a year."""

from collections.abc import Iterator
from datetime import time
from functools import partial
from typing import Any

from cms_pages.models import NewsIndexPage, NewsPage, PolicyPage
from plugins.demo.seeding.content import days_ago, in_days, read
from plugins.demo.seeding.pages import add, body
from plugins.demo.seeding.placeholders import fill


def seed_news() -> Iterator[NewsPage]:
    """Publish what is missing, oldest first, so that a result finds its public notice."""
    parent = NewsIndexPage.objects.get()
    known = set(NewsPage.objects.values_list("slug", flat=True))
    for row in sorted(read("news")["news"], key=lambda row: -row["published_days_ago"]):
        if row["key"] not in known:
            yield add(parent, _page(row))


def _page(row: dict[str, Any]) -> NewsPage:
    published = days_ago(row["published_days_ago"])
    filled = partial(fill, own_date=published)
    page = NewsPage(
        title=filled(row["title"]),
        slug=row["key"],
        kind=row["kind"],
        published_on=published,
        source=row["source"],
        author=row.get("author", ""),
        keywords="；".join(row.get("keywords", [])),
        summary=filled(row["summary"]),
        body=body(row["body"], filled),
        event_place=row.get("place", ""),
        objection_contact=row.get("objection_contact", ""),
        withdrawal_reason=row.get("withdrawal_reason", ""),
    )
    if "interprets" in row:
        page.interprets = PolicyPage.objects.get(slug=row["interprets"])
    if "result_of" in row:
        page.result_of = NewsPage.objects.get(slug=row["result_of"])
    if "withdrawn_days_ago" in row:
        page.withdrawn_on = days_ago(row["withdrawn_days_ago"])
    _set_times(page, row)
    return page


def _set_times(page: NewsPage, row: dict[str, Any]) -> None:
    if "notice_starts_in_days" in row:
        page.notice_starts = days_ago(-row["notice_starts_in_days"])
        page.notice_ends = days_ago(-row["notice_ends_in_days"])
    if "event_starts_in_days" in row:
        page.event_starts = in_days(row["event_starts_in_days"], time.fromisoformat(row["event_starts_at"]))
        page.event_ends = in_days(row["event_ends_in_days"], time.fromisoformat(row["event_ends_at"]))
