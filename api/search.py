"""/api/v1/search/: everything that is found on the site, and /api/v1/search/suggestions/: what is offered meanwhile."""

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import Throttled, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api.content import site_of
from api.errors import PROBLEM_MEDIA_TYPE
from api.parameters import LONGEST_TEXT, Flag, Parameters, Values
from api.problems import ProblemSerializer
from api.viewsets import PublicRead, with_cursor
from search.finding import find
from search.offers import offered
from search.query import LARGEST_SIZE, Found, Hit, QueryRefused, SearchQuery, SearchResult, Sort
from search.registry import KIND, documents
from search.throttle import too_often

SORTS = [(sort.value, sort.label) for sort in (Sort.RELEVANCE, Sort.NEWEST)]


class SearchParameters(Parameters):
    """What can be asked; besides these, every facet that the answer names is a filter."""

    q = serializers.CharField(
        default="",
        allow_blank=True,
        max_length=LONGEST_TEXT,
        help_text="Words, a sentence, pinyin or initials; empty for everything that the filters leave.",
    )
    kind = Values(help_text="Kind of thing, as in `facets`.")
    since = serializers.DateField(default=None, help_text="First day, inclusive.")
    until = serializers.DateField(default=None, help_text="Last day, inclusive.")
    sort = serializers.ChoiceField(SORTS, default=Sort.RELEVANCE.value)
    exact = Flag(default=False, help_text="Whether to search for the text as typed, without corrections.")
    highlight = Flag(default=True, help_text="Whether to say where the words stand.")
    limit = serializers.IntegerField(
        min_value=1, max_value=LARGEST_SIZE, default=20, help_text="Hits per page."
    )
    cursor = serializers.CharField(
        default="",
        allow_blank=True,
        max_length=1000,
        help_text="Where the page begins: taken from `next`, never made up.",
    )

    def get_fields(self) -> dict[str, Any]:
        """The declared ones, and one for each facet of what is registered."""
        own = super().get_fields()
        facets = {
            name: Values(help_text=f"Value of the facet `{name}`.")
            for name in sorted(documents.facets)
            if name not in own
        }
        return own | facets


class SearchCorrection(serializers.Serializer[Any]):
    typed = serializers.CharField()
    meant = serializers.CharField()


class Marks(serializers.ListField):
    """Pairs of offsets [start, end) in characters (code points) of `text`."""

    child = serializers.ListField(child=serializers.IntegerField(min_value=0), min_length=2, max_length=2)


class SearchHighlight(serializers.Serializer[Any]):
    field = serializers.ChoiceField(["title", "tag", "body"])
    text = serializers.CharField(help_text="As published, a piece of it where it is long.")
    marks = Marks(help_text="Where in `text` the words stand: [start, end) in code points.")


class SearchPassage(serializers.Serializer[Any]):
    """An article, a question: a part with an address of its own."""

    label = serializers.CharField()
    html_url = serializers.URLField()
    text = serializers.CharField(allow_blank=True)
    marks = Marks(help_text="Where in `text` the words stand: [start, end) in code points.")


class SearchHit(serializers.Serializer[Any]):
    kind = serializers.CharField()
    kind_label = serializers.CharField()
    title = serializers.CharField()
    html_url = serializers.URLField(help_text="The page for people, at the passage that says it.")
    day = serializers.DateField(allow_null=True, help_text="What `newest`, `since` and `until` go by.")
    highlights = SearchHighlight(many=True)
    passages = SearchPassage(many=True)
    reasons = serializers.ListField(child=serializers.CharField(), help_text="Why it stands here, in words.")
    pinned = serializers.BooleanField(help_text="Whether editors put it first.")


class SearchFacetValue(serializers.Serializer[Any]):
    value = serializers.CharField()
    label = serializers.CharField()
    count = serializers.IntegerField(
        min_value=0, help_text="Hits with it alone in its facet, the other filters kept."
    )
    selected = serializers.BooleanField()


class SearchFacet(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="The parameter that filters by it.")
    label = serializers.CharField()
    values = SearchFacetValue(many=True)


class SearchAnswer(serializers.Serializer[Any]):
    next = serializers.URLField(allow_null=True, help_text="The next page; null at the end.")
    total = serializers.IntegerField(min_value=0)
    exact = serializers.BooleanField(help_text="Whether `total` is counted, or a lower bound.")
    corrections = SearchCorrection(many=True, help_text="What was typed and what it was taken for.")
    relaxed = serializers.ListField(
        child=serializers.CharField(), help_text="Words that were given up because nothing met all of them."
    )
    ignored = serializers.ListField(child=serializers.CharField(), help_text="Words that say nothing.")
    without = serializers.DictField(
        child=serializers.IntegerField(min_value=0), help_text="By filter, the total if it were dropped."
    )
    facets = SearchFacet(many=True)
    results = SearchHit(many=True)


class Search(PublicRead):
    @extend_schema(operation_id="search", parameters=[SearchParameters], responses=SearchAnswer)
    def get(self, request: Request) -> Response:
        """Find anything on the site: in words, by kind, facet and day."""
        values = SearchParameters.read(request)
        try:
            answer = find(_query(values, site_of(request)), site_of(request))
        except QueryRefused as refusal:
            raise ValidationError({_parameter(refusal.parameter): [str(refusal)]}) from None
        following = with_cursor(request, answer.cursor) if answer.cursor else None
        body = _body(answer, request) | {"next": following}
        headers = {"Link": f'<{following}>; rel="next"'} if following else None
        return Response(SearchAnswer(body).data, headers=headers)


class SuggestionParameters(Parameters):
    q = serializers.CharField(
        default="", allow_blank=True, max_length=LONGEST_TEXT, help_text="Typed so far."
    )
    limit = serializers.IntegerField(min_value=1, max_value=10, default=5, help_text="Items per group.")


class SuggestedItem(serializers.Serializer[Any]):
    text = serializers.CharField()
    html_url = serializers.URLField(help_text="The thing itself, or for a term the search for it.")


class SuggestedGroup(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="A kind or a facet.")
    label = serializers.CharField()
    items = SuggestedItem(many=True)


class SuggestionAnswer(serializers.Serializer[Any]):
    groups = SuggestedGroup(many=True)


class Suggestions(PublicRead):
    @extend_schema(
        operation_id="search_suggestions",
        parameters=[SuggestionParameters],
        responses={200: SuggestionAnswer, (429, PROBLEM_MEDIA_TYPE): ProblemSerializer},
    )
    def get(self, request: Request) -> Response:
        """What to offer while somebody types: by the beginning of a text, its pinyin or its initials."""
        wait = too_often(request._request)
        if wait:
            raise Throttled(wait)
        values = SuggestionParameters.read(request)
        groups = offered(values["q"], site_of(request), size=values["limit"])
        shown = [
            {
                "name": group.name,
                "label": group.label,
                "items": [
                    {"text": item.text, "html_url": request.build_absolute_uri(item.url)}
                    for item in group.items
                ],
            }
            for group in groups
        ]
        return Response(SuggestionAnswer({"groups": shown}).data)


def passage_as_data(passage: Found, request: Any) -> dict[str, Any]:
    """A passage as SearchPassage describes it."""
    return {
        "label": passage.label,
        "html_url": request.build_absolute_uri(passage.url),
        "text": passage.text,
        "marks": passage.marks,
    }


def _query(values: dict[str, Any], site: Any) -> SearchQuery:
    facets = documents.facets_of(documents.enabled(site))
    filters = {name: tuple(values[name]) for name in (KIND, *documents.facets) if values[name]}
    return SearchQuery(
        text=values["q"],
        filters=filters,
        since=values["since"],
        until=values["until"],
        sort=Sort(values["sort"]),
        size=values["limit"],
        cursor=values["cursor"],
        facets=(KIND, *facets),
        highlight=values["highlight"],
        as_typed=values["exact"],
    )


def _parameter(name: str) -> str:
    return {"size": "limit", "page": "cursor", "kinds": KIND}.get(name, name)


def _body(answer: SearchResult, request: Request) -> dict[str, Any]:
    plan = answer.plan
    return {
        "total": answer.total,
        "exact": answer.exact,
        "corrections": [asdict(correction) for correction in plan.corrections],
        "relaxed": plan.relaxed,
        "ignored": plan.ignored,
        "without": answer.without,
        "facets": [asdict(facet) for facet in answer.facets],
        "results": [_hit(hit, request) for hit in answer.hits],
    }


def _hit(hit: Hit, request: Request) -> dict[str, Any]:
    return {
        "kind": hit.kind,
        "kind_label": str(documents[hit.kind].label),
        "title": hit.title,
        "html_url": request.build_absolute_uri(hit.url),
        "day": hit.day,
        "highlights": [asdict(highlight) for highlight in hit.highlights],
        "passages": [passage_as_data(passage, request) for passage in hit.passages],
        "reasons": hit.reasons,
        "pinned": hit.pinned,
    }
