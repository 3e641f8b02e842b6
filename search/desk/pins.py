"""What stands first for a query: the rows of one query on one site are kept and shown as one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from search.documents import Document
from search.folding import fold
from search.models import Pin
from search.registry import documents
from search.showing import Key, objects_of


class State(models.TextChoices):
    RUNNING = "running", _("生效中")
    UPCOMING = "upcoming", _("未开始")
    OVER = "over", _("已结束")


@dataclass(frozen=True)
class Thing:
    """An object that is pinned, or may be; `is_public` where visitors of the site can see it now."""

    kind: str
    key: int
    kind_label: str
    title: str
    url: str
    is_public: bool

    @property
    def reference(self) -> str:
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True)
class PinnedQuery:
    query: str
    site: Site
    since: date | None
    until: date | None
    things: tuple[Thing, ...]

    @property
    def is_whole(self) -> bool:
        """Whether everything that is pinned can be seen."""
        return all(thing.is_public for thing in self.things)

    def state(self, day: date) -> State:
        if self.until and self.until < day:
            return State.OVER
        return State.UPCOMING if self.since and self.since > day else State.RUNNING


def pinned_queries(text: str = "") -> list[PinnedQuery]:
    """Every query that has pinned results and holds the text; a fixed number of queries for each site and kind."""
    rows: dict[tuple[int, str], list[Pin]] = defaultdict(list)
    for pin in Pin.objects.filter(query__contains=fold(text)).select_related("site"):
        rows[pin.site_id, pin.query].append(pin)
    shown = _shown([pin for pins in rows.values() for pin in pins])
    return [
        PinnedQuery(
            pins[0].query,
            pins[0].site,
            pins[0].since,
            pins[0].until,
            tuple(shown[pin.site_id, pin.kind, pin.key] for pin in pins),
        )
        for pins in rows.values()
    ]


def pinned_query(query: str, site: Site) -> PinnedQuery | None:
    """What is pinned for the query, None where nothing is."""
    found = (pinned for pinned in pinned_queries(query) if pinned.site == site)
    return next((pinned for pinned in found if pinned.query == fold(query)), None)


def things(keys: Sequence[Key], site: Site) -> list[Thing]:
    """The objects with these kinds and keys, in their order; those that do not exist any more say so."""
    known = documents.enabled(site)
    public = objects_of(keys, known, site)
    names = _objects(key for key in keys if key not in public)
    return [_thing(kind, key, public.get((kind, key)), names.get((kind, key))) for kind, key in keys]


@transaction.atomic
def pin(
    query: str,
    site: Site,
    keys: Sequence[Key],
    *,
    since: date | None = None,
    until: date | None = None,
    instead_of: PinnedQuery | None = None,
) -> None:
    """Let these objects stand first for the query, in this order, instead of whatever was pinned for it or for
    `instead_of`. Effective for everybody when the transaction is committed."""
    if instead_of:
        unpin(instead_of.query, instead_of.site)
    unpin(query, site)
    for place, (kind, key) in enumerate(dict.fromkeys(keys), 1):
        Pin.objects.create(
            query=query, site=site, kind=kind, key=key, sort_order=place, since=since, until=until
        )


def unpin(query: str, site: Site) -> None:
    """Let nothing stand first for the query."""
    Pin.objects.filter(query=fold(query), site=site).delete()


def _shown(pins: Iterable[Pin]) -> Mapping[tuple[int, str, int], Thing]:
    by_site: dict[Site, list[Key]] = defaultdict(list)
    for one in pins:
        by_site[one.site].append((one.kind, one.key))
    return {
        (site.pk, thing.kind, thing.key): thing
        for site, keys in by_site.items()
        for thing in things(keys, site)
    }


def _objects(keys: Iterable[Key]) -> dict[Key, Any]:
    """Objects that visitors cannot see, for whoever has pinned them; one query a kind."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, key in keys:
        by_kind[kind].append(key)
    return {
        (kind, obj.pk): obj
        for kind, wanted in by_kind.items()
        if kind in documents.all
        for obj in documents[kind].for_hits(documents[kind].model._base_manager.filter(pk__in=wanted))
    }


def _thing(kind: str, key: int, public: Any, hidden: Any) -> Thing:
    document: Document | None = documents.all.get(kind)
    obj = public or hidden
    return Thing(
        kind=kind,
        key=key,
        kind_label=str(document.label) if document else kind,
        title=document.title(obj) if document and obj else str(_("已删除的内容")),
        url=document.url(obj) if document and public else "",
        is_public=public is not None,
    )
