"""The queue as a file: masked as on the page, safe from formulas, and recorded (S5)."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from portal.audit.choices import Channel
from portal.audit.recording import record
from portal.audit.table import LIST_EXPORTED
from portal.desk.queries import ORDER, Queue, ShownItem
from portal.spreadsheets import XLSX, as_xlsx


def as_file(queue: Queue, choice: Mapping[str, Any]) -> HttpResponse:
    """The rows that a filter leaves, at most DESK_EXPORT_ROWS; that they left is in the trace."""
    rows = queue.chosen(choice).select_related("owner").order_by(*ORDER)[: settings.DESK_EXPORT_ROWS]
    shown = queue.shown(rows)
    used = " ".join(f"{name}={value}" for name, value in choice.items())
    record(
        LIST_EXPORTED, actor=queue.person, channel=Channel.EXPORT, details=f"desk {len(shown)} {used}".strip()
    )
    answer = HttpResponse(as_xlsx(_lines(shown)), content_type=XLSX)
    name = f"{_('待办')}-{timezone.localdate():%Y%m%d}.xlsx"
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return answer


def _lines(shown: list[ShownItem]) -> Iterator[list[str]]:
    yield [
        *(_("编号"), _("事项"), _("申请人"), _("环节"), _("剩余时间"), _("到期时间")),
        *(_("承办人"), _("最近动态"), _("时间")),
    ]
    for row in shown:
        item = row.item
        yield [
            *(item.number, item.about, item.applicant, row.state, row.left.words, row.left.exactly),
            item.owner.get_full_name() if row.is_held and item.owner else "",
            *(row.last, f"{timezone.localtime(item.last_at):%Y-%m-%d %H:%M}"),
        ]
