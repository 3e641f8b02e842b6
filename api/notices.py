"""/api/v1/notices/: announcements, public notices, results, activities, news and interpretations (P9)."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.bodies import BODY_NODES, body_of
from api.content import Keywords, NoticeLink, PolicyLink, on_this_site
from api.found_lists import FoundMembers, FoundParameters, FoundViewSet
from api.parameters import Values
from cms_pages.choices import NewsKind
from cms_pages.models import NewsPage, PolicyPage
from cms_pages.queries import published_news
from cms_pages.search_documents import NoticeDocument

ROW_COLUMNS = (
    *("pk", "slug", "title", "summary", "kind", "published_on", "notice_starts", "notice_ends"),
    *("event_starts", "event_ends", "event_place", "withdrawn_on", "withdrawal_reason"),
)
# A withdrawn notice keeps its title, address and reason; everything else it said is taken back.
TAKEN_BACK: dict[str, Any] = {
    "summary": "",
    "body": None,
    "objection_contact": "",
    "notice_starts": None,
    "notice_ends": None,
    "event_starts": None,
    "event_ends": None,
    "event_place": "",
}


class NoticeParameters(FoundParameters):
    """The filters of /notices/; several values of one widen the list, several filters narrow it."""

    kind = Values(serializers.ChoiceField(NewsKind.choices))
    year = Values(serializers.IntegerField(min_value=1900, max_value=2999), help_text="Year of publication.")


class NoticeRow(NoticeLink):
    """A notice in a list; what else it has depends on its kind."""

    summary = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(NewsKind.choices)
    kind_label = serializers.SerializerMethodField()
    published_on = serializers.DateField()
    notice_starts = serializers.DateField(allow_null=True, help_text="First day of a public notice.")
    notice_ends = serializers.DateField(allow_null=True, help_text="Last day of a public notice, inclusive.")
    event_starts = serializers.DateTimeField(allow_null=True)
    event_ends = serializers.DateTimeField(allow_null=True)
    event_place = serializers.CharField(allow_blank=True)
    withdrawn_on = serializers.DateField(allow_null=True)
    withdrawal_reason = serializers.CharField(allow_blank=True)

    def get_kind_label(self, row: Any) -> str:
        return str(NewsKind(row["kind"] if isinstance(row, dict) else row.kind).label)


class FoundNotice(NoticeRow, FoundMembers):
    """A notice in a list; what was withdrawn stays in a list without a text and is found by none."""


class NoticeDetail(NoticeRow):
    """A notice; of a withdrawn one only title, date and reason are left, as on its page."""

    body = serializers.SerializerMethodField()
    objection_contact = serializers.CharField(
        allow_blank=True, help_text="Where to object to a public notice."
    )
    interprets = serializers.SerializerMethodField()
    result_of = serializers.SerializerMethodField()
    results = serializers.SerializerMethodField()
    keywords = Keywords()
    source = serializers.CharField(allow_blank=True)
    author = serializers.CharField(allow_blank=True)

    @extend_schema_field(BODY_NODES)
    def get_body(self, page: NewsPage) -> Any:
        return body_of(page.body, self.context["request"])

    @extend_schema_field(PolicyLink(allow_null=True))
    def get_interprets(self, page: NewsPage) -> Any:
        policies = PolicyPage.objects.filter(pk=page.interprets_id)
        return self._link(PolicyLink, policies) if page.interprets_id else None

    @extend_schema_field(NoticeLink(allow_null=True))
    def get_result_of(self, page: NewsPage) -> Any:
        return (
            self._link(NoticeLink, NewsPage.objects.filter(pk=page.result_of_id))
            if page.result_of_id
            else None
        )

    @extend_schema_field(NoticeLink(many=True))
    def get_results(self, page: NewsPage) -> Any:
        """Announcements of the result of this public notice."""
        results: Any = on_this_site(self.context["request"], page.results.all())
        return NoticeLink(
            results.newest_first().values("slug", "title"), many=True, context=self.context
        ).data

    def _link(self, link: type[serializers.Serializer[Any]], pages: "QuerySet[Any, Any]") -> Any:
        row = on_this_site(self.context["request"], pages).values("slug", "title").first()
        return link(row, context=self.context).data if row else None


class NoticeViewSet(FoundViewSet):
    """Notices and news, newest first."""

    document = NoticeDocument
    parameters = NoticeParameters
    serializer_class = FoundNotice
    detail_serializer_class = NoticeDetail
    ordering = ("-published_on", "-pk")

    def rows(self, values: dict[str, Any]) -> "QuerySet[NewsPage, Any]":
        notices = self.matching(on_this_site(self.request, published_news()), values)
        return notices.filter(_chosen(values)).values(*ROW_COLUMNS)

    def complete(self, rows: list[Any]) -> list[Any]:
        for row in rows:
            if row["withdrawn_on"]:
                row |= {name: empty for name, empty in TAKEN_BACK.items() if name in row}
        return super().complete(rows)

    def one(self, key: str) -> NewsPage:
        return as_shown(get_object_or_404(on_this_site(self.request, NewsPage.objects.all()), slug=key))


def as_shown(page: NewsPage) -> NewsPage:
    """The page, not to be saved, without what a withdrawn notice has taken back."""
    if page.is_withdrawn:
        for name, empty in TAKEN_BACK.items():
            setattr(page, name, empty)
    return page


def _chosen(values: dict[str, Any]) -> Q:
    chosen = Q(kind__in=values["kind"]) if values["kind"] else Q()
    if values["year"]:
        chosen &= reduce(or_, (Q(published_on__year=year) for year in values["year"]))
    return chosen
