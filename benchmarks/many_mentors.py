"""Mentors by the thousand, written in bulk: making them is not what is measured."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Page

from cms_pages.choices import Way
from cms_pages.models import District, Field, MentorIndexPage, MentorPage, PortalImage
from cms_pages.site_setup import create_site
from plugins.mentors.listing import rebuild
from plugins.mentors.models import Mentor

FIELDS, DISTRICTS, PORTRAITS = 20, 6, 20
BATCH = 500


def fill(number: int) -> None:
    """Make the site if need be, and bring its mentors to this number."""
    create_site(hostname="localhost")
    index = MentorIndexPage.objects.get()
    places = range(MentorPage.objects.count(), number)
    pages = _pages(index, places)
    fields, districts, portraits = _fields(), _districts(), _portraits()
    through = MentorPage.fields.through
    chosen = []
    for place, page in zip(places, pages, strict=True):
        _save_mentor_page(page, place, districts[place % DISTRICTS], portraits[place % PORTRAITS])
        chosen += [(page.pk, fields[(place * step) % FIELDS].pk) for step in (1, 3, 7)]
    links = [through(mentorpage_id=page, field_id=field) for page, field in dict.fromkeys(chosen)]
    through.objects.bulk_create(links, batch_size=BATCH)
    mentors = [
        Mentor(page_id=page.pk, code=f"{place:06d}") for place, page in zip(places, pages, strict=True)
    ]
    Mentor.objects.bulk_create(mentors, batch_size=BATCH)
    rebuild(Mentor.objects.filter(listing=None))


def _pages(index: MentorIndexPage, places: range) -> list[Page]:
    kind = ContentType.objects.get_for_model(MentorPage)
    pages = [
        Page(
            path=MentorPage._get_path(index.path, index.depth + 1, place + 1),
            depth=index.depth + 1,
            title=f"王第{place}",
            draft_title=f"王第{place}",
            slug=f"mentor-{place}",
            url_path=f"{index.url_path}mentor-{place}/",
            content_type=kind,
            locale=index.locale,
        )
        for place in places
    ]
    Page.objects.bulk_create(pages, batch_size=BATCH)
    Page.objects.filter(pk=index.pk).update(numchild=places.stop)
    return pages


def _save_mentor_page(page: Page, place: int, district: District, portrait: PortalImage) -> None:
    """The row that only a mentor's page has; the page's own is there already."""
    own: Any = MentorPage(
        page_ptr_id=page.pk,
        headline=f"把第 {place} 份商业计划书改到投资人愿意看第二遍",
        organisation="海岸资本",
        position="投资总监",
        years_of_experience=place % 30,
        district=district,
        portrait=portrait,
        ways=[Way.MESSAGE.value, Way.values[place % 4]],
    )
    own.__dict__.update({field.attname: getattr(page, field.attname) for field in Page._meta.concrete_fields})
    own.save_base(raw=True, force_insert=True)


def _fields() -> list[Field]:
    return [
        Field.objects.get_or_create(slug=f"field-{n}", defaults={"name": f"领域 {n}", "shown_first": n < 6})[
            0
        ]
        for n in range(FIELDS)
    ]


def _districts() -> list[District]:
    return [
        District.objects.get_or_create(slug=f"district-{n}", defaults={"name": f"第 {n} 区"})[0]
        for n in range(DISTRICTS)
    ]


def _portraits() -> list[PortalImage]:
    if not PortalImage.objects.exists():
        for number in range(PORTRAITS):
            image = PortalImage(title=f"照片 {number}", width=480, height=480)
            image.file.save(f"portrait-{number}.png", ContentFile(_picture(number)))
    return list(PortalImage.objects.order_by("pk")[:PORTRAITS])


def _picture(number: int) -> bytes:
    import io

    buffer = io.BytesIO()
    Image.new("RGB", (480, 480), (number * 10, 80, 120)).save(buffer, "PNG")
    return buffer.getvalue()
