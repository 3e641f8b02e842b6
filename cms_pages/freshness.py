"""Which columns have gone stale, by the marks of the national inspection (X5)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cms_pages.choices import NewsKind
from cms_pages.citations import dangling
from cms_pages.models import NewsPage, PolicyPage, RecruitmentPage, ServiceCasePage


@dataclass(frozen=True)
class ColumnAge:
    """One line of the board: a column, its newest date, the days it may be silent."""

    label: str
    url: str
    newest: date | None
    allowed_days: int

    @property
    def is_empty(self) -> bool:
        return self.newest is None

    @property
    def is_stale(self) -> bool:
        return self.newest is None or self.days > self.allowed_days

    @property
    def days(self) -> int:
        """Days since the newest entry; 0 for an empty column."""
        return (timezone.localdate() - self.newest).days if self.newest else 0


@dataclass(frozen=True)
class Board:
    columns: tuple[ColumnAge, ...]
    expiring: tuple[PolicyPage, ...]
    dangling: tuple[tuple[RecruitmentPage, str], ...]

    @property
    def red(self) -> int:
        return sum(column.is_stale for column in self.columns) + len(self.dangling)


def board() -> Board:
    """The freshness board of the editor's home."""
    news = NewsPage.objects.live()
    notices = news.exclude(kind__in=(NewsKind.NEWS, NewsKind.ACTIVITY))
    columns = (
        _column(
            _("动态资讯"), "/notices/?notice=news", news.filter(kind=NewsKind.NEWS), "published_on", "news"
        ),
        _column(_("公告通知"), "/notices/", notices, "published_on", "notices"),
        _column(_("政策文件"), "/policies/", PolicyPage.objects.live(), "published_on", "policies"),
        _column(_("服务案例"), "/cases/", ServiceCasePage.objects.live(), "served_on", "cases"),
    )
    return Board(columns, _expiring(), _dangling())


def _column(label: str, url: str, pages: object, field: str, name: str) -> ColumnAge:
    newest = pages.aggregate(newest=Max(field))["newest"]  # type: ignore[attr-defined]
    return ColumnAge(label, url, newest, settings.FRESHNESS_DAYS[name])


def _expiring() -> tuple[PolicyPage, ...]:
    today = timezone.localdate()
    soon = today + timedelta(days=settings.POLICY_EXPIRY_NOTICE_DAYS)
    return tuple(PolicyPage.objects.live().filter(expires_on__range=(today, soon)).order_by("expires_on"))


def _dangling() -> tuple[tuple[RecruitmentPage, str], ...]:
    found = []
    for page in RecruitmentPage.objects.live().prefetch_related("articles__policy"):
        found += [(page, citation.place) for citation in dangling(page.citations())]
    return tuple(found)
