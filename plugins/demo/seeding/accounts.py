"""People who can sign in to the demo."""

from datetime import timedelta
from functools import cache
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from portal.accounts.models import User
from portal.roles import table
from portal.roles.actions import appoint_first, confirm_grant, grant_role
from portal.roles.models import Grant
from portal.roles.table import Role

PASSWORD = "qingchuang-demo"  # noqa: S105 - printed by `make run`; the demo is never a public server
TERM = timedelta(days=365)
REASON = "演示任职"

ACCOUNTS = (
    ("editor", "周", "若溪", table.EDITOR, "编辑：写公告、政策，提交审核"),
    ("approver", "郑", "知远", table.APPROVER, "审核：审核别人写的内容"),
    ("clerk", "何", "清扬", table.MENTOR_CLERK, "导师专员：导师、聘期、导入名单"),
    ("officer", "许", "见山", table.DESK_OFFICER, "服务专员：在 /desk/identity/ 核验办事人的实名身份"),
    ("manager", "高", "远谋", table.MANAGER, "管理人员：督办超期事项，同意再次退回"),
    ("expert1", "顾", "衡之", table.EXPERT, "评审专家"),
    ("expert2", "苏", "见微", table.EXPERT, "评审专家"),
    ("auditor", "严", "以明", table.AUDITOR, "审计管理员：只看操作记录"),
    ("system", "卢", "思齐", table.SYSTEM_ADMINISTRATOR, "系统管理员：插件、站点设置"),
    ("security", "方", "守一", table.SECURITY_ADMINISTRATOR, "安全管理员：授予岗位，由另一位确认"),
    ("security2", "梁", "怀谨", table.SECURITY_ADMINISTRATOR, "安全管理员：确认授权"),
    ("admin", "秦", "守正", None, "超级用户：全部，仅限演示"),
)

DUTIES = {username: duty for username, *_rest, duty in ACCOUNTS} | {
    "mentor": "导师：会员中心里的聘期、展示页（退回待修改）、聘书和承诺",
    "applicant": "申请当导师，材料被退回，待补正",
    "applicant2": "申请当导师，草稿还没填完",
}
"""What `make run` says of the accounts; the last ones hold no role."""


def seed_accounts() -> int:
    """Make the demo accounts that are missing, with their roles; existing ones keep their passwords."""
    people = {
        username: seed_person(username, family, given, is_superuser=role is None, is_staff=role is None)
        for username, family, given, role, _duty in ACCOUNTS
    }
    security = (people["security"], people["security2"])
    if not Grant.objects.exists():
        appoint_first(security, ends_at=timezone.now() + TERM)
    for username, _family, _given, role, _duty in ACCOUNTS:
        if role and not people[username].grants.exists():
            _grant(people[username], role, security)
    return len(ACCOUNTS)


def seed_person(username: str, family: str, given: str, **fields: Any) -> User:
    """Somebody who can sign in, without a role unless `fields` say otherwise."""
    known_as = {"last_name": family, "first_name": given, "email": f"{username}@hailan.example"}
    defaults = known_as | {"password": _password()} | fields
    user, created = User.objects.get_or_create(username=username, defaults=defaults)
    if created:
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@cache
def _password() -> str:
    """Made once for all: it takes long on purpose."""
    return make_password(PASSWORD)


def _grant(person: User, role: Role, security: tuple[Any, Any]) -> None:
    """As a city does it: one security administrator gives the role, the other confirms one of power."""
    grant = grant_role(person, role, actor=security[0], ends_at=timezone.now() + TERM, reason=REASON)
    if role.power:
        confirm_grant(grant, actor=security[1])
