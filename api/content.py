"""Which pages the API may show, and what names a page: its title and its two addresses."""

from typing import Any, ClassVar, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse
from wagtail.models import Site

from cms_pages.models import BasePage
from cms_pages.visibility import visible

P = TypeVar("P", bound=BasePage)


def on_this_site(request: Any, pages: "QuerySet[P]") -> "QuerySet[P]":
    """Of these pages the live ones of the request's site that everybody may read; none where their plugin is off."""
    return visible(pages, site_of(request))


def site_of(request: Any) -> Site | None:
    """The site, found once for the request and for whoever looks at it after us."""
    plain: HttpRequest = getattr(request, "_request", request)
    return Site.find_for_request(plain)


class PageLink(serializers.Serializer[Any]):
    """A page by its title and where to read it: as data and as a page for people. Rows may be dicts or pages."""

    section: ClassVar[str]

    slug = serializers.CharField()
    title = serializers.CharField()
    detail_url = serializers.SerializerMethodField()
    html_url = serializers.SerializerMethodField()

    @extend_schema_field(OpenApiTypes.URI)
    def get_detail_url(self, page: Any) -> str:
        return str(reverse(f"v1:{self.section}-detail", [_slug(page)], request=self.context["request"]))

    @extend_schema_field(OpenApiTypes.URI)
    def get_html_url(self, page: Any) -> str:
        return str(self.context["request"].build_absolute_uri(f"/{self.section}/{_slug(page)}/"))


def _slug(page: Any) -> str:
    return str(page["slug"] if isinstance(page, dict) else page.slug)


class PolicyLink(PageLink):
    section = "policies"


class NoticeLink(PageLink):
    section = "notices"


class Keywords(serializers.ListField):
    """The keywords of a page, kept as one text with semicolons of either width."""

    child = serializers.CharField()

    def to_representation(self, data: str) -> list[str]:
        return [word.strip() for word in data.replace("；", ";").split(";") if word.strip()]
