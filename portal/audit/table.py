"""The table of recorded actions: every act that leaves an entry, by its permanent name (B10).

Plugins declare theirs in `Plugin.audit_actions`. `portal.audit.recording.record` takes an action of this kind, never
a bare name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Action:
    """Something that people do. `reads` marks a look at somebody's personal data, which that person may see (N16)."""

    name: str
    label: Any
    reads: bool = False


SIGNED_IN = Action("accounts.signed_in", _("登录"))
SIGNED_OUT = Action("accounts.signed_out", _("退出登录"))
SIGN_IN_FAILED = Action("accounts.sign_in_failed", _("登录失败"))
SIGNED_UP = Action("accounts.signed_up", _("注册账号"))
PASSWORD_CHANGED = Action("accounts.password_changed", _("修改密码"))
PASSWORD_RESET = Action("accounts.password_reset", _("重置密码"))
EMAIL_ADDED = Action("accounts.email_added", _("添加邮箱"))
EMAIL_CONFIRMED = Action("accounts.email_confirmed", _("验证邮箱"))
EMAIL_CHANGED = Action("accounts.email_changed", _("更换邮箱"))
EMAIL_REMOVED = Action("accounts.email_removed", _("移除邮箱"))
FACTOR_ADDED = Action("accounts.factor_added", _("添加第二重验证"))
FACTOR_REMOVED = Action("accounts.factor_removed", _("移除第二重验证"))
FACTOR_RENEWED = Action("accounts.factor_renewed", _("重新生成恢复码"))
FACTOR_FAILED = Action("accounts.factor_failed", _("第二重验证失败"))
PROVIDER_LINKED = Action("accounts.provider_linked", _("绑定外部账号"))
PROVIDER_UNLINKED = Action("accounts.provider_unlinked", _("解除绑定外部账号"))
ACCOUNT_CLOSED = Action("accounts.closed", _("停用账号"))
ACCOUNT_OPENED = Action("accounts.opened", _("恢复账号"))
LOCKED_OUT = Action("accounts.locked_out", _("多次密码错误，暂时锁定"))
SESSION_ENDED = Action("accounts.session_ended", _("结束登录"))
FACTOR_RESET = Action("accounts.factor_reset", _("重置第二重验证"))
UNUSED_WARNED = Action("accounts.unused_warned", _("提醒账号长期未用"))
IDENTITY_VERIFIED = Action("identity.verified", _("核验实名身份"))
IDENTITY_REFUSED = Action("identity.refused", _("外部账号信息不符"))

ROLE_PROPOSED = Action("roles.proposed", _("提出授予岗位"))
ROLE_GRANTED = Action("roles.granted", _("授予岗位"))
ROLE_CONFIRMED = Action("roles.confirmed", _("确认岗位"))
ROLE_TAKEN = Action("roles.taken", _("收回岗位"))
ROLE_BEGUN = Action("roles.begun", _("岗位到时生效"))
ROLE_LAPSED = Action("roles.lapsed", _("岗位到期收回"))

TOKEN_MADE = Action("tokens.made", _("创建接口令牌"))
TOKEN_USED = Action("tokens.used", _("使用接口令牌"))
TOKEN_REVOKED = Action("tokens.revoked", _("停用接口令牌"))
TOKEN_REFUSED = Action("tokens.refused", _("令牌被拒绝"))

PLUGIN_ON = Action("plugins.on", _("启用插件"))
PLUGIN_OFF = Action("plugins.off", _("停用插件"))
PLUGIN_FAILED = Action("plugins.failed", _("插件因故障自动停用"))
PLUGIN_SET = Action("plugins.set", _("修改插件设置"))

FILE_ADDED = Action("attachments.added", _("上传附件"))
FILE_REPLACED = Action("attachments.replaced", _("替换附件"))
FILE_REMOVED = Action("attachments.removed", _("移除附件"))
FILE_READ = Action("attachments.read", _("查看附件"), reads=True)

PERSON_READ = Action("people.read", _("查看个人信息"), reads=True)
PERSON_REVEALED = Action("people.revealed", _("查看完整号码"), reads=True)
PERSON_COPIED = Action("people.copied", _("导出本人信息"))
CONSENT_GIVEN = Action("privacy.consent_given", _("同意"))
CONSENT_WITHDRAWN = Action("privacy.consent_withdrawn", _("撤回同意"))
HOLD_SET = Action("privacy.hold_set", _("保全数据"))
HOLD_RELEASED = Action("privacy.hold_released", _("解除数据保全"))
DATA_EXPIRED = Action("privacy.expired", _("到期清理数据"))
JOB_RETRIED = Action("jobs.retried", _("重试失败的任务"))
CASE_ASSIGNED = Action("desk.assigned", _("改派事项"))
LIST_EXPORTED = Action("lists.exported", _("导出列表"))

TRACE_READ = Action("audit.read", _("查看操作记录"))
HEAD_EXPORTED = Action("audit.head_exported", _("导出校验值"))

ACTIONS: Mapping[str, Action] = {
    action.name: action for action in tuple(globals().values()) if isinstance(action, Action)
}
