"""Why an application may not move yet: guards of its workflow, each a sentence for the person or nothing."""

from typing import Any

from django.utils.translation import gettext as _

from plugins.mentors.applying.sections import labels, unfinished
from plugins.mentors.models import Application
from plugins.mentors.rules.application import is_mentor_now


def already_a_mentor(application: Application, actor: Any) -> str | None:
    if is_mentor_now(application.applicant):
        return _("你已经是创业导师，不需要再申请。")
    return None


def is_not_whole(application: Application, actor: Any) -> str | None:
    """Every section is done, and the statement of today is agreed to."""
    if left := unfinished(application):
        return _("还没有填完：%s。") % labels(left)
    return None


def was_returned_before(application: Application, actor: Any) -> str | None:
    """One correction a stage; another one needs a manager's consent (P21)."""
    if application.returns >= application.returns_allowed:
        return _("已退回过 %d 次，再次退回须先由管理人员同意。") % application.returns
    return None


def needs_no_consent(application: Application, actor: Any) -> str | None:
    if application.returns < application.returns_allowed:
        return _("还可以退回补正，不需要另行同意。")
    return None
