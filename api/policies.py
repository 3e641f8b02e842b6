"""/api/v1/policies/: documents as structured law, with the filters of the page (P3) and its head table (P4)."""

import re
from dataclasses import asdict, replace
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.db.models import DateField, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from api.bodies import AttachmentSerializer, attachments_of
from api.content import Keywords, NoticeLink, PolicyLink, on_this_site, site_of
from api.found_lists import FoundMembers, FoundParameters, FoundSummary, FoundViewSet
from api.law import ArticleFields, SectionSerializer, article_tree, section_tree
from api.pagination import FIRST_DAY
from api.parameters import Parameters, Values
from api.search import SearchFacet
from api.terms import TermSerializer, joined_term, term_columns
from cms_pages.choices import Disclosure, ValidityState
from cms_pages.law import Article
from cms_pages.models import NewsPage, PolicyPage
from cms_pages.queries import published_policies
from cms_pages.search_documents import PolicyDocument
from search.finding import find
from search.query import SearchQuery

FACETS = tuple(facet.name for facet in PolicyDocument.facets)
ROW_COLUMNS = (
    *(
        "pk",
        "slug",
        "title",
        "summary",
        "citation_key",
        "document_number",
        "issuers",
        "issued_on",
        "published_on",
    ),
    *("effective_on", "expires_on", "listed_on", "state"),
    *term_columns("topic"),
)


class PolicyParameters(FoundParameters):
    """The filters of /policies/; several values of one widen the list, several filters narrow it."""

    topic = Values(help_text="Slug of a policy topic, see /terms/policy-topics/.")
    audience = Values(help_text="Slug of an audience, see /terms/audiences/.")
    issuer = Values(help_text="Name of an issuing authority, in full.")
    year = Values(serializers.IntegerField(min_value=1900, max_value=2999), help_text="Year of publication.")
    validity = Values(
        serializers.ChoiceField(ValidityState.choices), help_text="State on the day of the request."
    )


class PolicyRow(PolicyLink):
    summary = serializers.CharField(allow_blank=True)
    citation_key = serializers.CharField(
        allow_blank=True, help_text="By which other resources cite the document."
    )
    document_number = serializers.CharField(
        allow_blank=True, help_text="发文字号; empty when the document has none."
    )
    issuers = serializers.ListField(child=serializers.CharField(), source="issuer_names")
    topic = TermSerializer(allow_null=True)
    audiences = TermSerializer(many=True)
    issued_on = serializers.DateField(allow_null=True, help_text="成文日期")
    published_on = serializers.DateField(allow_null=True, help_text="发布日期")
    effective_on = serializers.DateField(allow_null=True, help_text="施行日期")
    expires_on = serializers.DateField(allow_null=True, help_text="有效期至, inclusive; null for no limit.")
    validity_state = serializers.ChoiceField(
        ValidityState.choices, help_text="State on the day of the request."
    )


class FoundPolicy(PolicyRow, FoundMembers):
    """A document in a list."""


class PolicySummary(FoundSummary):
    """Beside the rows: how the text was understood, and what every value of every filter would give."""

    facets = SearchFacet(many=True)


class ValiditySerializer(serializers.Serializer[Any]):
    """Whether the document binds today, computed from dates and repeals (P5)."""

    state = serializers.ChoiceField(ValidityState.choices)
    label = serializers.CharField(source="state.label")
    since = serializers.DateField(allow_null=True)
    repealed_by = PolicyLink(source="successor", allow_null=True)


class RepealedDocument(serializers.Serializer[Any]):
    """A document that this one repeals; `policy` when it is on this site."""

    title = serializers.CharField()
    document_number = serializers.CharField(allow_blank=True)
    policy = PolicyLink(allow_null=True)


class PolicyDetail(PolicyRow):
    short_title = serializers.CharField(help_text="What citations call the document.")
    index_number = serializers.CharField(allow_blank=True, help_text="索引号")
    disclosure = serializers.ChoiceField(Disclosure.choices)
    disclosure_label = serializers.CharField(source="get_disclosure_display")
    contact_unit = serializers.CharField(allow_blank=True)
    validity_years = serializers.IntegerField(allow_null=True)
    validity = serializers.SerializerMethodField()
    preamble = serializers.CharField(
        allow_blank=True, help_text="What issues the document; lines are paragraphs."
    )
    sections = serializers.SerializerMethodField()
    attachments = serializers.SerializerMethodField()
    repeals = serializers.SerializerMethodField()
    repealed_by = serializers.SerializerMethodField()
    interpretations = serializers.SerializerMethodField()
    keywords = Keywords()
    source = serializers.CharField(allow_blank=True)

    @extend_schema_field(ValiditySerializer)
    def get_validity(self, policy: PolicyPage) -> Any:
        validity = policy.validity()
        successor = validity.successor if validity.successor in self.neighbours else None
        return ValiditySerializer(replace(validity, successor=successor), context=self.context).data

    @extend_schema_field(SectionSerializer(many=True))
    def get_sections(self, policy: PolicyPage) -> Any:
        return [section_tree(section) for section in policy.sections]

    @extend_schema_field(AttachmentSerializer(many=True))
    def get_attachments(self, policy: PolicyPage) -> Any:
        return attachments_of(policy.attachments, self.context["request"])

    @extend_schema_field(RepealedDocument(many=True))
    def get_repeals(self, policy: PolicyPage) -> Any:
        """Each line as it was written, with the document itself where everybody may read it."""
        public = {page.pk: page for page in self.neighbours}
        rows = [
            {"title": row.title, "document_number": row.document_number, "policy": public.get(row.target_id)}
            for row in policy.repeals.all()
        ]
        return RepealedDocument(rows, many=True, context=self.context).data

    @extend_schema_field(PolicyLink(many=True))
    def get_repealed_by(self, policy: PolicyPage) -> Any:
        """Documents that repeal this one, in force or not yet."""
        above = {row.page_id for row in policy.repealing}
        pages = [page for page in self.neighbours if page.pk in above]
        return PolicyLink(pages, many=True, context=self.context).data

    @extend_schema_field(NoticeLink(many=True))
    def get_interpretations(self, policy: PolicyPage) -> Any:
        notices: Any = on_this_site(
            self.context["request"], NewsPage.objects.filter(interprets=policy, withdrawn_on=None)
        )
        rows = notices.newest_first().values("slug", "title")
        return NoticeLink(rows, many=True, context=self.context).data

    @cached_property
    def neighbours(self) -> list[PolicyPage]:
        """Public documents that repeal this one or are repealed by it."""
        either = Q(repeals__target=self.instance) | Q(repealed_by__page=self.instance)
        pages = PolicyPage.objects.filter(pk__in=PolicyPage.objects.filter(either).values("pk"))
        public: Any = on_this_site(self.context["request"], pages)
        return list(public.defer_streamfields().order_by("effective_on", "pk"))


class ArticleDetail(ArticleFields):
    """One article, to be shown or cited alone."""

    citation = serializers.CharField(help_text="As cited: 《…办法》第十条.")
    policy = PolicyLink()
    html_url = serializers.URLField(help_text="The very article on the page for people.")
    previous_url = serializers.URLField(allow_null=True)
    next_url = serializers.URLField(allow_null=True)


class PolicyViewSet(FoundViewSet):
    """Documents of the city, newest first."""

    document = PolicyDocument
    parameters = PolicyParameters
    serializer_class = FoundPolicy
    summary_serializer_class = PolicySummary
    detail_serializer_class = PolicyDetail
    ordering = ("-listed_on", "-pk")

    def rows(self, values: dict[str, Any]) -> "QuerySet[PolicyPage, Any]":
        listed_on = Coalesce("published_on", Value(FIRST_DAY, DateField()))
        policies = on_this_site(self.request, published_policies()).annotate(listed_on=listed_on)
        return self.matching(policies, values).filter(_chosen(values)).values(*ROW_COLUMNS)

    def summary(self, values: dict[str, Any]) -> dict[str, Any]:
        """How the text was understood, and the filters of the page with its counts."""
        query = SearchQuery(
            text=values["q"],
            kinds=(PolicyDocument.kind,),
            filters={name: tuple(map(str, values[name])) for name in FACETS if values[name]},
            facets=FACETS,
            size=1,
            highlight=False,
            as_typed=values["exact"],
        )
        answer = find(query, site_of(self.request))
        return super().summary(values) | {"facets": [asdict(facet) for facet in answer.facets]}

    def complete(self, rows: list[Any]) -> list[Any]:
        audiences = _audiences([row["pk"] for row in rows])
        for row in rows:
            row["topic"] = joined_term(row, "topic")
            row["audiences"] = audiences.get(row["pk"], [])
            row["issuer_names"] = [line.strip() for line in row.pop("issuers").splitlines() if line.strip()]
            row["validity_state"] = row.pop("state")
        return super().complete(rows)

    def one(self, key: str) -> PolicyPage:
        policies = on_this_site(self.request, PolicyPage.objects.select_related("topic"))
        return get_object_or_404(policies, slug=key)

    @extend_schema(
        operation_id="policies_articles_retrieve",
        parameters=[OpenApiParameter("number", int, OpenApiParameter.PATH)],
        responses=ArticleDetail,
    )
    @action(detail=True, url_path=r"articles/(?P<number>[0-9]{1,4})", serializer_class=ArticleDetail)
    def article(self, request: Request, slug: str, number: str) -> Response:
        """One article of a document by its number."""
        Parameters.read(request)
        policy = self.one(slug)
        articles = policy.articles
        place = next((place for place, article in enumerate(articles) if article.number == int(number)), None)
        if place is None:
            raise Http404
        neighbours = {
            "previous_url": self._article_url(policy, articles[place - 1]) if place else None,
            "next_url": self._article_url(policy, articles[place + 1]) if place + 1 < len(articles) else None,
        }
        return Response(self.get_serializer(self._article(policy, articles[place]) | neighbours).data)

    def _article(self, policy: PolicyPage, article: Article) -> dict[str, Any]:
        address = f"{policy.url_path_on_site}#{article.anchor}"
        return article_tree(article) | {
            "citation": f"{policy.short_title}{article.label}",
            "policy": policy,
            "html_url": self.request.build_absolute_uri(address),
        }

    def _article_url(self, policy: PolicyPage, article: Article) -> str:
        return str(reverse("v1:policies-article", [policy.slug, article.number], request=self.request))


def _chosen(values: dict[str, Any]) -> Q:
    chosen = Q()
    if values["topic"]:
        chosen &= Q(topic__slug__in=values["topic"])
    if values["audience"]:
        # By way of keys: joined rows would repeat a document that is for several of the audiences.
        through = PolicyPage.audiences.through.objects.filter(audience__slug__in=values["audience"])
        chosen &= Q(pk__in=through.values("policypage_id"))
    if values["issuer"]:
        chosen &= reduce(or_, (Q(issuers__regex=_whole_line(name)) for name in values["issuer"]))
    if values["year"]:
        chosen &= reduce(or_, (Q(published_on__year=year) for year in values["year"]))
    if values["validity"]:
        chosen &= Q(state__in=values["validity"])
    return chosen


def _whole_line(text: str) -> str:
    """A pattern, the same to both databases, for a line of a text that is exactly this."""
    return rf"(^|\n)[ \r]*{re.escape(text.strip())}[ \r]*(\n|$)"


def _audiences(keys: list[int]) -> dict[int, list[dict[str, str]]]:
    found: dict[int, list[dict[str, str]]] = {}
    columns = ("policypage_id", "audience__slug", "audience__name", "audience__name_en")
    through = PolicyPage.audiences.through.objects.filter(policypage_id__in=keys)
    ordered = through.order_by("audience__sort_order", "audience")
    for key, slug, name, name_en in ordered.values_list(*columns):
        found.setdefault(key, []).append({"slug": slug, "name": name, "name_en": name_en})
    return found
