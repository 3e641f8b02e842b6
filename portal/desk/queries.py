"""What the desk shows: a person's queue in pages, its counts, who looks at what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from django.utils.functional import cached_property

from portal import clock
from portal.casework.base import CaseFile
from portal.desk.choices import Band, Tab
from portal.desk.clocks import Left, ends, left, within
from portal.desk.models import Look, WorkItem, WorkItemQuerySet
from portal.desk.rules import files_of, permissions_of
from portal.keyset import Slice, slice_of

ORDER = ("order_at", "pk")


@dataclass(frozen=True)
class ShownItem:
    """A row of the queue in words."""

    item: WorkItem
    file: CaseFile
    left: Left
    is_held: bool
    lookers: list[str]

    @property
    def state(self) -> str:
        return str(self.file.workflow.states(self.item.state).label)

    @property
    def last(self) -> str:
        """What happened last, in the words for everybody."""
        row = self.file.workflow.transitions.get(self.item.last_move)
        return str(row.public) if row else self.item.last_move


@dataclass(frozen=True)
class Counted:
    """A count that goes no further than DESK_COUNTED."""

    number: int

    def __str__(self) -> str:
        return f"{self.number}" if self.number < settings.DESK_COUNTED else f"{settings.DESK_COUNTED - 1}+"


class Queue:
    """All cases on one site that are one person's work now."""

    def __init__(self, person: Any, site: Any) -> None:
        self.person, self.site = person, site

    @cached_property
    def files(self) -> list[CaseFile]:
        return files_of(self.person, self.site)

    @cached_property
    def by_type(self) -> Mapping[int, CaseFile]:
        """The person's kinds of cases, by the number of their content type."""
        return {ContentType.objects.get_for_model(file.workflow.model).pk: file for file in self.files}

    @cached_property
    def permissions(self) -> list[str]:
        return permissions_of(self.person, self.files)

    @cached_property
    def now(self) -> datetime:
        """The database's time, asked once: a page shows one moment."""
        return clock.read()

    @cached_property
    def of_others(self) -> Q:
        """Selects all but the person's own cases, which are colleagues' work and theirs to see elsewhere."""
        own = Q(pk__in=())
        for key, file in self.by_type.items():
            own |= Q(case_type=key, case_id__in=file.mine(self.person).order_by().values("pk"))
        return ~own

    def rows(self) -> WorkItemQuerySet:
        """What waits for the person and their colleagues, on this site."""
        return self._waiting.all()

    @cached_property
    def _waiting(self) -> WorkItemQuerySet:
        one = len(self.permissions) == 1
        mine = {"work": self.permissions[0]} if one else {"work__in": self.permissions}
        return WorkItem.objects.open().filter(self.of_others, site=self.site, **mine).exclude(work="")

    def known(self) -> WorkItemQuerySet:
        """Every case of the person's kinds, also those that wait for others or are over: to be found by number."""
        return WorkItem.objects.filter(self.of_others, site=self.site, case_type__in=[*self.by_type])

    def chosen(self, choice: Mapping[str, Any]) -> WorkItemQuerySet:
        """What a filter leaves: `q kind state band period tab`, each of them left out or empty."""
        if number := choice.get("q"):
            return self.known().filter(number__in=[number, number.upper()])
        rows = self.rows()
        if kind := choice.get("kind"):
            rows = rows.filter(case_type=self._type_of(kind))
        if state := choice.get("state"):
            kind, _colon, name = state.rpartition(":")
            rows = rows.filter(case_type=self._type_of(kind), state=name)
        if band := choice.get("band"):
            rows = rows.filter(within(Band(band), self.now))
        if days := choice.get("period"):
            rows = rows.filter(last_at__gte=self.now - timedelta(days=int(days)))
        return self._of_tab(rows, choice.get("tab") or "")

    def page(self, choice: Mapping[str, Any], cursor: str = "") -> Slice:
        """A page of what a filter leaves, oldest due first. Raises portal.keyset.BadCursor."""
        rows = self.chosen(choice).select_related("owner")
        return slice_of(rows, ORDER, settings.DESK_PAGE, cursor)

    def shown(self, items: Iterable[WorkItem]) -> list[ShownItem]:
        """The rows in words, with those who look at them now; one query."""
        rows = [item for item in items if item.case_type_id in self.by_type]
        lookers = lookers_of(rows, self.now, but=self.person)
        return [
            ShownItem(
                item,
                self.by_type[item.case_type_id],
                left(item, self.now),
                bool(item.owner_id and (item.claimed_until is None or item.claimed_until > self.now)),
                lookers[item.pk],
            )
            for item in rows
        ]

    def counts(self) -> dict[str, Counted]:
        """How many wait, by band and by tab, as far as DESK_COUNTED; two queries, whose cost has a bound."""
        head = self.rows().order_by(*ORDER)[: settings.DESK_COUNTED]
        until = ends(self.now)
        found = head.aggregate(
            all=Count("pk"),
            free=Count("pk", filter=Q(owner=None) | Q(claimed_until__lte=self.now)),
            **{
                band.value: Count("pk", filter=within(band, self.now))
                for band, end in until.items()
                if end is not None
            },
        )
        mine = self._of_tab(self.rows(), Tab.MINE)[: settings.DESK_COUNTED].count()
        return {name: Counted(number) for name, number in {**found, "mine": mine}.items()}

    def _of_tab(self, rows: WorkItemQuerySet, tab: str) -> WorkItemQuerySet:
        if tab == Tab.MINE:
            return rows.held().filter(owner=self.person)
        return rows.free() if tab == Tab.FREE else rows

    def _type_of(self, kind: str) -> int:
        """The content type of a kind; 0, which selects nothing, for one that is not the person's."""
        return next((key for key, file in self.by_type.items() if file.kind == kind), 0)


def lookers_of(items: Iterable[WorkItem], now: datetime, *, but: Any) -> dict[int, list[str]]:
    """The names of those who have each case open, without one person."""
    since = now - timedelta(minutes=settings.DESK_LOOKED_MINUTES)
    looks = Look.objects.filter(item__in=[item.pk for item in items], at__gt=since).exclude(person=but)
    names: dict[int, list[str]] = defaultdict(list)
    for look in looks.select_related("person").order_by("at"):
        names[look.item_id].append(look.person.get_full_name())
    return names


def first_asked_report(site: Any, since: datetime) -> Any:
    """How many cases each person had first, how many of them are open and overdue: rows of dicts (N13)."""
    rows = WorkItem.objects.filter(site=site, first_asked__isnull=False, last_at__gte=since)
    return (
        rows.values("first_asked", "first_asked__last_name", "first_asked__first_name")
        .annotate(
            cases=Count("pk"),
            open=Count("pk", filter=Q(is_open=True)),
            overdue=Count("pk", filter=Q(is_open=True, order_at__lte=clock.now())),
        )
        .order_by("-cases", "first_asked")
    )
