"""The step of a workflow in which somebody else reads a page before the public does."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState

from cms_pages.moderation import OWN_EDIT, is_last_editor

APPROVE = "approve"


class OtherPersonApprovalTask(AbstractGroupApprovalTask):
    """Members of the chosen groups approve, except whoever edited the page last; superusers are no exception."""

    class Meta(AbstractGroupApprovalTask.Meta):
        abstract = False
        verbose_name = gettext_lazy("他人审核")
        verbose_name_plural = gettext_lazy("他人审核")

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, str, bool]]:
        """Approving is not offered to the last editor; sending back is."""
        actions = super().get_actions(obj, user)
        if any(action[0] == APPROVE for action in actions) and is_last_editor(obj, user):
            return [action for action in actions if action[0] != APPROVE]
        return actions

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        """What waits for this person: not their own revisions."""
        return super().get_task_states_user_can_moderate(user, **kwargs).exclude(revision__user=user)

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Refuse the last editor's approval however it was sent. Raises `PermissionDenied`."""
        page = task_state.workflow_state.content_object
        if action_name == APPROVE and is_last_editor(page, user):
            raise PermissionDenied(OWN_EDIT)
        return super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls) -> str:
        return _("所选用户组的成员可以审核，但不能审核自己最后修改的内容")
