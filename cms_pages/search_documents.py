"""What of the portal's content is found, kind by kind: policies down to the article, notices, rounds, cases, answers."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

from cms_pages.choices import NewsKind, ValidityState
from cms_pages.citations import Citation
from cms_pages.law import Article, Section, Table, table_of
from cms_pages.models import (
    Audience,
    FaqPage,
    Industry,
    NewsPage,
    PolicyPage,
    PolicyTopic,
    RecruitmentPage,
    SectionPage,
    ServiceCasePage,
    ServiceType,
)
from cms_pages.models.policy import PolicyRepeal, state_on
from cms_pages.models.recruitment import RecruitmentMaterial
from cms_pages.routes import open_to_everyone
from cms_pages.visibility import visible
from search.documents import (
    LONGEST_VALUE,
    Content,
    Document,
    FacetField,
    Numbers,
    Passage,
    Value,
    values_of_choices,
    values_of_model,
)

DATED: dict[Any, str] = {PolicyPage: "published_on", NewsPage: "published_on", ServiceCasePage: "served_on"}
"""By which day each kind has a year."""

CITY = re.compile(r"[\u4e00-\u9fff]{2,7}?[省市区县]")

TOPIC = FacetField("topic", _("主题"), values_of_model(PolicyTopic), suggested=True)
AUDIENCE = FacetField("audience", _("对象"), values_of_model(Audience))
ISSUER = FacetField("issuer", _("发文机关"), lambda: _values_of(issuers()))
YEAR = FacetField("year", _("年份"), lambda: _values_of(map(str, years())), spoken=False)
VALIDITY = FacetField("validity", _("有效性"), values_of_choices(ValidityState), spoken=False, daily=True)
NOTICE_KIND = FacetField("notice", _("公告类别"), values_of_choices(NewsKind))
SERVICE = FacetField("service", _("服务类型"), values_of_model(ServiceType))
INDUSTRY = FacetField("industry", _("行业"), values_of_model(Industry))


class PageDocument(Document):
    """A kind of page: what is published without restriction, found by its title, keywords and texts."""

    model: ClassVar[type[Page]]

    def public(self, site: Any) -> "QuerySet[Any]":
        pages = self.model._default_manager.all()
        return visible(pages, site) if site else open_to_everyone(pages.filter(live=True))

    def content(self, obj: Any) -> Content:
        return Content(
            laws=_texts(*self.laws(obj)),
            tags=_texts(obj.title, *self.tags(obj), *obj.keywords.replace("；", ";").split(";")),
            body=_texts(obj.summary, *self.body(obj)),
        )

    def tags(self, obj: Any) -> Iterable[str]:
        """What the page is about, beside its title and keywords."""
        return ()

    def laws(self, obj: Any) -> Iterable[str]:
        """The names of the law that the page is."""
        return ()

    def body(self, obj: Any) -> Iterable[str]:
        """The texts of the page below its summary."""
        return texts_of(obj.body.raw_data)

    def day(self, obj: Any) -> date | None:
        """The day that the page names as its own, else when it was last published."""
        named = getattr(obj, "published_on", None)
        return named or (timezone.localdate(obj.last_published_at) if obj.last_published_at else None)

    def numbers(self, obj: Any) -> Numbers:
        return Numbers(newest=self.day(obj))

    def title(self, obj: Any) -> str:
        return str(obj.title)

    def url(self, obj: Any) -> str:
        return str(obj.url_path_on_site)


class PolicyDocument(PageDocument):
    """A policy as one result that leads to the article in question."""

    kind, label, model = "policy", _("政策"), PolicyPage
    facets = (TOPIC, AUDIENCE, ISSUER, YEAR, VALIDITY)
    # Whatever repeals a document when it is published touches the index as a document itself.
    follows = {PolicyTopic: "topic", Audience: "audiences", PolicyRepeal: "repealed_by"}
    template = "search/policy_hit.html"

    def for_index(self, objects: "QuerySet[Any]") -> "QuerySet[Any]":
        return objects.select_related("topic").prefetch_related("audiences")

    def for_hits(self, objects: "QuerySet[Any]") -> "QuerySet[Any]":
        return self.for_index(objects).annotate(state=state_on(timezone.localdate()))

    def laws(self, obj: Any) -> Iterable[str]:
        return [obj.short_title]

    def tags(self, obj: Any) -> Iterable[str]:
        terms = [*([obj.topic] if obj.topic else []), *obj.audiences.all()]
        return [obj.document_number, *(term.name for term in terms), *obj.issuer_names]

    def body(self, obj: Any) -> Iterable[str]:
        for section in obj.sections:
            yield section.title
            yield from (_node_text(node) for node in section.content)
        yield from obj.preamble.splitlines()

    def values(self, obj: Any) -> Mapping[str, Iterable[str]]:
        return {
            "topic": [obj.topic.slug] if obj.topic else [],
            "audience": [term.slug for term in obj.audiences.all()],
            "issuer": [name for name in obj.issuer_names if len(name) <= LONGEST_VALUE],
            "year": _year(obj.published_on),
        }

    def on(self, day: date, facet: str) -> Mapping[str, Collection[int]]:
        """Whether a document binds, as every page says it."""
        found: dict[str, list[int]] = {state: [] for state in ValidityState.values}
        policies = PolicyPage.objects.live().annotate(state=state_on(day)).order_by()
        for key, state in policies.values_list("pk", "state"):
            found[state].append(key)
        return found

    def suggestions(self, obj: Any) -> tuple[str, ...]:
        """What people call it: without 关于印发 and 的通知, and without the city that its authorities name first."""
        name = obj.short_title.strip("《》")
        return tuple(dict.fromkeys((name, _without_city(name, obj.issuer_names))))

    def passages(self, obj: Any) -> Sequence[Passage]:
        return [passage for section in obj.sections for passage in _passages(section)]


class NoticeDocument(PageDocument):
    """Notices and news, without those that were withdrawn."""

    kind, label, model = "notice", _("公告资讯"), NewsPage
    facets = (NOTICE_KIND, YEAR)

    def public(self, site: Any) -> "QuerySet[Any]":
        return super().public(site).filter(withdrawn_on=None)

    def body(self, obj: Any) -> Iterable[str]:
        return [*super().body(obj), obj.event_place]

    def values(self, obj: Any) -> Mapping[str, Iterable[str]]:
        return {"notice": [obj.kind], "year": _year(obj.published_on)}


class RecruitmentDocument(PageDocument):
    kind, label, model = "recruitment", _("招募"), RecruitmentPage
    follows = {RecruitmentMaterial: "materials"}

    def for_index(self, objects: "QuerySet[Any]") -> "QuerySet[Any]":
        return objects.prefetch_related("materials")

    def tags(self, obj: Any) -> Iterable[str]:
        return [obj.round_label, *obj.applicant_kind_labels]

    def body(self, obj: Any) -> Iterable[str]:
        materials = [text for row in obj.materials.all() for text in (row.name, row.note)]
        return [*super().body(obj), *materials]


class CaseDocument(PageDocument):
    kind, label, model = "case", _("服务案例"), ServiceCasePage
    facets = (SERVICE, INDUSTRY, YEAR)
    follows = {ServiceType: "service_type", Industry: "industry"}

    def for_index(self, objects: "QuerySet[Any]") -> "QuerySet[Any]":
        return objects.select_related("service_type", "industry")

    def for_hits(self, objects: "QuerySet[Any]") -> "QuerySet[Any]":
        return objects.select_related("service_type", "industry", "mentor_page")

    def tags(self, obj: Any) -> Iterable[str]:
        return [term.name for term in (obj.service_type, obj.industry) if term]

    def body(self, obj: Any) -> Iterable[str]:
        return [obj.result, obj.beneficiary, *super().body(obj)]

    def day(self, obj: Any) -> date | None:
        return obj.served_on

    def values(self, obj: Any) -> Mapping[str, Iterable[str]]:
        terms = {"service": obj.service_type, "industry": obj.industry}
        held = {name: [term.slug] for name, term in terms.items() if term}
        return held | {"year": _year(obj.served_on)}


class AnswerDocument(PageDocument):
    """The page of questions as one result that leads to the question."""

    kind, label, model = "faq", _("常见问题"), FaqPage
    dated = False

    def content(self, obj: Any) -> Content:
        asked = self.passages(obj)
        return Content(
            tags=_texts(obj.title, *(passage.label for passage in asked)),
            body=_texts(obj.introduction, *(passage.text for passage in asked)),
        )

    def passages(self, obj: Any) -> Sequence[Passage]:
        return [
            # The anchors are those of the template.
            Passage(f"q{group}-{place}", question["question"], _plain(question["answer"]))
            for group, block in enumerate(obj.groups.raw_data, 1)
            for place, question in enumerate(map(_item, block["value"]["questions"]), 1)
        ]

    def suggestions(self, obj: Any) -> tuple[str, ...]:
        return tuple(passage.label for passage in self.passages(obj))

    def url(self, obj: Any) -> str:
        return _path(obj)


class SectionDocument(PageDocument):
    """Services of the catalogue and other standing pages."""

    kind, label, model = "section", _("公共服务"), SectionPage
    dated = False

    def body(self, obj: Any) -> Iterable[str]:
        facts = [f"{block['value']['label']} {block['value']['text']}" for block in obj.facts.raw_data]
        return [obj.introduction, *facts, *super().body(obj)]

    def url(self, obj: Any) -> str:
        return _path(obj)


DOCUMENTS: tuple[type[Document], ...] = (
    PolicyDocument,
    NoticeDocument,
    RecruitmentDocument,
    CaseDocument,
    AnswerDocument,
    SectionDocument,
)


def issuers() -> list[str]:
    """The authorities that have issued what is published, each once."""
    lines = PolicyPage.objects.live().order_by().values_list("issuers", flat=True).distinct()
    names = {name.strip() for text in lines for name in text.splitlines()}
    return sorted(name for name in names if 0 < len(name) <= LONGEST_VALUE)


def years() -> list[int]:
    """The years of everything that is filtered by them, the latest first; one query."""
    first, *others = (
        model.objects.live().order_by().exclude(**{day: None}).values_list(ExtractYear(day))
        for model, day in DATED.items()
    )
    return sorted((year for (year,) in first.union(*others)), reverse=True)


def _year(day: date | None) -> list[str]:
    return [str(day.year)] if day else []


def _values_of(texts: Iterable[str]) -> list[Value]:
    return [Value(text, text) for text in texts]


# Texts of stored blocks -----------------------------------------------------------------------------------------


def texts_of(raw_body: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """What is written in the stored blocks of a body, one text for each; pictures and files say nothing."""
    for block in raw_body:
        value = block["value"]
        match block["type"]:
            case "heading":
                yield value
            case "paragraph":
                yield _plain(value)
            case "quote":
                yield f"{value['text']} {value.get('attribution') or ''}"
            case "table":
                yield _node_text(table_of(value))


def _passages(section: Section) -> Iterator[Passage]:
    """The articles of a section, or the section itself where its heading has a number."""
    for article in section.articles:
        label = " ".join(_texts(article.label, article.title))
        yield Passage(article.anchor, label, _article_text(article), tuple(_items(article)))
    if section.kind == "heading" and section.anchor:
        text = "\n".join(_node_text(node) for node in section.content)
        yield Passage(section.anchor, f"{section.label}{section.title}", text)


def _items(article: Article) -> Iterator[Passage]:
    """The items of an article and their parts, called as citations call them."""
    for item in article.items:
        place = Citation("", article.number, item.number)
        yield Passage(item.anchor, place.place, "\n".join(_texts(item.text, *_parts_texts(item.content))))
        for sub in (sub for part in item.content for sub in part.items):
            yield Passage(sub.anchor, replace(place, sub_item=sub.number).place, sub.text)


def _node_text(node: Any) -> str:
    if isinstance(node, Article):
        return "\n".join(_texts(node.label, node.title, *_parts_texts(node.content, labels=False)))
    if isinstance(node, Table):
        return "\n".join(" ".join(row) for row in node.rows)
    return str(node)


def _article_text(article: Article) -> str:
    return "\n".join(_parts_texts(article.content))


def _parts_texts(parts: Iterable[Any], labels: bool = True) -> Iterator[str]:
    """The texts as people read them; without the labels of items, which nobody looks for, as the index holds them."""
    for part in parts:
        if part.text:
            yield part.text
        for item in part.items:
            yield f"{item.label}{item.text}" if labels else item.text
            yield from _parts_texts(getattr(item, "content", ()), labels)


def _item(stored: Mapping[str, Any]) -> Mapping[str, Any]:
    """An entry of a list block: plain as it was once stored, or with its value inside."""
    return stored.get("value", stored)


def _plain(rich_text: str) -> str:
    return " ".join(get_text_for_indexing(rich_text).split())


def _texts(*texts: str) -> tuple[str, ...]:
    """Those that say something, without blanks at their ends."""
    return tuple(text.strip() for text in texts if text and text.strip())


def _without_city(name: str, issuers: Sequence[str]) -> str:
    city = CITY.match(name)
    named = city and any(issuer.startswith(city[0]) for issuer in issuers)
    return name[city.end() :] if city and named else name


def _path(page: Page) -> str:
    return str(page.get_url_parts()[2])
