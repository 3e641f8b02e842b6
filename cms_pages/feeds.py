"""Atom feeds of policies and notices, for readers that come back by themselves.

An entry is known by the page's own uuid, so that a renamed page stays the same entry; a notice that was withdrawn
is told again, with its reason.
"""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe
from wagtail.models import Site

from cms_pages.choices import NewsKind
from cms_pages.chrome import settings_of
from cms_pages.models import BasePage, NewsPage, PolicyPage
from cms_pages.visibility import visible

ENTRIES = 30
MAX_AGE_SECONDS = 600


class PageFeed(Feed[Any, Any]):
    """The newest pages of one type on the request's site, in the language of their text."""

    feed_type = Atom1Feed
    language = "zh-CN"
    section = ""
    heading: Any = ""

    def get_object(self, request: HttpRequest) -> HttpRequest:
        return request

    def title(self, request: HttpRequest) -> str:
        return f"{self.heading} - {settings_of(Site.find_for_request(request)).site_name}"

    def link(self) -> str:
        return f"/{self.section}/"

    def feed_url(self, request: HttpRequest) -> str:
        return request.get_full_path()

    def author_name(self, request: HttpRequest) -> str:
        names = settings_of(Site.find_for_request(request))
        return names.host_name or names.site_name

    def items(self, request: HttpRequest) -> "QuerySet[Any]":
        newest = F("published_on").desc(nulls_last=True)
        pages: Any = visible(self.pages(request), Site.find_for_request(request))
        return pages.defer_streamfields().order_by(newest, "-pk")[:ENTRIES]

    def pages(self, request: HttpRequest) -> "QuerySet[Any]":
        """The pages that the feed tells of, visible or not."""
        raise NotImplementedError

    def item_title(self, page: BasePage) -> str:
        return page.title

    def item_description(self, page: BasePage) -> str:
        return escape(page.summary or page.title)

    def item_link(self, page: BasePage) -> str:
        return f"/{self.section}/{page.slug}/"

    def item_guid(self, page: BasePage) -> str:
        return page.translation_key.urn

    def item_pubdate(self, page: Any) -> datetime | None:
        day = page.published_on
        return timezone.make_aware(datetime.combine(day, time.min)) if day else page.first_published_at

    def item_updateddate(self, page: BasePage) -> datetime | None:
        return page.last_published_at or self.item_pubdate(page) or page.latest_revision_created_at


class PolicyFeed(PageFeed):
    section = "policies"
    heading = gettext_lazy("最新政策")

    def pages(self, request: HttpRequest) -> "QuerySet[PolicyPage]":
        return PolicyPage.objects.all()

    def item_categories(self, page: PolicyPage) -> tuple[str, ...]:
        return tuple(page.issuer_names)


class NoticeFeed(PageFeed):
    """`?kind=public_notice` narrows it to kinds; an unknown kind is not found."""

    section = "notices"
    heading = gettext_lazy("公告公示")

    def pages(self, request: HttpRequest) -> "QuerySet[NewsPage]":
        kinds = request.GET.getlist("kind")
        if not set(kinds) <= set(NewsKind.values):
            raise Http404
        return NewsPage.objects.filter(kind__in=kinds) if kinds else NewsPage.objects.all()

    def item_title(self, page: NewsPage) -> str:
        return _("（已撤回）%s") % page.title if page.is_withdrawn else page.title

    def item_description(self, page: NewsPage) -> str:
        return escape(page.withdrawal_reason) if page.is_withdrawn else super().item_description(page)

    def item_categories(self, page: NewsPage) -> tuple[str, ...]:
        return (page.get_kind_display(),)


def _served(feed: PageFeed) -> Callable[[HttpRequest], HttpResponse]:
    """The feed as a view: always in Chinese, one stored answer for everybody, 304 for who has it."""

    def view(request: HttpRequest) -> HttpResponse:
        with translation.override(settings.LANGUAGE_CODE):
            return feed(request)

    return require_safe(conditional_page(cache_control(public=True, max_age=MAX_AGE_SECONDS)(view)))


policy_feed = _served(PolicyFeed())
notice_feed = _served(NoticeFeed())
