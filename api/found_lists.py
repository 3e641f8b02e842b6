"""Lists of one kind in their own order, from which the search of the portal takes what a text does not find.

Beside the rows stands how the text was understood, in each row where its words stand.
"""

from dataclasses import asdict
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers

from api.content import site_of
from api.parameters import LONGEST_TEXT, Flag, ListParameters
from api.search import SearchCorrection, SearchHighlight, SearchPassage, passage_as_data
from api.viewsets import ResourceViewSet
from search.documents import Document
from search.finding import Matches, matches
from search.registry import documents
from search.showing import said_by


class FoundParameters(ListParameters):
    """What every such list takes; its own filters are added by subclassing."""

    q = serializers.CharField(
        default="",
        allow_blank=True,
        max_length=LONGEST_TEXT,
        help_text="Words, a sentence, pinyin or initials, as on the page; empty for everything.",
    )
    exact = Flag(default=False, help_text="Whether to search for the text as typed, without corrections.")
    highlight = Flag(default=True, help_text="Whether to say where the words stand.")


class FoundMembers(serializers.Serializer[Any]):
    """What a row of a list has beside what the resource is; empty without a text."""

    highlights = SearchHighlight(many=True)
    passages = SearchPassage(many=True, help_text="Articles and other parts that say it, the best first.")


class FoundSummary(serializers.Serializer[Any]):
    """Beside the rows: how the text was understood."""

    corrections = SearchCorrection(many=True, help_text="What was typed and what it was taken for.")
    relaxed = serializers.ListField(
        child=serializers.CharField(), help_text="Words that were given up because nothing met all of them."
    )


class FoundViewSet(ResourceViewSet):
    """A list whose `document` says what its texts find; `rows` are to be plain dicts with their `pk`."""

    document: ClassVar[type[Document]]
    summary_serializer_class = FoundSummary

    def matching(self, rows: "QuerySet[Any, Any]", values: dict[str, Any]) -> "QuerySet[Any, Any]":
        """Of these rows what the text finds."""
        return rows.filter(pk__in=list(self.found.scores)) if values["q"] else rows

    @cached_property
    def found(self) -> Matches:
        """What the text finds, whatever the filters."""
        values = self.parameters.read(self.request)
        return matches(values["q"], self.document.kind, site_of(self.request), as_typed=values["exact"])

    def summary(self, values: dict[str, Any]) -> dict[str, Any]:
        plan = self.found.plan if values["q"] else None
        return {
            "corrections": [asdict(correction) for correction in plan.corrections] if plan else [],
            "relaxed": plan.relaxed if plan else [],
        }

    def complete(self, rows: list[Any]) -> list[Any]:
        values = self.parameters.read(self.request)
        told = values["q"] and values["highlight"]
        keys = [row["pk"] for row in rows] if told else []
        document = documents[self.document.kind]
        said = said_by(document, keys, self.found.plan, site_of(self.request)) if keys else {}
        for row in rows:
            highlights, passages = said.get(row["pk"], ((), ()))
            row["highlights"] = [asdict(highlight) for highlight in highlights]
            row["passages"] = [passage_as_data(passage, self.request) for passage in passages]
        return rows
