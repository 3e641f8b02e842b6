"""Mentors with pages, terms, drawn portraits and invented figures."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import islice
from typing import Any

from django.core.files.images import ImageFile
from django.utils.translation import gettext as _

from cms_pages.models import (
    District,
    Field,
    Industry,
    Language,
    MentorIndexPage,
    MentorPage,
    PortalImage,
    ServiceType,
)
from plugins.demo.portraits import draw_portrait
from plugins.demo.seeding.accounts import seed_person
from plugins.demo.seeding.content import days_ago, read
from plugins.demo.seeding.pages import publish
from plugins.demo.seeding.past import on
from plugins.demo.seeding.terms import named
from plugins.mentors.actions.service import appoint
from plugins.mentors.choices import ServingState
from plugins.mentors.figures import Figures, record_all
from plugins.mentors.models import Mentor
from plugins.mentors.workflows.service import MentorFlow
from portal.workflow.parties import SYSTEM

PORTRAIT_SIZE = 640
RECORDED_AT_ONCE = 200
PAUSED_FOR = 20


def seed_mentors() -> Iterator[Mentor]:
    """Publish the mentors that are missing, longest-serving first."""
    return add_mentors(sorted(read("mentors")["mentors"], key=lambda row: -row["appointed_days_ago"]))


def seed_own_account() -> Mentor:
    """The mentor who can sign in as `mentor`: the first of the content file, unless another has the account."""
    return with_account(read("mentors")["mentors"][0]["code"], "mentor")


def with_account(code: str, username: str) -> Mentor:
    """The mentor of the account, which gets the one of that code unless it has another."""
    mentor = Mentor.objects.select_related("page", "user").get(code=code)
    person = seed_person(username, mentor.page.title[:1], mentor.page.title[1:])
    taken = Mentor.objects.filter(user=person).first()
    if taken is None and mentor.user is None:
        mentor.user = person
        mentor.save()
    return taken or mentor


def add_mentors(rows: Iterable[dict[str, Any]]) -> Iterator[Mentor]:
    """Publish mentors described as in content/mentors.toml, one at a time; those whose code is known stay as they are."""
    parent = MentorIndexPage.objects.get()
    known = set(Mentor.objects.values_list("code", flat=True))
    for row in rows:
        if row["code"] in known:
            continue
        page = _page(row)
        page.live = False
        parent.add_child(instance=page)
        # Before the page goes public: a public page without a record would be given a code of its own.
        mentor = _appointed(page, row)
        publish(page)
        yield mentor


def add_figures(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Record what is invented of the mentors' services, many at a time; whoever has figures keeps them. Yields codes."""
    source = iter(row for row in rows if row["figures"])
    while chunk := {row["code"]: Figures(**row["figures"]) for row in islice(source, RECORDED_AT_ONCE)}:
        without = dict(Mentor.objects.filter(code__in=chunk, figures=None).values_list("pk", "code"))
        record_all({key: chunk[code] for key, code in without.items()})
        yield from without.values()


def _page(row: dict[str, Any]) -> MentorPage:
    page = MentorPage(
        title=row["name"],
        slug=row["code"].lower(),
        headline=row["headline"],
        organisation=row["organisation"],
        position=row["position"],
        years_of_experience=row["years"],
        ways=row["ways"],
        times=row["times"],
        stages=row["stages"],
        introduction=row["introduction"],
        summary=row["headline"],
        help_points=[{"type": "point", "value": point} for point in row["help_points"]],
        experience=[{"type": "row", "value": entry} for entry in row["experience"]],
    )
    [page.district] = named(District, [row["district"]])
    page.fields = named(Field, row["fields"])
    page.industries = named(Industry, row["industries"])
    page.languages = named(Language, row["languages"])
    page.service_types = named(ServiceType, row["service_types"])
    page.portrait = _portrait(row) if row.get("portrait") else None
    return page


def _appointed(page: MentorPage, row: dict[str, Any]) -> Mentor:
    """As the row says it is today."""
    term_from, term_to = days_ago(row["term_from_days_ago"]), days_ago(-row["term_to_in_days"])
    with on(term_from):
        mentor = appoint(
            page=page,
            user=None,
            actor=SYSTEM,
            code=row["code"],
            appointed_on=days_ago(row["appointed_days_ago"]),
            term_from=term_from,
            term_to=term_to,
            term_number=row["term_number"],
        )
    if row["state"] == ServingState.FORMER:
        with on(min(term_to, days_ago(1))):
            mentor = MentorFlow.leave(mentor, actor=SYSTEM)
    elif row["state"] == ServingState.PAUSED:
        Mentor.objects.filter(pk=mentor.pk).update(pause_from=days_ago(1), pause_to=days_ago(-PAUSED_FOR))
        with on(days_ago(1)):
            mentor = MentorFlow.begin_pause(mentor, actor=SYSTEM)
    return mentor


def _portrait(row: dict[str, Any]) -> PortalImage:
    buffer = BytesIO()
    draw_portrait(row["code"], size=PORTRAIT_SIZE).save(buffer, "JPEG", quality=95)  # as photos are
    buffer.seek(0)
    title = _("%s的照片") % row["name"]
    file = ImageFile(buffer, name=f"portrait-{row['code'].lower()}.jpg")
    return PortalImage.objects.create(
        title=title, description=title, file=file, width=PORTRAIT_SIZE, height=PORTRAIT_SIZE
    )
