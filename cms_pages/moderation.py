"""Nobody publishes what they edited last: an author writes, somebody else approves, then it is published.

The rule stands in the approval task, in the permission tester of pages, in `cms_pages.approval` and in the editor's
menu. Set-up commands act without a user and are not bound by it.
"""

from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PagePermissionTester, Revision, TaskState

OWN_EDIT = _("不能审核自己最后修改的内容，请由另一位审核人处理。")


def last_editor_id(page: Page) -> int | None:
    """Who made the latest revision of the page; None when nobody did or a command made it."""
    revisions = Revision.objects.for_instance(page).order_by("-created_at", "-pk")
    return revisions.values_list("user_id", flat=True).first()


def is_last_editor(page: Page, user: Any) -> bool:
    """Whether the latest revision of the page is this person's."""
    return user.pk is not None and last_editor_id(page) == user.pk


def pages_last_edited_by(user: Any) -> "QuerySet[Page]":
    """The pages of which the latest revision is this person's."""
    if user is None or user.pk is None:
        return Page.objects.none()
    return Page.objects.filter(latest_revision__user=user)


def may_approve(page: Page, user: Any) -> bool:
    """Whether the person belongs to those who approve this page, whoever edited it last."""
    if not user.is_active:
        return False
    if user.is_superuser:
        return True
    workflow = page.get_workflow()
    groups = set(user.groups.values_list("pk", flat=True))
    tasks = workflow.tasks.filter(active=True).specific() if workflow else []
    return any(
        groups & set(task.groups.values_list("pk", flat=True)) for task in tasks if hasattr(task, "groups")
    )


def connect() -> None:
    """Start keeping tasks in review at the latest revision; called once when the application is ready."""
    post_save.connect(follow_revision, sender=Revision, dispatch_uid="cms_pages.moderation.revision")


def follow_revision(sender: type, instance: Revision, **kwargs: Any) -> None:
    """A page that is edited while it waits is reviewed as it is now, and waits for others than its new editor."""
    TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__base_content_type_id=instance.base_content_type_id,
        workflow_state__object_id=instance.object_id,
    ).update(revision=instance)


class TwoPersonPermissionTester(PagePermissionTester):
    """Wagtail's rules for a page, less the right to publish one's own edit."""

    def can_publish(self) -> bool:
        return super().can_publish() and not is_last_editor(self.page, self.user)

    def can_publish_subpage(self) -> bool:
        """Creating, copying or mirroring a page live would publish one's own work in one go: for nobody."""
        return False

    def can_set_view_restrictions(self) -> bool:
        return super().can_publish()

    def can_unschedule(self) -> bool:
        return super().can_publish()
