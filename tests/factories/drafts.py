"""News pages on their way to the public, for tests of gate, moderation and schedule."""

from typing import Any

from wagtail.models import Page

from cms_pages.models import NewsIndexPage, NewsPage


def draft(title: str = "关于开放日的通知", *, user: Any = None, **fields: Any) -> NewsPage:
    """A page that nobody but editors can see, with one revision by that person."""
    index = Page.objects.get(pk=NewsIndexPage.objects.get().pk)
    page = index.add_child(instance=NewsPage(title=title, live=False, **fields))
    page.save_revision(user=user)
    return NewsPage.objects.get(pk=page.pk)


def published(title: str = "关于开放日的通知", **fields: Any) -> NewsPage:
    """A page that the public reads."""
    draft(title, **fields).get_latest_revision().publish()
    return NewsPage.objects.latest("pk")


def in_review(page: NewsPage, user: Any) -> NewsPage:
    """The page handed in by that person."""
    page.get_workflow().start(page, user)
    return NewsPage.objects.get(pk=page.pk)


def paragraph(text: str) -> tuple[str, str]:
    """A paragraph block of a body."""
    return "paragraph", f"<p>{text}</p>"
