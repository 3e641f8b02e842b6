"""Who takes part: mentors, and people whose work something is."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.utils import timezone

from cms_pages.choices import Way
from cms_pages.models import District, MentorIndexPage, MentorPage
from plugins.mentors.actions.service import appoint
from plugins.mentors.agreements import AGREEMENTS
from plugins.mentors.models import Mentor
from portal.privacy.consents import give
from portal.workflow.parties import SYSTEM


def staff_with(name: str, *permissions: str) -> Any:
    """Somebody whose work this is."""
    person = get_user_model().objects.create_user(name)
    for permission in permissions:
        app, codename = permission.split(".")
        person.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return person


def appointed(slug: str, name: str, term_to: date | None = None) -> Mentor:
    """A mentor with an account and a public page, who has accepted norms and confidentiality."""
    person = get_user_model().objects.create_user(slug)
    district, _new = District.objects.get_or_create(slug="binhai", defaults={"name": "滨海区"})
    page = MentorPage(
        title=name,
        slug=slug,
        headline="把商业计划书改到投资人愿意看第二遍",
        organisation="海岸资本",
        position="投资总监",
        district=district,
        ways=[Way.MESSAGE.value],
        live=False,
    )
    MentorIndexPage.objects.get().add_child(instance=page)
    yesterday = timezone.localdate() - timedelta(days=1)
    mentor = appoint(page=page, user=person, term_from=yesterday, term_to=term_to, actor=SYSTEM)
    page.save_revision(clean=False).publish()
    for agreement in AGREEMENTS:
        give(person, agreement.key)
    return mentor
