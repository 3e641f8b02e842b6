"""Service cases of the demo's mentors."""

from collections.abc import Iterator
from typing import Any

from cms_pages.models import Industry, ServiceCaseIndexPage, ServiceCasePage, ServiceType
from plugins.demo.seeding.content import days_ago, read
from plugins.demo.seeding.pages import add
from plugins.demo.seeding.terms import named
from plugins.mentors.models import Mentor


def seed_cases() -> Iterator[ServiceCasePage]:
    """Publish the cases that are missing, oldest first."""
    parent = ServiceCaseIndexPage.objects.get()
    known = set(ServiceCasePage.objects.values_list("title", flat=True))
    mentors = {mentor.code: mentor for mentor in Mentor.objects.select_related("page")}
    for row in sorted(read("cases")["cases"], key=lambda row: -row["served_days_ago"]):
        if row["title"] not in known:
            yield add(parent, _page(row, mentors[row["mentor"]]))


def _page(row: dict[str, Any], mentor: Mentor) -> ServiceCasePage:
    [service_type] = named(ServiceType, [row["service_type"]])
    [industry] = named(Industry, [row["industry"]])
    first, *_rest = row["body"]
    return ServiceCasePage(
        title=row["title"],
        mentor_page=mentor.page,
        served_on=days_ago(row["served_days_ago"]),
        service_type=service_type,
        industry=industry,
        beneficiary=row["beneficiary"],
        summary=first.split("。")[0] + "。",
        body=[{"type": "paragraph", "value": f"<p>{text}</p>"} for text in row["body"]],
        result=row["result"],
    )
