"""What public lists show: each page asks one question and gets everything on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue
from wagtail.models import Site

from cms_pages.choices import NewsKind, Phase, ValidityState
from cms_pages.facets import Facet, FacetValue, Row, Selection, counts, matching, toggled_url
from cms_pages.models.news import NewsPage
from cms_pages.models.policy import PolicyPage, state_on
from cms_pages.models.recruitment import RecruitmentPage
from cms_pages.models.service_case import ServiceCasePage
from cms_pages.models.terms import Industry, ServiceType
from cms_pages.visibility import leads_somewhere

PER_PAGE = 20
LONGEST_QUERY = 100


@dataclass(frozen=True)
class Listing:
    """One page of a filtered list."""

    page: ListPage[Any]
    facets: tuple[Facet, ...]
    query: str
    clear_url: str

    @property
    def items(self) -> Sequence[Any]:
        return list(self.page)

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def active(self) -> tuple[FacetValue, ...]:
        """Every selected value; its url takes it away."""
        return tuple(value for facet in self.facets for value in facet.selected)


def words_of(text: str) -> list[str]:
    """The words of a search box: NUL and lone surrogates dropped, at most `LONGEST_QUERY` characters."""
    clean = text[:LONGEST_QUERY].replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
    return clean.split()


def containing(text: str, *fields: str) -> Q:
    """Every word occurs in one of the fields."""
    condition = Q()
    for word in words_of(text):
        anywhere = Q()
        for field in fields:
            anywhere |= Q(**{f"{field}__icontains": word})
        condition &= anywhere
    return condition


# Policies -------------------------------------------------------------------------------------------------------


def published_policies() -> QuerySet[PolicyPage]:
    """Published policies, newest first, each with its `state` on this day."""
    policies = PolicyPage.objects.live().annotate(state=state_on(timezone.localdate()))
    return policies.order_by("-published_on", "-pk")


# Notices --------------------------------------------------------------------------------------------------------


def published_news(text: str = "") -> QuerySet[NewsPage]:
    """Published notices and news, newest first, whose title or summary holds every word."""
    return NewsPage.objects.live().filter(containing(text, "title", "summary")).newest_first()


def news_listing(request: HttpRequest) -> Listing:
    """/notices/ by kind and year."""
    text = _text(request)
    facet_names = {"kind": _("类别"), "year": _("年份")}
    selection = selected(request.GET, facet_names)
    rows = [
        Row(pk, {"kind": frozenset({kind}), "year": frozenset({str(day.year)})})
        for pk, kind, day in published_news(text).values_list("pk", "kind", "published_on")
    ]
    labels = {"kind": {value: str(label) for value, label in NewsKind.choices}}
    facets = build_facets(request, rows, selection, facet_names, labels)
    page = _page_of(NewsPage.objects.all(), matching(rows, selection), request)
    return Listing(page, facets, text, request.path)


# Cases ----------------------------------------------------------------------------------------------------------


def published_cases(text: str = "") -> QuerySet[ServiceCasePage]:
    """Published service cases, newest first, whose title, summary or result holds every word."""
    return (
        ServiceCasePage.objects.live()
        .filter(containing(text, "title", "summary", "result"))
        .order_by("-served_on", "-pk")
    )


def case_listing(request: HttpRequest) -> Listing:
    """/cases/ by type of service, industry and year."""
    text = _text(request)
    facet_names = {"service": _("服务类型"), "industry": _("行业"), "year": _("年份")}
    selection = selected(request.GET, facet_names)
    rows = [
        Row(
            pk,
            {
                "service": frozenset({service} if service else ()),
                "industry": frozenset({industry} if industry else ()),
                "year": frozenset({str(day.year)}),
            },
        )
        for pk, service, industry, day in published_cases(text).values_list(
            "pk", "service_type__slug", "industry__slug", "served_on"
        )
    ]
    labels = {
        "service": {term.slug: term.label for term in ServiceType.objects.all()},
        "industry": {term.slug: term.label for term in Industry.objects.all()},
    }
    facets = build_facets(request, rows, selection, facet_names, labels)
    cases = ServiceCasePage.objects.select_related("service_type", "industry", "mentor_page")
    page = _page_of(cases, matching(rows, selection), request)
    return Listing(page, facets, text, request.path)


# Recruitment ----------------------------------------------------------------------------------------------------

PHASE_ORDER = {Phase.OPEN: 0, Phase.UPCOMING: 1, Phase.CLOSED: 2}


def recruitment_rounds() -> list[RecruitmentPage]:
    """Published rounds: open ones first, then coming ones, then past ones, each by their closing time."""
    rounds = list(RecruitmentPage.objects.live().order_by("-closes_at"))
    return sorted(rounds, key=lambda page: PHASE_ORDER[page.phase()])


# Home -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Door:
    """One of the entrances on the front page, with a live fact (P1)."""

    title: str
    url: str
    fact: str
    detail: str


def home_content() -> dict[str, Any]:
    """What the front page shows besides what plugins add; a fixed number of queries."""
    today = timezone.localdate()
    rounds = [page for page in recruitment_rounds() if page.phase() != Phase.CLOSED]
    policies = list(published_policies()[:5])
    return {
        "latest": _latest(policies, list(published_news().filter(kind=NewsKind.INTERPRETATION)[:3])),
        "under_notice": list(NewsPage.objects.live().under_notice(today).order_by("notice_ends")[:2]),
        "recruitment": rounds[0] if rounds else None,
        "news": list(published_news().exclude(kind=NewsKind.INTERPRETATION)[:5]),
        "activities": list(
            NewsPage.objects.live()
            .filter(kind=NewsKind.ACTIVITY, event_ends__gte=timezone.now(), withdrawn_on=None)
            .order_by("event_starts")[:3]
        ),
        "doors": _doors(rounds),
    }


def _latest(policies: list[PolicyPage], interpretations: list[NewsPage]) -> list[PolicyPage | NewsPage]:
    both = [*policies, *interpretations]
    return sorted(both, key=lambda page: page.published_on or date.min, reverse=True)[:6]


def _doors(rounds: list[RecruitmentPage]) -> list[Door]:
    valid = PolicyPage.objects.live().in_state(ValidityState.VALID, timezone.localdate()).count()
    doors = [
        Door(_("查政策"), "/policies/", _("%d 份文件有效") % valid, _("按对象、主题找到适用的条款")),
        Door(_("看案例"), "/cases/", _("%d 个服务案例") % published_cases().count(), _("导师怎样帮到别人")),
    ]
    if rounds:
        doors.insert(0, _recruitment_door(rounds[0]))
    return doors


def _recruitment_door(page: RecruitmentPage) -> Door:
    if page.phase() == Phase.UPCOMING:
        opening = timezone.localtime(page.opens_at)
        fact = _("%(month)d 月 %(day)d 日开始") % {"month": opening.month, "day": opening.day}
    else:
        fact = _("还剩 %d 天") % page.days_left
    return Door(_("申请入驻"), page.url_path_on_site, f"{page.round_label} {fact}", _("创业赋能中心招募"))


# Shared by the lists --------------------------------------------------------------------------------------------


def selected(parameters: QueryDict, names: Mapping[str, Any]) -> Selection:
    """The values chosen in the address for each facet; nothing chosen is an empty set."""
    return {name: frozenset(parameters.getlist(name)) for name in names}


def build_facets(
    request: HttpRequest,
    rows: Sequence[Row],
    selection: Selection,
    names: Mapping[str, Any],
    labels: Mapping[str, Mapping[str, str]],
) -> tuple[Facet, ...]:
    """Facets in the order of `names`; values without a label show themselves, unknown selected ones are left out."""
    parameters = dict(request.GET.lists())
    facets = []
    for name, heading in names.items():
        counted = counts(rows, selection, name)
        known = labels.get(name)
        order = list(known) if known else sorted(counted, reverse=name == "year")
        values = tuple(
            FacetValue(
                slug=value,
                label=known[value] if known else value,
                count=counted[value],
                selected=value in selection[name],
                url=toggled_url(request.path, parameters, name, value),
            )
            for value in order
            if counted[value] or value in selection[name]
        )
        facets.append(Facet(name, str(heading), values))
    return tuple(facets)


def _page_of(queryset: QuerySet[Any], rows: Sequence[Row], request: HttpRequest) -> ListPage[Any]:
    """The page of the list that the address names, its objects in the order of the rows; one query."""
    page = Paginator([row.pk for row in rows], PER_PAGE).get_page(request.GET.get("page"))
    found = queryset.in_bulk(list(page))
    page.object_list = [found[key] for key in page if key in found]
    return page


def _text(request: HttpRequest) -> str:
    return " ".join(words_of(request.GET.get("q", "")))


def open_links(links: StreamValue, request: HttpRequest) -> list[Any]:
    """Of the links that an editor wrote (blocks with a `path`) those that do not lead into a plugin that is off."""
    site = Site.find_for_request(request)
    return [link for link in links if leads_somewhere(link.value["path"] or "", site)]
