"""All cases of a person in one list, newest first, in pages by keyset; the cost of a page does not depend on how many
cases there are, nor on how many were listed before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.signing import BadSignature, Signer
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils.dateparse import parse_datetime

from portal.casework.base import CaseFile
from portal.keyset import BadCursor
from portal.member_centre.own import OwnCase, all_seen, with_casework
from portal.plugin.slots import contained
from portal.workflow.models import Step

PER_PAGE = 20
SALT = "member.cases"


@dataclass(frozen=True)
class Place:
    """A place in the list: after, or going back before, the case that began then."""

    began: datetime
    type: int
    pk: int
    backwards: bool = False

    def __str__(self) -> str:
        value = [self.began.isoformat(), self.type, self.pk, self.backwards]
        return Signer(salt=SALT).sign_object(value, compress=True)

    @classmethod
    def read(cls, text: str) -> "Place":
        """The place that `str` wrote. Raises BadCursor for any other text."""
        try:
            began, kind, pk, backwards = Signer(salt=SALT).unsign_object(text)
        except (BadSignature, ValueError) as error:
            raise BadCursor from error
        moment = parse_datetime(began)
        assert moment is not None  # signed by ourselves
        return cls(moment, kind, pk, backwards)


Placed = tuple[Place, CaseFile, Any]
"""A case with its file, at its place in the list."""


@dataclass(frozen=True)
class CasePage:
    """One page, and the cursors of its neighbours; None where there is nothing more."""

    rows: list[OwnCase]
    next: Place | None
    previous: Place | None


@dataclass(frozen=True)
class Counts:
    """How many cases a person has."""

    open: int
    finished: int


def case_page(
    person: Any, site: Any, *, finished: bool | None = None, limit: int = PER_PAGE, cursor: str = ""
) -> CasePage:
    """A page of the person's cases: all of them, or those that have ended, or those that have not.

    Raises BadCursor.
    """
    start = Place.read(cursor) if cursor else None
    backwards = start is not None and start.backwards
    found: list[Placed] = []
    for plugin in with_casework(site):
        with contained(plugin, site, "own cases"):
            found += [
                (Place(case.began, _type(file), case.pk), file, case)
                for file in plugin.casework
                for case in _some(file, person, finished, start)[: limit + 1]
            ]
    found.sort(key=lambda one: (one[0].began, one[0].type, one[0].pk), reverse=not backwards)
    more, shown = len(found) > limit, found[:limit]
    if backwards:
        shown.reverse()
    return _with_neighbours(
        _seen(shown, site),
        [place for place, _file, _case in shown],
        ahead=more or backwards,
        behind=more if backwards else bool(start),
    )


def newest(person: Any, site: Any, number: int, there: Counts) -> list[OwnCase]:
    """The person's cases that were begun last, those that have not ended before the others.

    `there` is what `counts` says: where there are none, or no more are needed, none are looked for.
    """
    rows: list[OwnCase] = []
    for finished, some in ((False, there.open), (True, there.finished)):
        if some and len(rows) < number:
            rows += case_page(person, site, finished=finished, limit=number).rows
    return rows[:number]


def counts(person: Any, site: Any) -> Counts:
    """How many cases the lists below each other have."""
    opened = finished = 0
    for plugin in with_casework(site):
        with contained(plugin, site, "own cases"):
            for file in plugin.casework:
                ended = Q(state__in=file.workflow.final)
                one = file.mine(person).aggregate(all=Count("pk"), ended=Count("pk", filter=ended))
                opened, finished = opened + one["all"] - one["ended"], finished + one["ended"]
    return Counts(opened, finished)


def _seen(placed: Sequence[Placed], site: Any) -> list[OwnCase]:
    """The cases as their person sees them, in their order; without those of a plugin that fails."""
    seen: dict[Place, OwnCase] = {}
    for plugin in with_casework(site):
        own = [one for one in placed if one[1] in plugin.casework]
        if not own:
            continue
        with contained(plugin, site, "own cases"):
            shown = all_seen((file, case) for _place, file, case in own)
            seen.update(zip((place for place, _file, _case in own), shown, strict=True))
    return [seen[place] for place, _file, _case in placed if place in seen]


def _some(file: CaseFile, person: Any, finished: bool | None, start: Place | None) -> Any:
    """The person's cases of one file in the order of the list, from the place on."""
    began = Step.objects.filter(case_type=_type(file), case_id=OuterRef("pk"), version=1).values("at")
    cases = file.mine(person).annotate(began=Subquery(began))
    if finished is not None:
        ended = Q(state__in=file.workflow.final)
        cases = cases.filter(ended if finished else ~ended)
    if start is not None:
        cases = cases.filter(_beyond(start, _type(file)))
    if start is not None and start.backwards:
        return cases.order_by("began", "pk")
    return cases.order_by(F("began").desc(), "-pk")


def _beyond(start: Place, kind: int) -> Q:
    """What comes after the place, or before it going back; cases of one moment stand by type and key."""
    further, than = ("gt", kind > start.type) if start.backwards else ("lt", kind < start.type)
    beyond = Q(**{f"began__{further}": start.began})
    if than:
        return beyond | Q(began=start.began)
    return beyond | Q(began=start.began, **{f"pk__{further}": start.pk}) if kind == start.type else beyond


def _type(file: CaseFile) -> int:
    return ContentType.objects.get_for_model(file.workflow.model).pk


def _with_neighbours(rows: list[OwnCase], places: Sequence[Place], *, ahead: bool, behind: bool) -> CasePage:
    if not rows:
        return CasePage([], None, None)
    first = places[0]
    return CasePage(
        rows,
        next=places[-1] if ahead else None,
        previous=Place(first.began, first.type, first.pk, backwards=True) if behind else None,
    )
