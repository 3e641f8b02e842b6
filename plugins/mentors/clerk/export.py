"""The list of mentors as a sheet."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from plugins.mentors.models import Mentor
from portal.spreadsheets import as_xlsx

COLUMNS: Mapping[Any, Callable[[Mentor], Any]] = {
    _("名片编号"): lambda mentor: mentor.code,
    _("姓名"): lambda mentor: mentor.page.title,
    _("单位"): lambda mentor: mentor.page.organisation,
    _("职务"): lambda mentor: mentor.page.position,
    _("区市"): lambda mentor: mentor.page.district.name if mentor.page.district else "",
    _("状态"): lambda mentor: mentor.get_state_display(),
    _("首次聘任"): lambda mentor: mentor.appointed_on,
    _("第几期"): lambda mentor: mentor.term_number,
    _("聘期开始"): lambda mentor: mentor.term_from,
    _("聘期结束"): lambda mentor: mentor.term_to,
    _("暂停开始"): lambda mentor: mentor.pause_from,
    _("暂停结束"): lambda mentor: mentor.pause_to,
    _("展示页"): lambda mentor: _("已发布") if mentor.page.live else _("草稿"),
}
"""Headings, and what stands under them; what a spreadsheet would take for a formula stays text."""


def export_of(mentors: Iterable[Mentor]) -> bytes:
    """An xlsx file with one row for each; `page` and its district should be read with them."""
    head = [str(heading) for heading in COLUMNS]
    return as_xlsx([head, *([_plain(read(mentor)) for read in COLUMNS.values()] for mentor in mentors)])


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int) or hasattr(value, "isoformat") else str(value)
