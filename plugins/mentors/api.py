"""/api/v1/mentors/: who can be asked, with the filters, counts and order of the page (P10); no way to reach them (P14)."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone
from rest_framework import serializers

from api.cases import MENTOR_LOOKUPS
from api.content import site_of
from api.pagination import Cursor, Slice, slice_of_sorted
from api.parameters import ListParameters, Values, Words
from api.terms import TermSerializer
from api.viewsets import ResourceViewSet
from cms_pages.choices import AvailableTime, Way
from cms_pages.facets import Facet
from plugins.mentors.card.files import card_urls
from plugins.mentors.forms import MentorSearchForm
from plugins.mentors.listing import Card, Portrait
from plugins.mentors.profile import Profile, Standing
from plugins.mentors.queries import MentorResults, Scope, Sort, cards_of, rank, sort_key
from plugins.mentors.terms import FACETS
from plugins.mentors.warm import warm

# The code on the card also finds a mentor's cases.
if "mentor_page__mentor__code" not in MENTOR_LOOKUPS:
    MENTOR_LOOKUPS.append("mentor_page__mentor__code")


class MentorParameters(ListParameters):
    """The filters of /mentors/; several values of one widen the list, several filters narrow it, unknown ones count for nothing."""

    q = Words(
        help_text="Words that must all occur in name, its pinyin, fields, trades, headline or organisation."
    )
    field = Values(help_text="Slug of a field of advice, see /terms/fields/.")
    industry = Values(help_text="Slug of an industry, see /terms/industries/.")
    district = Values(help_text="Slug of a district, see /terms/districts/.")
    way = Values(serializers.ChoiceField(Way.choices), help_text="How to be consulted.")
    language = Values(help_text="Slug of a language, see /terms/languages/.")
    service = Values(help_text="Slug of a service type, see /terms/service-types/.")
    sort = serializers.ChoiceField(Sort.choices, default=Sort.BEST, help_text="Order of the rows.")


# Members of a row, and of a mentor alone, that are as the card keeps them.
CARD_MEMBERS = (
    *("code", "name", "organisation", "position", "headline", "district", "industries", "languages"),
    *("service_types", "ways", "times", "cases_count", "figures", "appointed_on", "term_from", "term_to"),
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


class MentorRow(serializers.Serializer[Any]):
    """A mentor as the list shows them."""

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


class MentorDetail(MentorRow):
    """A mentor with everything their page shows; one whose term has ended stays readable (P16)."""

    help_points = serializers.ListField(child=serializers.CharField())
    introduction = serializers.CharField(allow_blank=True)
    experience = ExperienceSerializer(many=True)
    term_number = serializers.IntegerField()
    standing = serializers.ChoiceField(Standing.choices, help_text="Whether the mentor can be asked today.")
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


class FacetsSerializer(serializers.Serializer[Any]):
    """Counts beside the rows; a facet's counts leave its own choice aside."""

    facets = FacetSerializer(many=True)


class MentorViewSet(ResourceViewSet):
    """Mentors who can be asked today, in the order of the page."""

    parameters = MentorParameters
    serializer_class = MentorRow
    detail_serializer_class = MentorDetail
    summary_serializer_class = FacetsSerializer
    lookup_field = "code"

    def page(self, values: dict[str, Any]) -> Slice:
        """Rows of the ranked list, in the order of the day on which the caller began to read."""
        held = self.held = warm()
        asked = MentorSearchForm(_flat(values), held.tables).search()
        order = ("mentors", asked.sort.value)
        begun: tuple[Any, ...] = (timezone.localdate().isoformat(), asked.turn)
        if values["cursor"]:
            begun = Cursor.read(values["cursor"], order).keys[:2]
        self.search = replace(asked, turn=begun[1])
        self.found = rank(self.search, self._scope(), date.fromisoformat(begun[0]), held)
        key = sort_key(self.search, held.tables, self.found.scores)
        return slice_of_sorted(
            self.found.tally.rows, lambda row: (*begun, *key(row)), order, values["limit"], values["cursor"]
        )

    def count(self, values: dict[str, Any]) -> int:
        return len(self.found.tally.rows)

    def complete(self, rows: list[Any]) -> list[Any]:
        return list(cards_of(self._scope(), timezone.localdate(), [row[0] for row in rows]))

    def summary(self, values: dict[str, Any]) -> dict[str, Any]:
        """The facets of the page, counted for this search."""
        page = Paginator[int]([], 1).page(1)
        found = self.found
        results = MentorResults(self.search, "", found.tally, found.plan, self.held.tables, page, (), 0)
        return {"facets": [_facet(facet) for facet in results.facets]}

    def one(self, key: str) -> dict[str, Any]:
        """The card of a public mentor, also of one who has left, with today's standing."""
        row = self._scope().listings.filter(mentor__code=key).select_related("mentor__page").first()
        if row is None:
            raise Http404
        profile = Profile(row.mentor, row.mentor.page, row.card, timezone.localdate(), newly_appointed_days=0)
        return {**row.card, "standing": profile.standing}

    def _scope(self) -> Scope:
        site = site_of(self.request)
        if site is None:
            raise Http404
        return Scope.of_site(site)


def _flat(values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in ("q", "sort", *(kind.name for kind in FACETS))}


def _facet(facet: Facet) -> dict[str, Any]:
    """A facet as FacetSerializer describes it."""
    members = ("slug", "label", "count", "selected")
    values = [{name: getattr(value, name) for name in members} for value in facet.values]
    return {"name": facet.name, "label": facet.label, "values": values}
