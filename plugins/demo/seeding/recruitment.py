"""Recruitment rounds: one over, one open, one to come."""

from collections.abc import Iterator
from datetime import time
from functools import partial
from typing import Any

from cms_pages.models import (
    PolicyPage,
    RecruitmentArticle,
    RecruitmentIndexPage,
    RecruitmentMaterial,
    RecruitmentPage,
)
from plugins.demo.seeding.content import days_ago, in_days, read
from plugins.demo.seeding.pages import add, body
from plugins.demo.seeding.placeholders import fill


def seed_rounds() -> Iterator[RecruitmentPage]:
    """Publish the rounds that are missing."""
    parent = RecruitmentIndexPage.objects.get()
    known = set(RecruitmentPage.objects.values_list("slug", flat=True))
    for row in read("recruitment")["rounds"]:
        if row["key"] not in known:
            yield add(parent, _page(row))


def _page(row: dict[str, Any]) -> RecruitmentPage:
    published = days_ago(row["published_days_ago"])
    filled = partial(fill, own_date=published)
    page = RecruitmentPage(
        title=filled(row["title"]),
        slug=row["key"],
        round_label=row["round_label"],
        published_on=published,
        opens_at=in_days(row["opens_in_days"], time.fromisoformat(row["opens_at"])),
        closes_at=in_days(row["closes_in_days"], time.fromisoformat(row["closes_at"])),
        places=row["places"],
        area=row["area"],
        applicant_kinds=row["applicant_kinds"],
        summary=filled(row["summary"]),
        keywords="；".join(row["keywords"]),
        body=body(row["body"], filled),
    )
    page.materials = [RecruitmentMaterial(sort_order=n, **each) for n, each in enumerate(row["materials"])]
    page.articles = [_article(n, each) for n, each in enumerate(row["articles"])]
    return page


def _article(place: int, row: dict[str, Any]) -> RecruitmentArticle:
    policy = PolicyPage.objects.get(citation_key=row["policy"])
    numbers = {name: row.get(name) for name in ("article", "item", "sub_item")}
    return RecruitmentArticle(sort_order=place, policy=policy, **numbers)
