"""The effect of an appointment: the public page out of what was filled in, and the mentor's service (A4)."""

from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from cms_pages.models import MentorIndexPage, MentorPage, PortalImage
from cms_pages.personal_data.gate import PublicationRefused
from plugins.mentors.actions.service import appoint
from plugins.mentors.days import day_of
from plugins.mentors.models import Application
from portal.attachments.models import Attachment
from portal.attachments.storage import private_storage
from portal.workflow.engine import GUARD, Refused
from portal.workflow.transitions import Moved

PORTRAIT_SLOT = "portrait"
WORDS = ("organisation", "position", "headline", "introduction", "district", "ways", "times", "stages")
RELATIONS = ("fields", "industries", "languages")


def become_mentor(moved: Moved) -> None:
    """Publish the page and appoint the applicant for the term that came with the move.

    Raises Refused where the term is over or the page may not be published; nothing has happened then.
    """
    application: Application = moved.case
    if moved.data["term_to"] < day_of(moved.step.at):
        raise Refused(GUARD, _("聘期结束不能早于今天。"))
    index = MentorIndexPage.objects.descendant_of(application.site.root_page).first()
    if index is None:
        raise Refused(GUARD, _("本站没有导师栏目，不能公开导师页面。"))
    page = page_of(application)
    page.live, page.owner = False, moved.step.actor
    page.portrait = _portrait(application, moved.step.actor)
    index.add_child(instance=page)
    application.mentor = appoint(
        page=page,
        user=application.applicant,
        term_from=moved.data["term_from"],
        term_to=moved.data["term_to"],
        actor=moved.step.actor,
    )
    application.save(update_fields=["mentor"])
    _publish(page, moved.step.actor)


def page_of(application: Application) -> MentorPage:
    """The public page as it would be, not saved."""
    page = MentorPage(
        title=application.name,
        years_of_experience=application.years,
        help_points=[("point", line) for line in lines_of(application.help_points)],
        experience=[("row", row_of(line)) for line in lines_of(application.experience)],
        **{name: getattr(application, name) for name in WORDS},
    )
    for name in RELATIONS:
        setattr(page, name, list(getattr(application, name).all()))
    return page


def lines_of(text: str) -> list[str]:
    """What stands in each line, without blank ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def row_of(line: str) -> dict[str, str]:
    """A line of the experience: the time up to the first space, then post and employer."""
    period, _space, role = line.partition(" ")
    return {"period": period, "role": role.strip()} if role else {"period": "", "role": period}


def _portrait(application: Application, actor: Any) -> PortalImage | None:
    """The photo in the public library: a copy, so that nothing public hangs on a private file."""
    photo = Attachment.objects.of(application).current().filter(slot=PORTRAIT_SLOT).first()
    if photo is None:
        return None
    with private_storage().open(photo.stored_as) as file:
        content = ContentFile(file.read(), name=f"portrait.{photo.kind}")
    return PortalImage.objects.create(title=application.name, file=content, uploaded_by_user=actor)


def _publish(page: MentorPage, actor: Any) -> None:
    """The check and the experts have approved what it says: whoever enters the term need not be an approver of pages."""
    revision = page.save_revision(user=actor, log_action=True)
    try:
        revision.publish(user=actor, skip_permission_checks=True)
    except PublicationRefused as error:
        raise Refused(GUARD, _("导师页面不能公开：%s") % error) from error
