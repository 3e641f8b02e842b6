"""One of everything, and one person for each role."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Page, PageViewRestriction, Site, Task, UploadedFile, Workflow

from api.tokens.actions import create_token
from cms_pages.library_access import SHARED
from cms_pages.models import (
    Audience,
    PolicyTopic,
    PortalDocument,
    PortalImage,
    PortalSettings,
    PublicationOverride,
)
from plugins.mentors.actions.application import begin
from plugins.mentors.models import Mentor
from plugins.reviews.models import CriteriaSet, Round, Seat
from portal.accounts.models import User
from portal.notices.models import Message
from portal.roles.models import Grant
from portal.roles.table import ROLES
from portal.working_time.models import SpecialDay
from search.models import BlockedWord, StopWord, Synonym
from tests.access.scene import CITIZEN, SUPERUSER, Scene
from tests.conftest import person
from tests.factories.cms_pages import (
    DistrictFactory,
    FieldFactory,
    IndustryFactory,
    LanguageFactory,
    ServiceTypeFactory,
)
from tests.factories.content import NewsFactory, PolicyFactory, RecruitmentFactory, ServiceCaseFactory
from tests.factories.files import pdf
from tests.factories.library import a_document, a_small_picture
from tests.factories.service import appointed


def scene(site: Site) -> Scene:
    """Make it all; needs a site with its groups."""
    people = {slug: person(slug, str(role.label), role.group) for slug, role in ROLES.items()}
    people[CITIZEN] = person(CITIZEN, "王市民")
    people[SUPERUSER] = person(SUPERUSER, "总管", is_superuser=True, is_staff=True)
    PortalSettings.for_site(site)  # made by the first look
    things = {"application": begin(people[CITIZEN], site)}
    things |= pages(people[SUPERUSER], people[CITIZEN]) | library(people[SUPERUSER])
    things |= administration(site, people) | reviews(site, people["expert"])
    return Scene(site, people, things | terms())


def pages(author: User, mentor_account: User) -> dict[str, Any]:
    """Published pages, of which policy and mentor also have a later draft that waits for approval."""
    mentor = appointed(user=mentor_account)
    found = {
        "policy": PolicyFactory(as_law=True),
        "notice": NewsFactory(),
        "round": RecruitmentFactory(),
        "case": ServiceCaseFactory(),
        "mentor_page": mentor.page,
    }
    for name in ("policy", "mentor_page"):
        page = Page.objects.get(pk=found[name].pk).specific
        page.save_revision(user=author)
        page.get_workflow().start(page, author)
        found[name] = Page.objects.get(pk=page.pk).specific
    return found | {"mentor": Mentor.objects.get(pk=mentor.pk)}


def library(author: User) -> dict[str, Any]:
    uploaded = {"file": ContentFile(pdf(["form"]), "form.pdf"), "uploaded_by_user": author}
    shared = Collection.objects.get(name=SHARED)
    return {
        "document": a_document(collection=shared),
        "image": a_small_picture(collection=shared),
        "uploaded_document": UploadedFile.objects.create(
            **uploaded, for_content_type=ContentType.objects.get_for_model(PortalDocument)
        ),
        "uploaded_image": UploadedFile.objects.create(
            **uploaded, for_content_type=ContentType.objects.get_for_model(PortalImage)
        ),
    }


def administration(site: Site, people: dict[str, User]) -> dict[str, Any]:
    now = timezone.now()
    home = site.root_page
    grant = Grant.objects.create(
        person=people[CITIZEN],
        role="editor",
        starts_at=now + timedelta(days=1),
        ends_at=now + timedelta(days=9),
        reason="轮岗",
        proposed_by=people[SUPERUSER],
        proposed_at=now,
    )
    token, _text = create_token(
        people[CITIZEN], name="统计", scopes=["me:read"], expires_at=now + timedelta(days=1)
    )
    collection = Collection.get_first_root_node().add_child(name="附件")
    return {
        "site": site,
        "group": Group.objects.get(name=ROLES["editor"].group),
        "person": people[CITIZEN],
        "grant": grant,
        "token": token,
        "collection": collection,
        "workflow": Workflow.objects.first(),
        "task": Task.objects.first(),
        "session": EditingSession.objects.create(
            user=people[SUPERUSER], content_object=home, last_seen_at=now
        ),
        "day": SpecialDay.objects.create(day=date(2099, 5, 4), is_working=False, name="青年节"),
        "message": Message.objects.create(
            person=people[CITIZEN], notice="sample", title="提醒", body="正文", created_at=now
        ),
        "redirect": Redirect.objects.create(old_path="/old", redirect_page=home),
        "restriction": PageViewRestriction.objects.create(
            page=home.get_children().last(), password="x", restriction_type="password"
        ),
        "override": PublicationOverride.objects.create(
            page=home, fingerprint="0", reason="经本人同意公开联系方式", requested_by=people[SUPERUSER]
        ),
    }


def reviews(site: Site, expert: User) -> dict[str, Any]:
    """A round in which the expert has a seat, and no case yet."""
    now = timezone.now()
    criteria = CriteriaSet.objects.create(kind="mentors", name="标准")
    times = {"opens_at": now, "closes_at": now + timedelta(days=9)}
    round = Round.objects.create(
        site=site,
        number="PS-1",
        kind="mentors",
        title="一轮",
        criteria_set=criteria,
        state="planned",
        **times,
    )
    seat = Seat.objects.create(round=round, expert=expert, kind="regular", rank=1, state="serving")
    return {"criteria": criteria, "review_round": round, "seat": seat}


def terms() -> dict[str, Any]:
    """A snippet of each kind, under the name of its model."""
    made = (
        DistrictFactory(),
        FieldFactory(),
        IndustryFactory(),
        LanguageFactory(),
        ServiceTypeFactory(),
        PolicyTopic.objects.get_or_create(slug="rent", defaults={"name": "租金"})[0],
        Audience.objects.get_or_create(slug="all", defaults={"name": "全部"})[0],
        Synonym.objects.create(words="导师、老师"),
        StopWord.objects.create(word="劳驾打听"),
        BlockedWord.objects.create(word="赌球外围"),
    )
    return {thing._meta.model_name: thing for thing in made}
