"""Documents for tests over models that exist, and entries made by hand for the engine."""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.db.models import QuerySet

from cms_pages.models import Field, Industry, MentorPage, NewsPage
from cms_pages.routes import open_to_everyone
from cms_pages.visibility import visible
from plugins.mentors.models import Mentor
from search import generations, receivers
from search.documents import Content, Document, FacetField, Numbers, Window, values_of_model
from search.engines.base import Answer, Draft, Engine, Request
from search.engines.database import DatabaseEngine
from search.indexing import index
from search.models import Entry, FacetBit, Generation, Suggestion, SuggestionKey, Text
from search.plan import Alternative, Concept, Plan
from search.registry import documents
from tests.factories.content import today
from tests.search.elastic import (  # noqa: F401 - some are fixtures
    address,
    elastic,
    engine_at,
    module_address,
    own_prefix,
    patience,
    server,
)


class AdviserDocument(Document):
    """Mentors, much as their plugin declares them, and in its place: their lists ask for the kind by name."""

    kind, label, model = "mentor", "导师", Mentor
    facets = (
        FacetField("field", "擅长领域", values_of_model(Field), suggested=True),
        FacetField("industry", "行业", values_of_model(Industry)),
    )
    follows = {MentorPage: "page", Field: "page__fields", Industry: "page__industries"}
    takes_turns = True

    def public(self, site: Any) -> "QuerySet[Any]":
        return Mentor.objects.public().filter(state="serving")

    def for_index(self, objects: "QuerySet[Any]") -> "QuerySet[Any]":
        return objects.select_related("page").prefetch_related("page__fields", "page__industries")

    def content(self, obj: Any) -> Content:
        tags = (*(term.name for term in obj.page.fields.all()), obj.page.headline)
        return Content(name=obj.page.title, tags=tags, body=(obj.page.introduction,))

    def values(self, obj: Any) -> Mapping[str, Iterable[str]]:
        return {
            "field": [term.slug for term in obj.page.fields.all()],
            "industry": [term.slug for term in obj.page.industries.all()],
        }

    def numbers(self, obj: Any) -> Numbers:
        return Numbers(newest=obj.appointed_on)

    def window(self, obj: Any) -> Window:
        return Window(obj.term_from, obj.term_to)

    def title(self, obj: Any) -> str:
        return str(obj.page.title)

    def url(self, obj: Any) -> str:
        return f"/advisers/{obj.pk}/"


class NoticeDocument(Document):
    kind, label, model = "notice", "通知公告", NewsPage

    def public(self, site: Any) -> "QuerySet[Any]":
        return visible(NewsPage.objects.all(), site) if site else open_to_everyone(NewsPage.objects.live())

    def content(self, obj: Any) -> Content:
        return Content(tags=(obj.title,))

    def numbers(self, obj: Any) -> Numbers:
        return Numbers(newest=today())

    def url(self, obj: Any) -> str:
        return str(obj.url_path)


ADVISER, NOTICE = AdviserDocument(), NoticeDocument()


ENGINES = ["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)]


@pytest.fixture
def empty_index(db: None) -> None:
    """Nothing is indexed, the pages of the site neither."""
    empty()


def empty() -> None:
    for model in (Text, SuggestionKey, Suggestion, Entry, FacetBit, Generation):
        model.objects.all().delete()


@pytest.fixture
def declared(empty_index: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The two documents above and no others, followed like every document."""
    monkeypatch.setitem(documents.__dict__, "all", {"mentor": ADVISER, "notice": NOTICE})
    receivers.connect_documents([ADVISER, NOTICE])
    # The mentors' plugin hands over the rows it has just written: no objects of the document that stands in its place.
    monkeypatch.setattr(
        "plugins.mentors.listing.index", lambda document, keys, **at_hand: index(document, keys)
    )


def plan(*concepts: str | Iterable[str]) -> Plan:
    """A plan in short: `plan("a b", ("c", "d~ef"))`, words of one alternative with blanks, its characters after ~."""
    return Plan(text="…", concepts=tuple(_concept(given) for given in concepts))


def _concept(given: str | Iterable[str]) -> Concept:
    ways = (given,) if isinstance(given, str) else tuple(given)
    return Concept(ways[0], tuple(_alternative(way) for way in ways))


def _alternative(way: str) -> Alternative:
    words, _tilde, characters = way.partition("~")
    return Alternative(tuple(words.split()), characters)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, empty_index: None) -> Engine:
    """Each engine in turn, with a generation that takes writes and answers."""
    if request.param == "elasticsearch":
        return request.getfixturevalue("elastic")
    return DatabaseEngine()


@pytest.fixture(scope="module", params=ENGINES)
def module_engine(request: pytest.FixtureRequest, module_site: Any) -> Iterator[Engine]:
    """The same for a module's fixture that fills it once, for tests that only read."""
    with engine_of(request) as engine:
        yield engine


@contextmanager
def engine_of(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """The engine that a fixture's parameter names, empty; what was in the database before is there again afterwards."""
    with transaction.atomic():
        empty()
        if request.param == "elasticsearch":
            with own_prefix(request.getfixturevalue("server")) as address, patience():
                yield engine_at(address)
        else:
            yield DatabaseEngine()
        transaction.set_rollback(True)


@pytest.fixture
def put(engine: Engine) -> Callable[..., None]:
    """`put(1, tag="融资", values={"field": ("a",)})`: an entry of kind "mentor" in every generation written now."""

    def write(key: int, kind: str = "mentor", **parts: Any) -> None:
        engine.write([made(key, kind, **parts)], generations.written())

    return write


def made(key: int, kind: str = "mentor", **parts: Any) -> Draft:
    """What an engine is given to write."""
    return Draft(kind=kind, key=key, digest=str(zlib.crc32(repr(sorted(parts.items())).encode())), **parts)


@pytest.fixture
def found(engine: Engine) -> Callable[..., list[int]]:
    """`found(plan("融资"))`: the keys of the hits, sorted."""

    return partial(found_by, engine)


def found_by(engine: Engine, asked: Plan, **parts: Any) -> list[int]:
    """The keys of the hits, sorted."""
    return sorted(hit.key for hit in answer_of(engine, asked, **parts).ranked)


def answer_of(engine: Engine, asked: Plan, **parts: Any) -> Answer:
    return engine.search(asked, request(**parts))


def request(**parts: Any) -> Request:
    return Request(**{"kinds": ("mentor",), "site": 1, "day": today(), "size": 1000, **parts})
