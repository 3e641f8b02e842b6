"""What of a mentor is findable: those who can be asked now, by name, need, trade, place and what they say (P10)."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from cms_pages.choices import AvailableTime, Stage, Way
from cms_pages.models import District, Field, Industry, Language, ServiceType
from cms_pages.visibility import visible
from plugins.mentors.models import MentorListing
from plugins.mentors.showing import ShownFigures, quality_of
from search.documents import (
    Content,
    Document,
    FacetField,
    Numbers,
    Window,
    site_of,
    values_of_choices,
    values_of_model,
)

LISTS = {"field": "fields", "industry": "industries", "language": "languages", "service": "service_types"}
"""The members of a card that hold several terms, by the name of their facet."""


class MentorDocument(Document):
    """A mentor in office, by the row that lists read; whoever has left, pauses, is yet to begin or has as many requests
    as they take in a week has a direct link.

    The row is written whenever anything on it changes, and its writer calls for the entry (`listing`): the document
    follows no other model.
    """

    kind, label, model = "mentor", _("导师"), MentorListing
    template = "mentors/hit.html"
    facets = (
        FacetField("field", _("擅长领域"), values_of_model(Field), suggested=True),
        FacetField("industry", _("行业"), values_of_model(Industry), suggested=True),
        FacetField("district", _("区市"), values_of_model(District)),
        FacetField("way", _("方式"), values_of_choices(Way)),
        FacetField("time", _("可约时间"), values_of_choices(AvailableTime)),
        FacetField("stage", _("创业阶段"), values_of_choices(Stage)),
        FacetField("language", _("语言"), values_of_model(Language)),
        FacetField("service", _("服务类型"), values_of_model(ServiceType)),
    )
    takes_turns, dated = True, False

    def public(self, site: Site | None) -> "QuerySet[MentorListing]":
        if site is None:
            return MentorListing.objects.serving()
        # Only a page that everybody may see has a row; whoever shows one asks the page itself once more, and the row
        # whether the mentor is full meanwhile.
        return visible(MentorListing.objects.reachable(), site, "mentor__page")

    def for_index(self, objects: "QuerySet[Any]") -> "QuerySet[Any]":
        return objects.select_related("index")

    def for_hits(self, objects: "QuerySet[Any]") -> "QuerySet[Any]":
        return objects

    def content(self, obj: Any) -> Content:
        """Fields, trades, place, stages, times and headline say what a mentor is about; an employer's name or a sentence less so."""
        card = obj.card
        terms = [term for name in LISTS.values() for term in card[name]]
        terms += [card["district"]] if card["district"] else []
        words = [word for term in terms for word in (term["name"], term["name_en"])]
        words += [str(Stage(value).label) for value in card["stages"] if value in Stage.values]
        words += [str(AvailableTime(value).label) for value in card["times"] if value in AvailableTime.values]
        body = (*card["help_points"], card["introduction"], card["organisation"], card["position"])
        return Content(
            name=card["name"],
            tags=tuple(filter(None, (*words, card["headline"]))),
            body=tuple(filter(None, body)),
        )

    def values(self, obj: Any) -> Mapping[str, Iterable[str]]:
        card = obj.card
        chosen = {facet: [term["slug"] for term in card[name]] for facet, name in LISTS.items()}
        place = [card["district"]["slug"]] if card["district"] else []
        return chosen | {
            "district": place,
            "way": card["ways"],
            "time": card["times"],
            "stage": card["stages"],
        }

    def numbers(self, obj: Any) -> Numbers:
        figures: ShownFigures | None = obj.card["figures"]
        return Numbers(
            newest=obj.appointed_on,
            rating=figures["mean_rating"] if figures else None,
            quality=quality_of(figures),
            reply_hours=figures["median_reply_hours"] if figures else None,
        )

    def window(self, obj: Any) -> Window:
        """The days of the term; of somebody whose week is full those after it, so that its turn needs no writing."""
        if obj.full_until is None:
            return Window(obj.term_from, obj.term_to)
        return Window(max(obj.term_from, obj.full_until + timedelta(days=1)), obj.term_to)

    def site_id(self, obj: Any) -> int | None:
        return site_of(obj.index)

    def names(self) -> Iterable[str]:
        return self.public(None).values_list("name", flat=True)

    def title(self, obj: Any) -> str:
        return str(obj.name)

    def url(self, obj: Any) -> str:
        return str(obj.card["url"])
