"""The catalogue of public services, the pages about the site, the questions."""

from typing import Any

from django.utils.html import linebreaks
from wagtail.models import Page

from cms_pages.models import FaqPage, HomePage, SectionPage
from plugins.demo.seeding.content import days_ago, read
from plugins.demo.seeding.pages import add, body, publish
from plugins.demo.seeding.placeholders import fill


def seed_standing_pages() -> int:
    """Write the standing pages that are missing or still empty; returns how many there are."""
    home = HomePage.objects.get()
    services = Page.objects.child_of(home).get(slug="services").specific
    for row in read("services")["services"]:
        _write(services, row["slug"], row)
    for row in read("services")["about"]:
        parent, slug = _place(home, row["path"])
        _write(parent, slug, row)
    _write_questions(FaqPage.objects.get())
    return len(read("services")["services"]) + len(read("services")["about"]) + 1


def is_complete() -> bool:
    """Whether the last step of seeding was taken."""
    return bool(FaqPage.objects.exclude(groups=[]).exists())


def _place(home: Page, path: str) -> tuple[Page, str]:
    *above, slug = path.strip("/").split("/")
    parent = home
    for part in above:
        parent = Page.objects.child_of(parent).get(slug=part)
    return parent, slug


def _write(parent: Page, slug: str, row: dict[str, Any]) -> None:
    page = SectionPage.objects.child_of(parent).filter(slug=slug).first()
    if page is not None and page.body:
        return
    fields = _fields(row)
    if page is None:
        add(parent, SectionPage(slug=slug, **fields))
        return
    for name, value in fields.items():
        setattr(page, name, value)
    publish(page)


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    today = days_ago(0)
    return {
        "title": row["title"],
        "icon": row.get("icon", ""),
        "summary": row["summary"],
        "introduction": row["introduction"],
        "facts": [{"type": "fact", "value": fact} for fact in row.get("facts", [])],
        "body": body(row["body"], lambda text: fill(text, today)),
        "links": [{"type": "link", "value": {**link, "url": ""}} for link in row.get("links", [])],
    }


def _write_questions(page: FaqPage) -> None:
    if page.groups:
        return
    page.groups = [
        {
            "type": "group",
            "value": {
                "title": group["title"],
                "questions": [
                    {"question": entry["question"], "answer": linebreaks(entry["answer"])}
                    for entry in group["questions"]
                ],
            },
        }
        for group in read("faq")["groups"]
    ]
    publish(page)
