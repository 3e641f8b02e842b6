"""What the gate writes into the history of a page. Entries hold masked findings, never a number."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from cms_pages.personal_data.findings import Finding

REQUESTED = "cms_pages.override.request"
CONFIRMED = "cms_pages.override.confirm"
DECLINED = "cms_pages.override.decline"
REFUSED = "cms_pages.publication.refuse"


class _GateFormatter(LogFormatter):
    """An entry in one line, then what was found and, for overrides, why it may be published."""

    def format_comment(self, log_entry: Any) -> str:
        findings = [Finding.from_data(data).message for data in log_entry.data.get("findings", [])]
        reason = log_entry.data.get("reason")
        return "；".join([*([_("理由：%(reason)s") % {"reason": reason}] if reason else []), *findings])


ACTIONS = {
    REQUESTED: (gettext_lazy("申请发布例外"), gettext_lazy("已申请发布例外")),
    CONFIRMED: (gettext_lazy("确认发布例外"), gettext_lazy("已由第二人确认发布例外")),
    DECLINED: (gettext_lazy("退回发布例外"), gettext_lazy("已退回发布例外")),
    REFUSED: (gettext_lazy("定时发布未通过检查"), gettext_lazy("定时发布因发布检查未通过而取消")),
}


@hooks.register("register_log_actions")
def register_gate_actions(actions: LogActionRegistry) -> None:
    """Every step of an override, and a scheduled page that was refused, are in the page's history."""
    for action, (label, message) in ACTIONS.items():
        formatter = type("GateFormatter", (_GateFormatter,), {"label": label, "message": message})
        actions.register_action(action)(formatter)
