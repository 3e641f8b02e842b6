"""What the owner of data declares to make it findable: one `Document` for each kind of thing.

Plugins name their documents in `Plugin.search_documents`; applications of the portal call `search.registry.register`
in `AppConfig.ready`. What is not in `public` is neither indexed nor shown.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.db.models import Choices, Model, QuerySet
from django.utils import translation
from wagtail.models import Page, Site


@dataclass(frozen=True)
class Content:
    """The words of an object, as they are written; the index analyses them.

    `name` is a person's name and nothing else: it is found by any of its parts. `laws` are names of a law, found as a
    whole by any of their endings: 创业导师管理办法 by 导师管理办法. `tags` say what the object is about (title, fields,
    headline), `body` is everything else, the most telling text first. A text never runs on into the next one.
    """

    name: str = ""
    laws: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    body: tuple[str, ...] = ()


@dataclass(frozen=True)
class Numbers:
    """What a list is sorted by and what quality adds to the order; None where there is nothing to say.

    `newest` is the day that "newest first" goes by and that a range of dates is asked of. `rating` is the mean that
    people see, `quality` 0 to 1 a Bayesian mean over explicit ratings only, `reply_hours` the median time to reply,
    `next_slot` the first free day.
    """

    newest: date | None = None
    rating: float | None = None
    quality: float | None = None
    reply_hours: float | None = None
    next_slot: date | None = None


@dataclass(frozen=True)
class Window:
    """The days on which an object may be found, both included; the index turns the page by itself."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Passage:
    """A part of an object with an address of its own: `anchor` on the object's page, what it is called, its text.

    `inner` are parts of it that are found by their labels alone, as the items of an article are.
    """

    anchor: str
    label: str
    text: str
    inner: tuple["Passage", ...] = ()


@dataclass(frozen=True)
class Value:
    """One value of a facet; `id` stands in addresses and in the index and never changes its meaning."""

    id: str
    name: Any
    name_en: str = ""

    @property
    def label(self) -> str:
        """The word in the visitor's language."""
        english = (translation.get_language() or "").startswith("en")
        return self.name_en if english and self.name_en else str(self.name)


@dataclass(frozen=True)
class FacetField:
    """A filter with counts. Documents may share one by declaring the same name: their values are then the same too.

    `values` gives every value in the order of the list; it is asked once per process and change of the index. Values
    of a `suggested` facet are offered while somebody types. Those of a facet that is not `spoken` are no words that
    people search for, such as years. What a `daily` facet holds changes with the day: the index does not know it, and
    `Document.on` is asked.
    """

    name: str
    label: Any
    values: Callable[[], Iterable[Value]]
    suggested: bool = False
    spoken: bool = True
    daily: bool = False

    @property
    def model(self) -> type[Model] | None:
        """The model whose rows are the values, if they are."""
        return getattr(self.values, "model", None)


LONGEST_VALUE = 100
"""As many characters of a value's id can be kept."""


def values_of_choices(choices: type[Choices]) -> Callable[[], Iterable[Value]]:
    """The values of a closed list."""
    return lambda: [Value(str(value), label) for value, label in choices.choices]


@dataclass(frozen=True)
class values_of_model:
    """The rows of a list that editors keep, with their `name` and, if they have one, `name_en`; changes are followed."""

    model: type[Model]
    id: str = "slug"

    def __call__(self) -> Iterable[Value]:
        rows: Iterable[Any] = self.model._default_manager.all()
        return [Value(str(getattr(row, self.id)), row.name, getattr(row, "name_en", "")) for row in rows]


def site_of(page: Page) -> int | None:
    """The site that a page stands on, without a query: Wagtail keeps the roots in the cache."""
    roots = Site.get_site_root_paths()
    return next((root.site_id for root in roots if page.url_path.startswith(root.root_path)), None)


class Document:
    """One kind of thing that people find; one instance per process, without state.

    `kind` is unique and permanent, it stands in addresses. `model` has whole-number keys. `follows` names other models
    whose changes change an entry, each with the lookup that leads from `model` to it: `{Field: "page__fields"}`; a
    lookup of "" means all objects. Changes of `model` itself, of its many-to-many relations, of a page's place, of
    its publication and of view restrictions are followed anyway. Kinds that compete with each other (people) take
    turns among equal hits. Readers are told the day of a hit where it is `dated`: where that day says something about it.
    `template` draws one hit (`hit`, a search.query.Hit) in the list of the whole site.
    """

    kind: ClassVar[str]
    label: ClassVar[Any]
    model: ClassVar[type[Model]]
    facets: ClassVar[tuple[FacetField, ...]] = ()
    follows: ClassVar[Mapping[type[Model], str]] = {}
    takes_turns: ClassVar[bool] = False
    dated: ClassVar[bool] = True
    template: ClassVar[str] = "search/hit.html"

    def public(self, site: Site | None) -> "QuerySet[Any]":
        """The objects that everybody may see on the site; on any site when it is None.

        Every hit is read through this query again before it is shown. Days are left to `window`, so that the index
        need not be written when one passes; a query that knows about days itself must not know less than it.
        """
        raise NotImplementedError

    def for_index(self, objects: "QuerySet[Any]") -> "QuerySet[Any]":
        """The query with everything that `content`, `values` and their siblings need, for a batch at a time."""
        return objects

    def for_hits(self, objects: "QuerySet[Any]") -> "QuerySet[Any]":
        """The query with everything that a result's card needs."""
        return self.for_index(objects)

    def content(self, obj: Any) -> Content:
        """The words to find the object by."""
        raise NotImplementedError

    def values(self, obj: Any) -> Mapping[str, Iterable[str]]:
        """The ids of the object's values by facet; facets that it has none of may be left out."""
        return {}

    def on(self, day: date, facet: str) -> Mapping[str, Collection[int]]:
        """Of a daily facet the keys of the objects by the value that they have on a day; one query.

        Asked once per process, day and change of the index: whatever else it depends on must be followed.
        """
        return {}

    def numbers(self, obj: Any) -> Numbers:
        return Numbers()

    def window(self, obj: Any) -> Window:
        return Window()

    def site_id(self, obj: Any) -> int | None:
        """The site that the object belongs to; None for every site."""
        return site_of(obj) if isinstance(obj, Page) else None

    def passages(self, obj: Any) -> Sequence[Passage]:
        """The parts that a hit may lead to instead of the whole object; their words are in `content` as well."""
        return ()

    def suggestions(self, obj: Any) -> tuple[str, ...]:
        """What is offered while somebody types; each is found by its beginning, its pinyin and its initials.

        What is the label of a passage leads to that passage.
        """
        return (self.title(obj),)

    def names(self) -> Iterable[str]:
        """The names of all people among the public objects: they are known when they are misspelt or typed in pinyin."""
        return ()

    def title(self, obj: Any) -> str:
        return str(obj)

    def url(self, obj: Any) -> str:
        """The address on the portal, without the host."""
        return str(obj.get_absolute_url())
