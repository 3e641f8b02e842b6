"""The short way to a page: one query by its address instead of a walk down the tree.

A page that is not found this way (private, aliased, moved, renamed section) takes Wagtail's own way, which knows
about restrictions and redirects.
"""

from collections.abc import Callable
from functools import cache
from typing import TypeVar

from django.db.models import CharField, Exists, ExpressionWrapper, F, Model, OuterRef, QuerySet, Subquery
from django.db.models.expressions import NegatedExpression
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.views import serve as serve_by_tree

from cms_pages.models import (
    BasePage,
    FaqPage,
    MentorIndexPage,
    MentorPage,
    NewsIndexPage,
    NewsPage,
    PolicyIndexPage,
    PolicyPage,
    RecruitmentIndexPage,
    RecruitmentPage,
    ServiceCaseIndexPage,
    ServiceCasePage,
)

P = TypeVar("P", bound=Model)

READING = {"GET", "HEAD"}

RELATED = {
    PolicyPage: ("topic",),
    NewsPage: ("interprets", "result_of"),
    MentorPage: ("district", "portrait"),
    ServiceCasePage: ("mentor_page", "service_type", "industry", "photo"),
}

# Address of the section → (page of the section, page below it)
SECTIONS: dict[str, tuple[type[BasePage], type[BasePage] | None]] = {
    "policies": (PolicyIndexPage, PolicyPage),
    "notices": (NewsIndexPage, NewsPage),
    "recruitment": (RecruitmentIndexPage, RecruitmentPage),
    "mentors": (MentorIndexPage, MentorPage),
    "cases": (ServiceCaseIndexPage, ServiceCasePage),
    "faq": (FaqPage, None),
}


def page_view(model: type[BasePage], section: str) -> Callable[..., HttpResponse]:
    """A view for pages of one kind; its argument `slug` is absent for the section's own page."""

    def view(request: HttpRequest, slug: str = "") -> HttpResponse:
        path = f"{section}/{slug}/" if slug else f"{section}/"
        # Other methods than reading are refused by Wagtail, page by page.
        page = _find(request, model, path) if request.method in READING else None
        return page.serve(request) if page is not None else serve_by_tree(request, path)

    view.__name__ = f"{section}_{'page' if model is SECTIONS[section][1] else 'index'}"
    return view


def _find(request: HttpRequest, model: type[BasePage], path: str) -> BasePage | None:
    site = Site.find_for_request(request)
    if site is None:
        return None
    pages = open_to_everyone(model.objects.live()).select_related(*RELATED.get(model, ()))
    return pages.filter(url_path=site.root_page.url_path + path).first()


def open_to_everyone(pages: QuerySet[P], page: str = "") -> QuerySet[P]:
    """Without pages that a view restriction covers, in the same query; with `page`, the lookup of their page, any
    objects."""
    return pages.filter(_uncovered(f"{page}__path" if page else "path"))


@cache
def _uncovered(path: str) -> NegatedExpression:
    """What is asked of every page; made once, for it takes longer to make than to answer.

    Restrictions are few and pages many. A join would leave their order to the database, and one that knows no better
    looks through all pages for each page.
    """
    restricted = Page.objects.filter(pk=OuterRef("page")).order_by().values("path")
    above = PageViewRestriction.objects.alias(
        inner=ExpressionWrapper(OuterRef(path), CharField()), restricted=Subquery(restricted)
    ).filter(inner__startswith=F("restricted"))
    return ~Exists(above)
