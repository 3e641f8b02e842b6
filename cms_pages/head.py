"""What a page says about itself in its head: the labels of government sites (X3), its address, a preview for sharing.

Every page carries the site's labels; columns (lists and catalogues) and content add their own. No label is empty as
long as the site's settings are filled: what an editor left out is said by the page's title or by the site.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page, Site

from cms_pages.chrome import settings_of
from cms_pages.models import (
    FaqPage,
    HomePage,
    MentorIndexPage,
    NewsIndexPage,
    PolicyIndexPage,
    PortalSettings,
    RecruitmentIndexPage,
    SectionPage,
    ServiceCaseIndexPage,
)

Label = tuple[str, str]

# The kind of a column, in the words of the national rules on page labels.
COLUMN_TYPES: dict[type[Page], Any] = {
    PolicyIndexPage: gettext_lazy("政策文件"),
    NewsIndexPage: gettext_lazy("公告公示"),
    RecruitmentIndexPage: gettext_lazy("办事服务"),
    MentorIndexPage: gettext_lazy("办事服务"),
    ServiceCaseIndexPage: gettext_lazy("服务案例"),
    FaqPage: gettext_lazy("互动交流"),
    SectionPage: gettext_lazy("办事服务"),
}
# Fields that may say in a sentence what a page is about, the most deliberate first.
DESCRIBING = ("search_description", "summary", "headline", "result", "introduction")
LONGEST_DESCRIPTION = 200
SHARE_IMAGE = "fill-1200x630"


def labels(page: Page | None, request: HttpRequest) -> list[Label]:
    """The labels of a page in their order; without a page (search, sign-in, errors) those of the site alone."""
    site = Site.find_for_request(request)
    settings = settings_of(site)
    found = [
        ("SiteName", settings.site_name),
        ("SiteDomain", site.hostname if site else request.get_host()),
        ("SiteIDCode", settings.site_code),
    ]
    if page is None:
        return found
    if isinstance(page, HomePage):
        return [*found, ("Description", description_of(page)), ("Keywords", keywords_of(page, settings))]
    return [*found, *(_column(page, settings) if is_column(page) else _content(page, settings, request))]


def is_column(page: Page) -> bool:
    """Whether the page leads to others instead of being read itself; a section without sections below is read."""
    return type(page) in COLUMN_TYPES and not (isinstance(page, SectionPage) and page.numchild == 0)


def _column(page: Page, settings: PortalSettings) -> Iterator[Label]:
    description = description_of(page)
    yield "ColumnName", page.title
    yield "ColumnDescription", description
    yield "ColumnKeywords", keywords_of(page, settings)
    yield "ColumnType", str(COLUMN_TYPES[type(page)])
    yield "Description", description


def _content(page: Page, settings: PortalSettings, request: HttpRequest) -> Iterator[Label]:
    source = getattr(page, "source", "") or settings.host_name or settings.site_name
    yield "ArticleTitle", page.title
    yield "PubDate", _day(published(page))
    yield "ContentSource", source
    yield "Keywords", keywords_of(page, settings)
    yield "Author", getattr(page, "author", "") or source
    yield "Description", description_of(page)
    yield "Url", address_of(page, request)


def description_of(page: Page) -> str:
    """One or two sentences, whichever the editor wrote, at last the title."""
    written = (getattr(page, name, "") or "" for name in DESCRIBING)
    return next(
        (" ".join(text.split())[:LONGEST_DESCRIPTION] for text in written if text.strip()), page.title
    )


def keywords_of(page: Page, settings: PortalSettings) -> str:
    """The editor's keywords separated by commas, at last the kind of page and the site."""
    words = getattr(page, "keywords", "").replace("；", ";").split(";")
    kept = [word.strip() for word in words if word.strip()]
    return ",".join(kept or [str(type(page)._meta.verbose_name), settings.site_name])


def published(page: Page) -> date | datetime | None:
    """The day that the page names as its own, else the moment when it was first published."""
    named = getattr(page, "published_on", None) or getattr(page, "served_on", None)
    return named or page.first_published_at or page.latest_revision_created_at


def _day(moment: date | datetime | None) -> str:
    if isinstance(moment, datetime):
        return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")
    return moment.isoformat() if moment else timezone.localdate().isoformat()


def address_of(page: Page, request: HttpRequest) -> str:
    """The one address under which the page wants to be known."""
    return page.get_full_url(request) or request.build_absolute_uri(request.path)


def share_labels(page: Page | None, request: HttpRequest) -> list[Label]:
    """OpenGraph: what a chat shows when somebody sends the link. Nothing without a page."""
    if page is None:
        return []
    site_name = settings_of(Site.find_for_request(request)).site_name
    is_article = not (isinstance(page, HomePage) or is_column(page))
    found = [
        ("og:title", page.title),
        ("og:type", "article" if is_article else "website"),
        ("og:url", address_of(page, request)),
        ("og:site_name", site_name or _("青创通")),
        ("og:description", description_of(page)),
        ("og:locale", "zh_CN"),
    ]
    picture = _share_picture(page, request)
    return [*found, ("og:image", picture)] if picture else found


def _share_picture(page: Page, request: HttpRequest) -> str | None:
    if not getattr(page, "listing_image_id", None):
        return None
    try:
        return request.build_absolute_uri(page.listing_image.get_rendition(SHARE_IMAGE).url)
    except SourceImageIOError:
        return None
