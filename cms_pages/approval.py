"""What happens when a workflow's last task is approved.

Wagtail imports this module, which the setting WAGTAIL_FINISH_WORKFLOW_ACTION names, while it defines its own
models: nothing of Wagtail may be imported at the top.
"""

from typing import Any

from django.core.exceptions import PermissionDenied


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Publish what was approved: the approval is the permission, approvers need no other.

    Raises `PermissionDenied` for the last editor and `PublicationRefused` for personal data; the approval is then
    undone with the transaction that it runs in.
    """
    from cms_pages.moderation import OWN_EDIT, is_last_editor

    page = workflow_state.content_object
    if user is not None and is_last_editor(page, user):
        raise PermissionDenied(OWN_EDIT)
    page.get_latest_revision().publish(user=user, skip_permission_checks=True)
