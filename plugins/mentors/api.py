"""/api/v1/mentors/: who can be asked, with the filters, counts and order of the page (P10); no way to reach them (P14)."""

from dataclasses import asdict, replace
from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.models import Site

from api.cases import MENTOR_LOOKUPS
from api.content import site_of
from api.pagination import DEFAULT_LIMIT, Cursor, Slice
from api.parameters import Flag, ListParameters, Parameters, Values, Words
from api.search import SearchCorrection, SearchHighlight
from api.terms import TermSerializer
from api.viewsets import ResourceViewSet
from cms_pages.choices import AvailableTime, Stage, Way
from plugins.mentors.card.files import card_urls
from plugins.mentors.certificates import worth_of
from plugins.mentors.choices import CertificateStanding
from plugins.mentors.listing import Card, Portrait
from plugins.mentors.models import MentorListing
from plugins.mentors.profile import Profile, Standing
from plugins.mentors.queries import SORTS, current_turn, known_values, query_of, wishes_among
from plugins.mentors.search_documents import MentorDocument
from portal.wishes import Wishes, keep_private
from search.asking import Asked
from search.documents import FacetField
from search.finding import find
from search.query import LARGEST_SIZE, WISHED, FacetCounts, Hit, SearchQuery, Seeker, Sort

PREFERRED = "prefer_"

# The code on the card also finds a mentor's cases.
if "mentor_page__mentor__code" not in MENTOR_LOOKUPS:
    MENTOR_LOOKUPS.append("mentor_page__mentor__code")


class MentorParameters(ListParameters):
    """What can be asked of /mentors/; besides these every facet of the list is a filter, and some may be preferred.

    Several values of one filter widen the list, several filters narrow it, unknown values count for nothing.
    """

    q = Words(help_text="A need, a field, a name or part of it, pinyin, initials, a sentence.")
    sort = serializers.ChoiceField(
        list(SORTS.items()), default=Sort.RELEVANCE.value, help_text="Order of the rows."
    )
    exact = Flag(default=False, help_text="Whether to search for the text as typed, without corrections.")
    highlight = Flag(default=True, help_text="Whether to say where the words stand.")
    limit = serializers.IntegerField(
        min_value=1, max_value=LARGEST_SIZE, default=DEFAULT_LIMIT, help_text="Rows per page."
    )

    def get_fields(self) -> dict[str, Any]:
        """The declared ones, one for each facet, and one for each by which a list can be ordered for somebody."""
        facets = {facet.name: facet for facet in MentorDocument.facets}
        filters = {name: Values(_child(facet), help_text=_help(facet)) for name, facet in facets.items()}
        wishes = {
            f"{PREFERRED}{name}": Values(
                help_text=f"Value of `{name}` that comes first in the usual order of an unfiltered list."
            )
            for name in WISHED
            if name in facets
        }
        return super().get_fields() | filters | wishes


def _child(facet: FacetField) -> serializers.Field[Any, Any, Any, Any] | None:
    """Values of a list that editors keep are open, those of a closed one are named."""
    if facet.model is not None:
        return None
    return serializers.ChoiceField([(value.id, value.label) for value in facet.values()])


def _help(facet: FacetField) -> str:
    return f"Value of the facet `{facet.name}`, see `facets`."


# Members of a row, and of a mentor alone, that are as the card keeps them.
CARD_MEMBERS = (
    *("code", "name", "organisation", "position", "headline", "district", "industries", "languages"),
    *(
        "service_types",
        "ways",
        "times",
        "stages",
        "cases_count",
        "figures",
        "appointed_on",
        "term_from",
        "term_to",
    ),
)
DETAIL_MEMBERS = ("help_points", "introduction", "experience", "term_number", "standing")


class PortraitSerializer(serializers.Serializer[Any]):
    """A square portrait in two sizes."""

    url = serializers.URLField()
    srcset = serializers.CharField(help_text="As in HTML.")


class FiguresSerializer(serializers.Serializer[Any]):
    """What services come to, computed; below `services_needed` there is no median, share or mean."""

    services = serializers.IntegerField(help_text="Services done.")
    services_needed = serializers.IntegerField(help_text="From how many on the three below are given.")
    replies = serializers.IntegerField(help_text="Services that median and share rest on.")
    on_time_hours = serializers.IntegerField(help_text="A reply within so many hours is on time.")
    median_reply_hours = serializers.FloatField(allow_null=True)
    on_time_share = serializers.FloatField(allow_null=True, help_text="0 to 1.")
    explicit_ratings = serializers.IntegerField(help_text="Ratings that the mean rests on.")
    mean_rating = serializers.FloatField(allow_null=True, help_text="1 to 5.")
    default_ratings = serializers.IntegerField(
        help_text="Given by the system when nobody rated in time; not in the mean."
    )
    updated_at = serializers.DateTimeField()


class MentorCard(serializers.Serializer[Any]):
    """What is shown of a mentor everywhere."""

    code = serializers.CharField(help_text="Permanent; printed on the card.")
    name = serializers.CharField()
    organisation = serializers.CharField()
    position = serializers.CharField()
    headline = serializers.CharField()
    years_of_experience = serializers.IntegerField(source="years", allow_null=True)
    district = TermSerializer(allow_null=True)
    fields_of_advice = TermSerializer(source="fields", many=True)
    industries = TermSerializer(many=True)
    languages = TermSerializer(many=True)
    service_types = TermSerializer(many=True)
    ways = serializers.ListField(child=serializers.ChoiceField(Way.choices))
    times = serializers.ListField(
        child=serializers.ChoiceField(AvailableTime.choices), help_text="When a talk is usually possible."
    )
    stages = serializers.ListField(
        child=serializers.ChoiceField(Stage.choices),
        help_text="Which founders the mentor helps best, by how far they are; empty for all alike.",
    )
    portrait = PortraitSerializer(allow_null=True)
    cases_count = serializers.IntegerField(help_text="Public service cases.")
    figures = FiguresSerializer(allow_null=True, help_text="Null where nothing was ever counted.")
    appointed_on = serializers.DateField(help_text="First appointment.")
    term_from = serializers.DateField()
    term_to = serializers.DateField(allow_null=True, help_text="Inclusive; null for no end.")
    detail_url = serializers.URLField()
    html_url = serializers.URLField()

    def to_representation(self, card: Card) -> dict[str, Any]:
        """Straight from the card, which is JSON already; the fields above say what it looks like."""
        kept = {name: card[name] for name in CARD_MEMBERS}  # type: ignore[literal-required]
        renamed = {"years_of_experience": card["years"], "fields_of_advice": card["fields"]}
        portrait = card["portrait"]
        return (
            kept
            | renamed
            | {
                "portrait": self._portrait(portrait) if portrait else None,
                "detail_url": self._absolute(f"/api/v1/mentors/{card['code']}/"),
                "html_url": self._absolute(card["url"]),
            }
        )

    def _portrait(self, portrait: Portrait) -> dict[str, str]:
        sources = (source.split(" ") for source in portrait["srcset"].split(", "))
        srcset = ", ".join(f"{self._absolute(url)} {width}" for url, width in sources)
        return {"url": self._absolute(portrait["src"]), "srcset": srcset}

    def _absolute(self, path: str) -> str:
        return str(self.context["request"].build_absolute_uri(path))


class MentorRow(MentorCard):
    """A mentor as the list shows them, with what met the words and why the mentor stands here."""

    highlights = SearchHighlight(many=True)
    reasons = serializers.ListField(child=serializers.CharField(), help_text="What was preferred, in words.")
    pinned = serializers.BooleanField(help_text="Whether editors put the mentor first.")

    def to_representation(self, hit: Hit) -> dict[str, Any]:
        found = [asdict(highlight) for highlight in hit.highlights]
        more = {"highlights": found, "reasons": hit.reasons, "pinned": hit.pinned}
        return super().to_representation(hit.object.card) | more


class ExperienceSerializer(serializers.Serializer[Any]):
    period = serializers.CharField()
    role = serializers.CharField()


class CardFilesSerializer(serializers.Serializer[Any]):
    """The card's files, and the short address that its code carries."""

    short_url = serializers.URLField()
    card_svg = serializers.URLField()
    card_png = serializers.URLField()
    card_vcf = serializers.URLField()
    card_pdf = serializers.URLField()
    poster_pdf = serializers.URLField()
    share_png = serializers.URLField()
    qr_svg = serializers.URLField()


class MentorDetail(MentorCard):
    """A mentor with everything their page shows; one whose term has ended stays readable (P16)."""

    help_points = serializers.ListField(child=serializers.CharField())
    introduction = serializers.CharField(allow_blank=True)
    experience = ExperienceSerializer(many=True)
    term_number = serializers.IntegerField()
    standing = serializers.ChoiceField(
        Standing.choices,
        help_text="Whether the mentor can be asked today; `full`: as many requests as they take in this week.",
    )
    card = CardFilesSerializer()

    def to_representation(self, card: Card) -> dict[str, Any]:
        more = {name: card[name] for name in DETAIL_MEMBERS}  # type: ignore[literal-required]
        files = {name: self._absolute(path) for name, path in card_urls(card["code"]).items()}
        short = self._absolute(f"/m/{card['code']}")
        return super().to_representation(card) | more | {"card": {"short_url": short} | files}


class FacetValueSerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    label = serializers.CharField()
    count = serializers.IntegerField(help_text="Rows that choosing this value would give.")
    selected = serializers.BooleanField()


class FacetSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="The parameter.")
    label = serializers.CharField()
    values = FacetValueSerializer(many=True)


class MentorSummary(serializers.Serializer[Any]):
    """How the question was taken, and counts beside the rows; a facet's counts leave its own choice aside."""

    total = serializers.IntegerField(min_value=0)
    exact = serializers.BooleanField(help_text="Whether `total` is counted, or a lower bound.")
    corrections = SearchCorrection(many=True, help_text="What was typed and what it was taken for.")
    relaxed = serializers.ListField(
        child=serializers.CharField(), help_text="Words that were given up because nobody met all of them."
    )
    ignored = serializers.ListField(child=serializers.CharField(), help_text="Words that say nothing.")
    without = serializers.DictField(
        child=serializers.IntegerField(min_value=0), help_text="By filter, the total if it were dropped."
    )
    facets = FacetSerializer(many=True)


class CertificateSerializer(serializers.Serializer[Any]):
    """What a certificate is worth today, for whoever holds the paper."""

    certificate_number = serializers.CharField(source="term.certificate_number")
    holder = serializers.CharField(help_text="Masked: the first character of the name.")
    standing = serializers.ChoiceField(CertificateStanding.choices)
    standing_label = serializers.CharField(source="standing.label")
    is_valid = serializers.BooleanField()
    term_from = serializers.DateField(source="term.term_from")
    last_day = serializers.DateField(allow_null=True, help_text="Inclusive; null where no end is set.")


class MentorViewSet(ResourceViewSet):
    """Mentors who can be asked today, as the search of the portal finds and orders them."""

    parameters = MentorParameters
    serializer_class = MentorRow
    detail_serializer_class = MentorDetail
    summary_serializer_class = MentorSummary
    lookup_field = "code"

    def page(self, values: dict[str, Any]) -> Slice:
        """Hits in the order in which the caller began to read."""
        order = ("mentors", values["sort"])
        start = Cursor.read(values["cursor"], order).keys[0] if values["cursor"] else ""
        wishes = wishes_among({name: tuple(values.get(f"{PREFERRED}{name}", ())) for name in WISHED})
        self.found = found = find(_query(values, start, wishes), self._site())
        if wishes:
            keep_private(self.request._request)
        following, previous = (
            Cursor(order, (cursor,)) if cursor else None for cursor in (found.cursor, found.previous)
        )
        return Slice(list(found.hits), following, previous)

    def count(self, values: dict[str, Any]) -> int:
        return self.found.total

    def summary(self, values: dict[str, Any]) -> dict[str, Any]:
        found = self.found
        return {
            "total": found.total,
            "exact": found.exact,
            "corrections": [asdict(correction) for correction in found.corrected],
            "relaxed": found.relaxed,
            "ignored": found.plan.ignored,
            "without": found.without,
            "facets": [_facet(facet) for facet in found.facets],
        }

    def one(self, key: str) -> dict[str, Any]:
        """The card of a public mentor, also of one who has left, with today's standing."""
        listings = MentorListing.objects.of_site(self._site())
        row = listings.filter(mentor__code=key).select_related("mentor__page").first()
        if row is None:
            raise Http404
        profile = Profile(row.mentor, row.mentor.page, row.card, timezone.localdate(), newly_appointed_days=0)
        return {**row.card, "standing": profile.standing}

    @extend_schema(operation_id="mentors_certificate_retrieve", responses=CertificateSerializer)
    @action(
        methods=["get"],
        detail=False,
        url_path=r"certificates/(?P<certificate>[0-9A-Za-z]{1,40})",
        pagination_class=None,
    )
    def certificate(self, request: Request, certificate: str) -> Response:
        """Whether a certificate is genuine and in force, by the code that is printed on it."""
        Parameters.read(request)
        worth = CertificateSerializer(worth_of(certificate)).data
        return Response(worth, headers={"Cache-Control": "private, no-store"})

    def _site(self) -> Site:
        site = site_of(self.request)
        if site is None:
            raise Http404
        return site


def _query(values: dict[str, Any], cursor: str, wishes: Wishes) -> SearchQuery:
    """The same question as the page's, from where the caller goes on."""
    known = known_values()
    chosen = {name: tuple(dict.fromkeys(v for v in values[name] if v in known[name])) for name in known}
    asked = Asked(
        text=values["q"],
        chosen={name: given for name, given in chosen.items() if given},
        sort=Sort(values["sort"]),
        turn=current_turn(),
        as_typed=values["exact"],
    )
    query = query_of(asked, Seeker.wishing(wishes), values["limit"])
    return replace(query, cursor=cursor, highlight=values["highlight"])


def _facet(facet: FacetCounts) -> dict[str, Any]:
    """A facet as FacetSerializer describes it."""
    values = [
        {"slug": value.value, "label": value.label, "count": value.count, "selected": value.selected}
        for value in facet.values
    ]
    return {"name": facet.name, "label": facet.label, "values": values}
