"""Entries in words: labels instead of names, people instead of keys, in a constant number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import registry as wagtail_log

from portal import masking
from portal.audit.models import Entry
from portal.audit.table import ACTIONS, Action
from portal.plugin.registry import registry
from portal.roles.table import ROLES


def declared_actions() -> dict[str, Action]:
    """Every action that may stand in an entry: the portal's, the plugins', those of Wagtail's history."""
    of_plugins = {action.name: action for plugin in registry for action in plugin.audit_actions}
    of_wagtail = {name: Action(name, label) for name, label in wagtail_log.get_choices()}
    return {**ACTIONS, **of_plugins, **of_wagtail}


def action_label(entry: Entry, actions: Mapping[str, Action] | None = None) -> str:
    """What was done, in words; the bare name of an action that nobody declares any more."""
    found = (actions or declared_actions()).get(entry.action)
    return str(found.label) if found else entry.action


@dataclass(frozen=True)
class Line:
    """An entry as people read it."""

    entry: Entry
    actions: Mapping[str, Action]
    people: Mapping[int, Any]

    @property
    def action(self) -> str:
        return action_label(self.entry, self.actions)

    @property
    def who(self) -> str:
        """The person as they are called now, else the account's name of then; masked unless at work here (D6)."""
        if person := self.people.get(self.entry.person or 0):
            name = str(person.get_full_name())
            return name if self.entry.roles else masking.name(name)
        nobody = _("未登录") if self.entry.address else _("系统")
        return self.entry.name or nobody

    @property
    def subject(self) -> str:
        if self.entry.subject is None:
            return ""
        person = self.people.get(self.entry.subject)
        return masking.name(person.get_full_name()) if person else _("已注销账号 %d") % self.entry.subject

    @cached_property
    def roles(self) -> str:
        slugs = filter(None, self.entry.roles.split(","))
        return "、".join(str(ROLES[slug].label) if slug in ROLES else slug for slug in slugs)

    @property
    def object(self) -> str:
        """What it was done to: the kind of thing and its number."""
        if not self.entry.kind:
            return ""
        try:
            kind = str(apps.get_model(self.entry.kind)._meta.verbose_name)
        except LookupError:
            kind = self.entry.kind
        return f"{kind} {self.entry.key}"

    def cells(self) -> list[Any]:
        """The line of a spreadsheet, under HEADINGS."""
        entry = self.entry
        return [
            entry.pk,
            f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S%z}",
            self.who,
            entry.name,
            self.roles,
            self.action,
            self.object,
            self.subject,
            entry.get_channel_display(),
            entry.address,
            entry.get_result_display(),
            entry.purpose,
            entry.details,
            entry.before,
            entry.after,
            entry.request,
        ]


def headings() -> list[str]:
    """What stands over `Line.cells`."""
    return [
        *(_("编号"), _("时间"), _("操作人"), _("账号"), _("岗位"), _("操作"), _("对象"), _("当事人")),
        *(_("渠道"), _("网络地址"), _("结果"), _("目的"), _("说明")),
        *(_("变更前校验值"), _("变更后校验值"), _("请求编号")),
    ]


def lines(entries: Sequence[Entry]) -> list[Line]:
    """The entries in words; one query, whatever their number."""
    actions = declared_actions()
    people = get_user_model().objects.in_bulk(_keys(entries))
    return [Line(entry, actions, people) for entry in entries]


def _keys(entries: Iterable[Entry]) -> set[int]:
    return {key for entry in entries for key in (entry.person, entry.subject) if key is not None}
