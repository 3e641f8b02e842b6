"""The editor's home: what is mine, what waits for me, what is due, which columns grow stale (S10, X5)."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Revision, TaskState, WorkflowState
from wagtail.permissions import page_permission_policy

from cms_pages.freshness import board
from cms_pages.models import (
    NewsIndexPage,
    NewsPage,
    PolicyIndexPage,
    PolicyPage,
    PublicationOverride,
    RecruitmentIndexPage,
    RecruitmentPage,
    ServiceCaseIndexPage,
    ServiceCasePage,
)

SHOWN = 10


def drafts_of(user: AbstractBaseUser) -> QuerySet[Page]:
    """Pages that the user edited last and that carry unpublished changes, not yet handed in."""
    mine = Revision.page_revisions.filter(user=user).values("pk")
    # Workflow states name their page as text; PostgreSQL does not compare that with a number by itself.
    handed_in = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=Cast(OuterRef("pk"), CharField()),
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    return (
        Page.objects.filter(latest_revision__in=mine, has_unpublished_changes=True)
        .exclude(Exists(handed_in))
        .order_by("-latest_revision_created_at")
    )


def scheduled(user: AbstractBaseUser) -> list[dict[str, Any]]:
    """What will appear or disappear by itself among the pages the user may edit, soonest first."""
    pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    now = timezone.now()
    going_live = Revision.page_revisions.filter(
        approved_go_live_at__gt=now, object_id__in=[str(pk) for pk in pages.values_list("pk", flat=True)]
    )
    rows = [
        {"page": revision.content_object, "at": revision.approved_go_live_at, "appears": True}
        for revision in going_live.order_by("approved_go_live_at")[:SHOWN]
    ]
    ending = pages.filter(live=True, expire_at__gt=now).order_by("expire_at")[:SHOWN]
    rows += [{"page": page, "at": page.expire_at, "appears": False} for page in ending]
    return sorted(rows, key=lambda row: row["at"])[:SHOWN]


# What editors write, by the section that it stands in: the one obvious way to it (C6).
WRITTEN: tuple[tuple[type[Page], type[Page], Any], ...] = (
    (NewsIndexPage, NewsPage, _("写公告通知")),
    (PolicyIndexPage, PolicyPage, _("写政策文件")),
    (RecruitmentIndexPage, RecruitmentPage, _("写招募公告")),
    (ServiceCaseIndexPage, ServiceCasePage, _("写服务案例")),
)


class WritePanel(Component):
    """A button for every kind of page that the user may add; nothing for those who may add none."""

    order = 90
    template_name = "cms_pages/admin/write.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        return {"buttons": [button for kind in WRITTEN for button in self._buttons(user, *kind)]}

    def _buttons(
        self, user: AbstractBaseUser, section: type[Page], model: type[Page], label: Any
    ) -> Iterator[dict[str, Any]]:
        for parent in section.objects.live().order_by("path"):
            if parent.permissions_for_user(user).can_add_subpage():
                meta = model._meta
                url = reverse("wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, parent.pk])
                yield {"label": label, "url": url}


class MyDraftsPanel(Component):
    order = 110
    template_name = "cms_pages/admin/my_drafts.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        return {"drafts": drafts_of(parent_context["request"].user)[:SHOWN]}


class WaitingForMePanel(Component):
    """Pages that this user may approve: those whose last editor is somebody else."""

    order = 100
    template_name = "cms_pages/admin/waiting_for_me.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        states = (
            TaskState.objects.reviewable_by(user)
            .exclude(revision__user=user)
            .select_related("revision", "revision__user", "workflow_state")
            .order_by("started_at")
        )
        overrides = PublicationOverride.objects.waiting().exclude(requested_by=user).select_related("page")
        return {"states": states[:SHOWN], "overrides": overrides[:SHOWN]}


class ScheduledPanel(Component):
    order = 120
    template_name = "cms_pages/admin/scheduled.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        return {"rows": scheduled(parent_context["request"].user)}


class FreshnessPanel(Component):
    order = 130
    template_name = "cms_pages/admin/freshness.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        return {"board": board()}


def editor_home(request: HttpRequest) -> list[Component]:
    """The panels of the editors' home, in place of Wagtail's own of the same meaning."""
    return [WritePanel(), WaitingForMePanel(), MyDraftsPanel(), ScheduledPanel(), FreshnessPanel()]
