"""The table of roles: every role, what it may do, and which roles may not meet in one account (A1, A13; B8).

This file is the only place where rights are given out. A city clerk can read it: each role says in words what it is
for, `writes` names the columns of the site it works on, `may` the portal's own permissions. Plugins add theirs in
`Plugin.grants`. `portal.roles.groups` brings the database into line with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

DOOR = "wagtailadmin.access_admin"
"""Without it nobody sees the admin."""

WRITE = ("add_page", "change_page")
APPROVE = (*WRITE, "publish_page")
EVERYWHERE = "cms_pages.HomePage"

TERMS = ("district", "field", "industry", "servicetype", "language", "policytopic", "audience")
WORDS = ("synonym", "stopword", "blockedword", "pin")
QUERIES = "search.view_queryday"
VERBS = ("view", "add", "change", "delete")


def rights(app: str, verbs: tuple[str, ...], things: tuple[str, ...]) -> tuple[str, ...]:
    """Permission names, one for each verb and thing."""
    return tuple(f"{app}.{verb}_{thing}" for verb in verbs for thing in things)


@dataclass(frozen=True)
class Role:
    """A duty that people hold for a time.

    `slug` is permanent and stands in grants; `group` is the group in the database whose members hold the role now.
    `writes` gives page rights by the type of page at whose place they begin, `library` the right to add pictures and
    files. A role of `power` is granted by one person and confirmed by another; a role `alone` meets no other role in
    one account, and none of `never_with` meets it.
    """

    slug: str
    label: Any
    summary: Any
    group: str
    may: tuple[str, ...] = ()
    writes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    library: bool = False
    power: bool = False
    alone: bool = False
    never_with: frozenset[str] = frozenset()


EDITOR = Role(
    "editor",
    _("编辑"),
    _("撰写政策、公告、资讯和常见问题，提交审核；维护词条和检索用词。"),
    group="编辑",
    may=(
        DOOR,
        *rights("cms_pages", ("view", "add", "change"), TERMS),
        *rights("search", VERBS, WORDS),
        QUERIES,
    ),
    writes={EVERYWHERE: WRITE},
    library=True,
)
APPROVER = Role(
    "approver",
    _("审核"),
    _("审核别人撰写的内容，发布、撤下页面。"),
    group="审核",
    may=(DOOR, *rights("cms_pages", ("view",), TERMS), QUERIES),
    writes={EVERYWHERE: APPROVE},
    library=True,
    power=True,
)
MENTOR_CLERK = Role(
    "mentor_clerk",
    _("导师专员"),
    _("维护导师、聘期和导师名单，撰写导师页面和服务案例。"),
    group="导师专员",
    may=(DOOR,),
    writes={"cms_pages.MentorIndexPage": WRITE, "cms_pages.ServiceCaseIndexPage": WRITE},
    library=True,
    never_with=frozenset({"expert"}),
)
EXPERT = Role(
    "expert",
    _("评审专家"),
    _("在评审期内查看分配给自己的材料并评分。"),
    group="评审专家",
    never_with=frozenset({"mentor_clerk", "desk_officer", "manager"}),
)
DESK_OFFICER = Role(
    "desk_officer",
    _("服务专员"),
    _("在服务台受理、审核和转派事项，核验办事人的实名身份。"),
    group="服务专员",
    may=("identity.verify_at_counter",),
    never_with=frozenset({"expert"}),
)
MANAGER = Role(
    "manager",
    _("管理人员"),
    _("查看统计和全部事项的进展，处理升级的事项。"),
    group="管理人员",
    may=("desk.read_reports",),
    power=True,
    never_with=frozenset({"expert"}),
)
AUDITOR = Role(
    "auditor",
    _("审计管理员"),
    _("只读操作记录，核验记录是否完整；不办理任何事项。"),
    group="审计管理员",
    may=(DOOR, "audit.view_entry"),
    power=True,
    alone=True,
)
SYSTEM_ADMINISTRATOR = Role(
    "system_administrator",
    _("系统管理员"),
    _("启用插件、设置站点、查看后台任务；看不到业务数据，也不能授权。"),
    group="系统管理员",
    may=(
        DOOR,
        "plugin.change_pluginswitch",
        "cms_pages.change_portalsettings",
        *rights("jobs", ("view", "change"), ("jobrun",)),
        "notices.preview_notice",
        *rights("working_time", VERBS, ("specialday",)),
        *rights("wagtailcore", ("view", "add", "change"), ("site",)),
    ),
    power=True,
    alone=True,
)
SECURITY_ADMINISTRATOR = Role(
    "security_administrator",
    _("安全管理员"),
    _("授予、确认和收回岗位，停用和恢复账号；不能办理自己的，也不担任其他岗位。"),
    group="安全管理员",
    may=(DOOR, "roles.view_grant", "roles.add_grant", "roles.change_grant", "roles.close_account"),
    power=True,
    alone=True,
)

ROLES: Mapping[str, Role] = {
    role.slug: role
    for role in (
        EDITOR,
        APPROVER,
        MENTOR_CLERK,
        EXPERT,
        DESK_OFFICER,
        MANAGER,
        AUDITOR,
        SYSTEM_ADMINISTRATOR,
        SECURITY_ADMINISTRATOR,
    )
}
ROLES_BY_GROUP: Mapping[str, Role] = {role.group: role for role in ROLES.values()}


def may_meet(one: Role, other: Role) -> bool:
    """Whether one account may hold both roles at the same time."""
    if one == other:
        return True
    if one.alone or other.alone:
        return False
    return other.slug not in one.never_with and one.slug not in other.never_with
