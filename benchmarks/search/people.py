"""Generated mentors as the portal has them: pages, terms, terms of office, rows of the list, entries of the index."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from wagtail.models import Page

from benchmarks.search.mentors import Person, Profile, labels
from cms_pages.choices import Way
from cms_pages.models import (
    District,
    Field,
    Industry,
    Language,
    MentorIndexPage,
    MentorPage,
    ServiceType,
    Term,
)
from plugins.mentors.listing import rebuild_listings
from plugins.mentors.models import Mentor

BATCH = 500
TERMS: dict[str, type[Term]] = {
    "field": Field,
    "industry": Industry,
    "district": District,
    "language": Language,
    "service": ServiceType,
}
CHOSEN = {
    "fields": ("field", "fields"),
    "industries": ("industry", "industries"),
    "languages": ("language", "languages"),
    "service_types": ("service", "services"),
}
"""By the relation of a page: the list that it takes terms from, and what a profile calls them."""


def settle(people: Sequence[Person]) -> Iterator[int]:
    """Bring them into an empty portal; yields how many have been written since the last time.

    Pages and mentors go in by bulk; rows of the list and entries of the index are written by the portal itself.
    """
    profiles = [person.profile for person in people]
    terms = Terms()
    with transaction.atomic():
        pages = _pages(profiles, terms)
        for relation, (facet, attribute) in CHOSEN.items():
            _choose(
                relation,
                [
                    (page.pk, terms[facet, label])
                    for page, profile in zip(pages, profiles, strict=True)
                    for label in getattr(profile, attribute)
                ],
            )
        _appoint(pages)
    yield from rebuild_listings(Mentor.objects.all())


class Terms:
    """The controlled lists, made when they are not there."""

    def __getitem__(self, place: tuple[str, str]) -> int:
        return self._keys[place]

    @cached_property
    def _keys(self) -> dict[tuple[str, str], int]:
        keys = {}
        for number, (facet, label) in enumerate(labels()):
            term, _made = TERMS[facet].objects.get_or_create(
                name=label, defaults={"slug": f"{facet}-{number}"}
            )
            keys[facet, label] = term.pk
        return keys


def _pages(profiles: Sequence[Profile], terms: Terms) -> list[Page]:
    index = MentorIndexPage.objects.get()
    kind = ContentType.objects.get_for_model(MentorPage)
    pages = [
        Page(
            path=MentorPage._get_path(index.path, index.depth + 1, place + 1),
            depth=index.depth + 1,
            title=profile.name,
            draft_title=profile.name,
            slug=f"mentor-{profile.key}",
            url_path=f"{index.url_path}mentor-{profile.key}/",
            content_type=kind,
            locale=index.locale,
        )
        for place, profile in enumerate(profiles)
    ]
    Page.objects.bulk_create(pages, batch_size=BATCH)
    Page.objects.filter(pk=index.pk).update(numchild=len(pages))
    rows = [_own_row(page, profile, terms) for page, profile in zip(pages, profiles, strict=True)]
    _insert(MentorPage, rows)
    return pages


def _own_row(page: Page, profile: Profile, terms: Terms) -> MentorPage:
    return MentorPage(
        page_ptr_id=page.pk,
        headline=profile.headline[:80],
        organisation=profile.organisation,
        position=profile.position,
        years_of_experience=profile.key % 30,
        district_id=terms["district", profile.district],
        ways=[Way.MESSAGE.value, Way.values[profile.key % len(Way.values)]],
        introduction="\n".join(profile.texts),
    )


def _insert(model: type[models.Model], rows: list[Any]) -> None:
    """The rows that only this model has, those of its parents being there: what `bulk_create` does not do."""
    manager: Any = model._base_manager
    for start in range(0, len(rows), BATCH):
        manager._insert(
            rows[start : start + BATCH], fields=model._meta.local_concrete_fields, using=manager.db, raw=True
        )


def _choose(relation: str, chosen: Sequence[tuple[int, int]]) -> None:
    field: Any = MentorPage._meta.get_field(relation)
    through = getattr(MentorPage, relation).through
    names = field.m2m_field_name() + "_id", field.m2m_reverse_field_name() + "_id"
    links = [through(**dict(zip(names, pair, strict=True))) for pair in dict.fromkeys(chosen)]
    through.objects.bulk_create(links, batch_size=BATCH)


def _appoint(pages: Sequence[Page]) -> None:
    """Appointed on one of a thousand days, so that there is an order of days."""
    today = timezone.localdate()
    Mentor.objects.bulk_create(
        [
            Mentor(
                page_id=page.pk, code=f"{place:06d}", appointed_on=today - timedelta(days=place * 37 % 1000)
            )
            for place, page in enumerate(pages)
        ],
        batch_size=BATCH,
    )
