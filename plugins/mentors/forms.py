"""What visitors and staff send to the plugin."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms_pages.queries import LONGEST_QUERY, words_of
from plugins.mentors.queries import MentorSearch, Sort, current_turn
from plugins.mentors.terms import FACETS, Tables


class KnownValues(forms.MultipleChoiceField):
    """Several values of a list; what the list does not have is passed over, as an old address may hold it."""

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(slug for slug in super().to_python(value) if self.valid_value(slug)))


class Words(forms.CharField):
    """A search box: anything can be typed; at most `LONGEST_QUERY` characters count."""

    def clean(self, value: Any) -> str:
        return " ".join(dict.fromkeys(words_of(value or "")))


class MentorSearchForm(forms.Form):
    """A search from an address; every address gives a search, none an error."""

    q = Words(label=_("关键词"), required=False, max_length=LONGEST_QUERY)
    sort = forms.ChoiceField(label=_("排序"), choices=Sort.choices, required=False)
    page = forms.IntegerField(required=False, min_value=1)
    exact = forms.BooleanField(required=False)
    turn = forms.IntegerField(required=False, min_value=0)

    def __init__(self, data: Mapping[str, Any], known: Tables) -> None:
        super().__init__(data)
        for kind in FACETS:
            choices = [(value.slug, value.slug) for value in known[kind.name].values]
            self.fields[kind.name] = KnownValues(label=kind.label, choices=choices, required=False)

    def search(self) -> MentorSearch:
        """The search; an order or page that does not exist counts as not given."""
        self.full_clean()
        given = self.cleaned_data
        return MentorSearch(
            text=given["q"],
            chosen={kind.name: tuple(given[kind.name]) for kind in FACETS if given.get(kind.name)},
            sort=Sort(given.get("sort") or Sort.BEST),
            page=given.get("page") or 1,
            exact=given.get("exact") or False,
            turn=current_turn() if given.get("turn") is None else given["turn"],
        )
