"""The row that lists read: built from page, terms, portrait, term of office and figures, in the caller's transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NotRequired, TypedDict

import structlog
from django.db import connection, transaction
from django.db.models import Count, QuerySet, prefetch_related_objects
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from cms_pages.models import MentorIndexPage, MentorPage, ServiceCasePage, Term
from plugins.mentors.choices import ServingState
from plugins.mentors.models import Mentor, MentorListing
from plugins.mentors.settings import MentorSettings
from plugins.mentors.showing import ShownFigures, shown_of
from plugins.mentors.warm import LISTINGS
from plugins.mentors.workload import Limits
from search.documents import site_of
from search.engines.statements import places, select
from search.indexing import index
from search.registry import documents

log = structlog.get_logger(__name__)

BATCH = 200
PORTRAIT_SPECS = ("fill-240x240", "fill-480x480")
PATH_STEP = MentorPage.steplen


class TermData(TypedDict):
    """A term as the card keeps it, in both languages."""

    slug: str
    name: str
    name_en: str


class Portrait(TypedDict):
    """Addresses of the square portrait; `srcset` names every size."""

    image: int
    src: str
    srcset: str


class Card(TypedDict):
    """Everything that lists, the mentor's page and the API show of a mentor; dates are ISO.

    `is_new` depends on the day and is added when a list is shown.
    """

    code: str
    url: str
    name: str
    organisation: str
    position: str
    headline: str
    years: int | None
    district: TermData | None
    fields: list[TermData]
    industries: list[TermData]
    languages: list[TermData]
    service_types: list[TermData]
    ways: list[str]
    times: list[str]
    stages: list[str]
    portrait: Portrait | None
    help_points: list[str]
    introduction: str
    experience: list[dict[str, str]]
    cases_count: int
    state: str
    appointed_on: str
    term_from: str
    term_to: str | None
    term_number: int
    figures: ShownFigures | None
    is_new: NotRequired[bool]


def rebuild_listings(mentors: QuerySet[Mentor]) -> Iterator[int]:
    """Write the rows of these mentors again, batch by batch; yields how many each batch held."""
    keys = list(mentors.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        with transaction.atomic():
            _hold(batch)
            rows = _write(batch)
            index(documents["mentor"], batch, at_hand=[row for row in rows if row.is_serving])
            LISTINGS.change()
        yield len(batch)


def rebuild(mentors: QuerySet[Mentor]) -> int:
    """Write the rows of these mentors again at once; returns how many mentors were looked at."""
    return sum(rebuild_listings(mentors))


def recount_cases() -> None:
    """Bring the number of public cases up to date wherever it has changed."""
    counted = _case_counts(None)
    held = MentorListing.objects.values_list("mentor_id", "mentor__page_id", "cases_count")
    changed = [mentor for mentor, page, count in held if count != counted.get(page, 0)]
    if changed:
        rebuild(Mentor.objects.filter(pk__in=changed))


def follow_settings(site: Site) -> None:
    """Write those rows again whose figures are shown by other numbers, or whose week is full by another cap, than the
    site's settings name now."""
    now = MentorSettings.for_site(site)
    kept = {f"card__figures__{name}": getattr(now, name) for name in ("services_needed", "on_time_hours")}
    others = MentorListing.objects.of_site(site).exclude(card__figures=None).exclude(**kept)
    rebuild(Mentor.objects.filter(listing__in=others))
    recount_weeks(Mentor.objects.filter(listing__in=MentorListing.objects.of_site(site)))


def follow_workload(mentor: Mentor) -> None:
    """Bring it up to date whether the mentor takes more this week.

    For a plugin that offers a `Workload`: it calls this whenever a mentor was given something or is relieved of it, in
    that transaction. Lists and search leave out whoever is full from the commit on until the week turns (P10).
    """
    recount_weeks(Mentor.objects.filter(pk=mentor.pk))


def recount_weeks(mentors: QuerySet[Mentor]) -> int:
    """Write those rows again that no longer say rightly until when their mentor is full; returns how many."""
    limits: dict[int | None, Limits] = {site.pk: Limits.of(site) for site in Site.objects.all()}
    today = timezone.localdate()
    rows = MentorListing.objects.serving().filter(mentor__in=mentors).defer("card")
    changed = [
        row.pk
        for row in rows.select_related("mentor", "index")
        if _full_until(row.mentor, limits.get(site_of(row.index)))
        != (row.full_until if row.is_full(today) else None)
    ]
    return rebuild(Mentor.objects.filter(pk__in=changed))


def _full_until(mentor: Mentor, limits: Limits | None) -> date | None:
    return limits.full_until(mentor) if limits and mentor.state == ServingState.SERVING else None


def _hold(keys: Collection[int]) -> None:
    """Of two transactions that change what belongs to one mentor, the second reads what the first wrote."""
    if not connection.features.has_select_for_update:
        return  # there is one writer anyway
    mentors = Mentor.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=keys)
    list(mentors.order_by("pk").values_list("pk"))


def _write(keys: Collection[int]) -> list[MentorListing]:
    """The rows of those that lists may show; the others' are deleted."""
    listed = Mentor.objects.public().filter(pk__in=keys)
    mentors = list(listed.select_related("page", "page__district", "page__portrait", "figures"))
    sources = _Sources.of(mentors)
    rows = [_row(mentor, sources) for mentor in mentors if sources.may_be_listed(mentor.page)]
    if gone := set(keys) - {row.pk for row in rows}:
        MentorListing.objects.filter(pk__in=gone).delete()
    MentorListing.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["mentor"],
        update_fields=[field.name for field in MentorListing._meta.concrete_fields if not field.primary_key],
    )
    return rows


# What a batch of rows is made from ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Sources:
    """Everything that is asked once for a whole batch."""

    terms: dict[str, dict[int, list[TermData]]]
    cases: dict[int, int]
    indexes: dict[str, MentorIndexPage]
    restricted: tuple[str, ...]
    settings: dict[int | None, MentorSettings]
    limits: dict[int | None, Limits]

    @classmethod
    def of(cls, mentors: Sequence[Mentor]) -> "_Sources":
        pages = [mentor.page_id for mentor in mentors]
        prefetch_related_objects([m.page.portrait for m in mentors if m.page.portrait], "renditions")
        sites = list(Site.objects.order_by())
        return cls(
            terms=_terms_by_page(pages),
            cases=_case_counts(pages),
            indexes={page.path: page for page in MentorIndexPage.objects.order_by().only("path", "url_path")},
            restricted=_restricted_paths(),
            settings={site.pk: MentorSettings.for_site(site) for site in sites},
            limits={site.pk: Limits.of(site) for site in sites},
        )

    def may_be_listed(self, page: MentorPage) -> bool:
        """Whether everybody may see the page and it stands in a list of mentors."""
        return self.index_of(page) is not None and not page.path.startswith(self.restricted or ("-",))

    def index_of(self, page: MentorPage) -> MentorIndexPage | None:
        return self.indexes.get(page.path[:-PATH_STEP])

    def figures_of(self, mentor: Mentor) -> ShownFigures | None:
        return shown_of(getattr(mentor, "figures", None), self.settings.get(site_of(mentor.page)))


M2M_TERMS = ("fields", "industries", "languages", "service_types")
# One statement for all of them: to ask four times is a sixth of what it costs to write a mentor's row.
TERMS_OF = """
SELECT '{name}', of_page.mentorpage_id, term.slug, term.name, term.name_en, term.sort_order AS place, term.id AS term
FROM {through} of_page JOIN {terms} term ON term.id = of_page.{column} WHERE of_page.mentorpage_id IN {pages}
"""


def _restricted_paths() -> tuple[str, ...]:
    """Of the pages that not everybody may see; asked by their keys, for SQLite would walk all pages to join them."""
    pages = PageViewRestriction.objects.values("page")
    return tuple(Page.objects.filter(pk__in=pages).order_by().values_list("path", flat=True))


def _terms_by_page(pages: Sequence[int]) -> dict[str, dict[int, list[TermData]]]:
    """The terms of every relation for many pages, each in the order of its list."""
    found: dict[str, dict[int, list[TermData]]] = {name: defaultdict(list) for name in M2M_TERMS}
    if pages:
        each = " UNION ALL ".join(TERMS_OF.format(pages=places(pages), **_tables(name)) for name in M2M_TERMS)
        statement = f"{each} ORDER BY place, term"
        for relation, page, slug, name, english, *_place in select(statement, [*pages] * len(M2M_TERMS)):
            found[relation][page].append(TermData(slug=slug, name=name, name_en=english))
    return found


@cache
def _tables(name: str) -> dict[str, str]:
    field = MentorPage._meta.get_field(name)
    terms, through = field.related_model._meta.db_table, field.remote_field.through._meta.db_table
    return {"name": name, "terms": terms, "through": through, "column": field.m2m_reverse_name()}


def _case_counts(pages: Collection[int] | None) -> dict[int, int]:
    cases = ServiceCasePage.objects.live().exclude(mentor_page=None)
    if pages is not None:
        cases = cases.filter(mentor_page__in=pages)
    return dict(cases.order_by().values_list("mentor_page").annotate(Count("pk")))


# One row -----------------------------------------------------------------------------------------------------------


def _row(mentor: Mentor, sources: _Sources) -> MentorListing:
    page = mentor.page
    terms = {name: sources.terms[name].get(page.pk, []) for name in M2M_TERMS}
    card = _card(mentor, page, terms, sources.cases.get(page.pk, 0), sources.figures_of(mentor))
    return MentorListing(
        mentor=mentor,
        index=sources.index_of(page),
        name=page.title,
        term_from=mentor.term_from,
        term_to=mentor.term_to,
        state=mentor.state,
        appointed_on=mentor.appointed_on,
        full_until=_full_until(mentor, sources.limits.get(site_of(page))),
        cases_count=card["cases_count"],
        card=card,
    )


def card_of(mentor: Mentor, page: MentorPage) -> Card:
    """The card of a page as it is in memory: a draft in the preview, or a page that no list shows."""
    terms = {name: [_term(term) for term in getattr(page, name).all()] for name in M2M_TERMS}
    site = page.get_site() if mentor.pk else None
    figures = shown_of(getattr(mentor, "figures", None), MentorSettings.for_site(site) if site else None)
    return _card(mentor, page, terms, cases=0, figures=figures)


def _term(term: Term) -> TermData:
    return TermData(slug=term.slug, name=term.name, name_en=term.name_en)


def _card(
    mentor: Mentor,
    page: MentorPage,
    terms: dict[str, list[TermData]],
    cases: int,
    figures: ShownFigures | None,
) -> Card:
    return Card(
        code=mentor.code,
        url=page.url_path_on_site,
        name=page.title,
        organisation=page.organisation,
        position=page.position,
        headline=page.headline,
        years=page.years_of_experience,
        district=_term(page.district) if page.district else None,
        fields=terms["fields"],
        industries=terms["industries"],
        languages=terms["languages"],
        service_types=terms["service_types"],
        ways=list(page.ways),
        times=list(page.times),
        stages=list(page.stages),
        portrait=_portrait(page),
        help_points=page.points,
        introduction=page.introduction,
        experience=[block["value"] for block in page.experience.raw_data],
        cases_count=cases,
        state=mentor.state,
        appointed_on=mentor.appointed_on.isoformat(),
        term_from=mentor.term_from.isoformat(),
        term_to=mentor.term_to.isoformat() if mentor.term_to else None,
        term_number=mentor.term_number,
        figures=figures,
    )


def _portrait(page: MentorPage) -> Portrait | None:
    """Addresses of the square renditions, made now if need be; None without a readable picture."""
    if page.portrait is None:
        return None
    try:
        made = page.portrait.get_renditions(*PORTRAIT_SPECS)
    except OSError as error:
        log.warning("portrait_unreadable", page=page.pk, image=page.portrait_id, error=str(error))
        return None
    renditions = [made[spec] for spec in PORTRAIT_SPECS]
    return Portrait(
        image=page.portrait_id,
        src=renditions[0].url,
        srcset=", ".join(f"{rendition.url} {rendition.width}w" for rendition in renditions),
    )
