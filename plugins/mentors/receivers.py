"""What happens elsewhere and changes what lists show: each receiver runs in the transaction of the change.

Connected in `MentorsConfig.ready`; switching the plugin off does not stop them, so that a list is right the moment
it is switched on again.
"""

from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms_pages.models import (
    District,
    Field,
    Industry,
    Language,
    MentorPage,
    PortalImage,
    PortalRendition,
    PortalSettings,
    ServiceCasePage,
    ServiceType,
    Term,
)
from plugins.mentors.actions.service import appoint, keep_hidden
from plugins.mentors.listing import PORTRAIT_SPECS, follow_settings, rebuild, recount_cases
from plugins.mentors.models import Mentor, RetiredCode
from plugins.mentors.settings import MentorSettings
from plugins.mentors.warm import LISTINGS
from portal.plugin.models import PluginSwitch
from portal.workflow.parties import SYSTEM

# How a mentor's page refers to each list of terms.
RELATIONS: dict[type[Term], str] = {
    District: "page__district",
    Field: "page__fields",
    Industry: "page__industries",
    Language: "page__languages",
    ServiceType: "page__service_types",
}


def connect() -> None:
    """Connect every receiver once."""
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(page_changed, sender=MentorPage, dispatch_uid="mentors")
    for signal in (page_published, page_unpublished, post_delete):
        signal.connect(case_changed, sender=ServiceCasePage, dispatch_uid="mentors")
    post_save.connect(mentor_saved, sender=Mentor, dispatch_uid="mentors")
    pre_delete.connect(retire_code, sender=Mentor, dispatch_uid="mentors")
    for model in RELATIONS:
        post_save.connect(term_saved, sender=model, dispatch_uid="mentors")
        post_delete.connect(term_deleted, sender=model, dispatch_uid="mentors")
    post_save.connect(portrait_saved, sender=PortalImage, dispatch_uid="mentors")
    post_delete.connect(portrait_deleted, sender=PortalImage, dispatch_uid="mentors")
    post_save.connect(words_of_the_site_saved, sender=PortalSettings, dispatch_uid="mentors")
    post_delete.connect(rendition_deleted, sender=PortalRendition, dispatch_uid="mentors")
    post_save.connect(settings_saved, sender=PluginSwitch, dispatch_uid="mentors")
    for signal in (post_save, post_delete):
        signal.connect(restriction_changed, sender=PageViewRestriction, dispatch_uid="mentors")


def page_changed(sender: type[MentorPage], instance: MentorPage, **kwargs: Any) -> None:
    """A page goes public or away: its row follows. Whoever has a public page and no record yet is appointed today."""
    if instance.live and not instance.alias_of_id:
        _appoint_whoever_has_no_record(instance)
        keep_hidden(instance)
    rebuild(Mentor.objects.filter(page_id=instance.pk))


def _appoint_whoever_has_no_record(page: MentorPage) -> None:
    if not Mentor.objects.filter(page_id=page.pk).exists():
        appoint(page=page, user=None, term_from=timezone.localdate(), term_to=None, actor=SYSTEM)


def case_changed(sender: type[ServiceCasePage], **kwargs: Any) -> None:
    """A case appears or goes, or now names another mentor: both counts are brought up to date."""
    recount_cases()


def mentor_saved(sender: type[Mentor], instance: Mentor, raw: bool = False, **kwargs: Any) -> None:
    """Term, state or code have changed."""
    if not raw:
        rebuild(Mentor.objects.filter(pk=instance.pk))


def retire_code(sender: type[Mentor], instance: Mentor, **kwargs: Any) -> None:
    """A deleted mentor's code is kept, so that an old card never leads to somebody else (P16)."""
    RetiredCode.objects.get_or_create(code=instance.code)


def term_saved(sender: type[Term], instance: Term, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A term's words or order have changed."""
    LISTINGS.change()
    if not created and not raw:
        rebuild(Mentor.objects.filter(**{RELATIONS[sender]: instance.pk}))


def term_deleted(sender: type[Term], **kwargs: Any) -> None:
    """Whoever had the term can no longer be asked for, and deleting one is rare: all rows are written again."""
    LISTINGS.change()
    rebuild(Mentor.objects.public())


def portrait_saved(sender: type[PortalImage], instance: PortalImage, created: bool, **kwargs: Any) -> None:
    """A picture has been exchanged or cropped anew."""
    if not created:
        rebuild(Mentor.objects.filter(page__portrait=instance.pk))


def portrait_deleted(sender: type[PortalImage], instance: PortalImage, **kwargs: Any) -> None:
    """A picture is gone, and the pages have already let go of it; the rows still name it."""
    rebuild(Mentor.objects.filter(listing__card__portrait__image=instance.pk))


def settings_saved(sender: type[PluginSwitch], instance: PluginSwitch, **kwargs: Any) -> None:
    """A site may now show figures from another number of services on; settings can be read once they are committed."""
    if instance.slug == MentorSettings.plugin:
        transaction.on_commit(lambda: follow_settings(instance.site))


def rendition_deleted(sender: type[PortalRendition], instance: PortalRendition, **kwargs: Any) -> None:
    """Wagtail throws a picture's sizes away when its file is exchanged; rows that name them need new ones."""
    if instance.filter_spec in PORTRAIT_SPECS:
        rebuild(Mentor.objects.filter(page__portrait=instance.image_id))


def words_of_the_site_saved(sender: type[PortalSettings], **kwargs: Any) -> None:
    """Lists that were drawn may name the hotline."""
    LISTINGS.change()


def restriction_changed(sender: type[models.Model], **kwargs: Any) -> None:
    """A page or a section became private or public."""
    rebuild(Mentor.objects.public())
