"""What public lists show: each page asks one question and gets everything on it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue
from wagtail.models import Site

from cms_pages.choices import NewsKind, Phase, ValidityState
from cms_pages.models.news import NewsPage
from cms_pages.models.policy import PolicyPage, state_on
from cms_pages.models.recruitment import RecruitmentPage
from cms_pages.models.service_case import ServiceCasePage
from cms_pages.visibility import leads_somewhere, visible

WITHDRAWN_DAYS, MOST_WITHDRAWN = 30, 5
"""So long and so many withdrawn notices are told beside the list."""


# Policies -------------------------------------------------------------------------------------------------------


def published_policies() -> QuerySet[PolicyPage]:
    """Published policies, newest first, each with its `state` on this day."""
    policies = PolicyPage.objects.live().annotate(state=state_on(timezone.localdate()))
    return policies.order_by("-published_on", "-pk")


# Notices --------------------------------------------------------------------------------------------------------


def published_news() -> QuerySet[NewsPage]:
    """Published notices and news, newest first."""
    return NewsPage.objects.live().newest_first()


def lately_withdrawn(request: HttpRequest) -> list[NewsPage]:
    """The notices of the site that were withdrawn within the last days: nothing finds them any more, and whoever has
    read one looks for it in vain."""
    since = timezone.localdate() - timedelta(days=WITHDRAWN_DAYS)
    notices = visible(NewsPage.objects.filter(withdrawn_on__gte=since), Site.find_for_request(request))
    return list(notices.order_by("-withdrawn_on", "-pk")[:MOST_WITHDRAWN])


# Cases ----------------------------------------------------------------------------------------------------------


def published_cases() -> QuerySet[ServiceCasePage]:
    """Published service cases, newest first."""
    return ServiceCasePage.objects.live().order_by("-served_on", "-pk")


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


def open_links(links: StreamValue, request: HttpRequest) -> list[Any]:
    """Of the links that an editor wrote (blocks with a `path`) those that do not lead into a plugin that is off."""
    site = Site.find_for_request(request)
    return [link for link in links if leads_somewhere(link.value["path"] or "", site)]
