"""Policies, read by the same importer that editors use."""

from typing import Any

from cms_pages.models import Audience, PolicyIndexPage, PolicyPage, PolicyTopic
from cms_pages.policy_import.parsing import parse
from cms_pages.policy_import.reading import split_lines
from cms_pages.policy_import.saving import save_draft
from cms_pages.policy_import.tree import ParsedPolicy, Reading
from plugins.demo.seeding.content import days_ago, read, text_of
from plugins.demo.seeding.pages import publish
from plugins.demo.seeding.placeholders import document_number, fill
from plugins.demo.seeding.terms import named


def seed_policies() -> dict[str, PolicyPage]:
    """Publish the policies that are missing, oldest first; returns all by key."""
    parent = PolicyIndexPage.objects.get()
    pages: dict[str, PolicyPage] = {}
    for row in sorted(read("policies")["policies"], key=lambda row: -row["published_days_ago"]):
        existing = PolicyPage.objects.filter(slug=row["key"]).first()
        pages[row["key"]] = existing or _publish(row, parent, pages)
    return pages


def _publish(row: dict[str, Any], parent: PolicyIndexPage, earlier: dict[str, PolicyPage]) -> PolicyPage:
    page = save_draft(_parsed(row), parent, again=True)
    issued = days_ago(row["issued_days_ago"])
    page.slug = row["key"]
    page.title = page.draft_title = row["title"]
    page.citation_key = row.get("citation_key", "")
    page.index_number = fill(row["index_number"], issued)
    page.document_number = document_number(row["key"])
    [page.topic] = named(PolicyTopic, [row["topic"]])
    page.audiences = named(Audience, row["audiences"])
    page.issuers = "\n".join(row["issuers"])
    page.issued_on, page.published_on = issued, days_ago(row["published_days_ago"])
    page.effective_on = days_ago(row["effective_days_ago"])
    page.validity_years = row.get("validity_years")
    page.expires_on = days_ago(-row["expires_in_days"]) if "expires_in_days" in row else None
    page.contact_unit = row["contact_unit"]
    page.summary, page.keywords = row["summary"], "；".join(row["keywords"])
    repealed = [earlier[key] for key in row["repeals"]]
    page.repeals = [
        page.repeals.model(target=target, title=target.title, document_number=target.document_number)
        for target in repealed
    ]
    return publish(page)


def _parsed(row: dict[str, Any]) -> ParsedPolicy:
    issued, expires = days_ago(row["issued_days_ago"]), days_ago(-row.get("expires_in_days", 0))
    return parse(Reading(split_lines(fill(text_of(row["text"]), issued, expires))))
