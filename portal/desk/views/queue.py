"""/desk/: the queue, its filters, what is done to several rows at once, and the list as a file."""

import re
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Site

from portal.desk.actions import remind
from portal.desk.choices import Tab
from portal.desk.exporting import as_file
from portal.desk.forms import AssignForm, QueueFilter, SaveFilterForm
from portal.desk.models import SavedFilter
from portal.desk.queries import Queue
from portal.desk.rules import reads_reports
from portal.desk.views.guards import at_desk
from portal.health import NotReady
from portal.identity.rules import may_verify
from portal.keyset import BadCursor
from portal.workflow.probe import deadlines_are_met

KEY = re.compile("[0-9]{1,18}")
PROBE_KEY, PROBE_SECONDS = "desk:deadlines-late", 60


@require_safe
@at_desk
def index(request: HttpRequest) -> HttpResponse:
    """What waits, oldest due first; `?export=xlsx` gives the same rows as a file."""
    queue = _queue(request)
    chosen = QueueFilter(request.GET, queue)
    if request.GET.get("export") == "xlsx":
        return as_file(queue, chosen.choice)
    try:
        page = queue.page(chosen.choice, request.GET.get("cursor", ""))
    except BadCursor:
        return redirect("desk:index")
    return render(request, "desk/index.html", _context(request, queue, chosen, page))


@require_POST
@at_desk
def bulk(request: HttpRequest) -> HttpResponse:
    """Give the ticked rows to a colleague, or remind those who have them. Decisions are made one by one (S5)."""
    queue = _queue(request)
    keys = [int(key) for key in request.POST.getlist("item") if KEY.fullmatch(key)]
    items = list(queue.rows().filter(pk__in=keys[: settings.DESK_PAGE]))
    act = BULK.get(request.POST.get("act", ""))
    if act is None or not items:
        messages.error(request, _("请先勾选事项，再选改派或催办。"))
    else:
        act(request, queue, items)
    return redirect(f"{request.path.removesuffix('bulk/')}?{request.POST.get('query', '')}")


@require_POST
@at_desk
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep the filter in use under a name."""
    form = SaveFilterForm(request.POST)
    try:
        if form.is_valid():
            form.save_for(request.user)
            messages.success(request, _("已保存筛选“%s”。") % form.cleaned_data["name"])
        else:
            messages.error(request, _("请给筛选取一个名称，最多 30 个字。"))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(f"{request.path.removesuffix('filters/')}?{form.data.get('query', '')}")


@require_POST
@at_desk
def delete_filter(request: HttpRequest, key: int) -> HttpResponse:
    """Forget one of one's own filters."""
    get_object_or_404(SavedFilter, pk=key, person=request.user.pk).delete()
    return redirect("desk:index")


def _queue(request: HttpRequest) -> Queue:
    return Queue(request.user, Site.find_for_request(request))


def _context(request: HttpRequest, queue: Queue, chosen: QueueFilter, page: Any) -> dict[str, Any]:
    kept = request.GET.copy()
    kept.pop("cursor", None)
    counts = queue.counts()
    return {
        "here": _("服务台"),
        "filter": chosen,
        "rows": queue.shown(page.rows),
        "page": page,
        "counts": counts,
        "tabs": [(tab, counts[tab.value or "all"]) for tab in (Tab.MINE, Tab.ALL, Tab.FREE)],
        "tab": chosen.choice.get("tab", ""),
        "query": kept.urlencode(),
        "saved": SavedFilter.objects.filter(person=request.user.pk),
        "assign": AssignForm(permissions=queue.permissions),
        "has_queue": bool(queue.files),
        "verifies": may_verify(request.user),
        "reports": reads_reports(request.user),
        "late": _late(),
    }


def _late() -> str:
    """What is wrong with the clocks themselves, for everybody who trusts them; asked once a minute."""
    if not cache.get_or_set(PROBE_KEY, _deadlines_are_late, PROBE_SECONDS):
        return ""
    return _("自动办理已停滞：有事项到期超过 5 分钟仍未处理，剩余时间可能不准，请告知系统管理员。")


def _deadlines_are_late() -> bool:
    try:
        deadlines_are_met()
    except NotReady:
        return True
    return False


def _assign(request: HttpRequest, queue: Queue, items: list[Any]) -> None:
    form = AssignForm(request.POST, permissions=queue.permissions)
    if not form.is_valid():
        messages.error(request, _("请选择改派给谁。"))
        return
    number = form.save(items, by=request.user)
    words = {"number": number, "who": form.cleaned_data["to"].get_full_name()}
    said = ngettext("已把 %(number)d 件改派给%(who)s。", "已把 %(number)d 件改派给%(who)s。", number) % words
    messages.success(request, said)


def _remind(request: HttpRequest, queue: Queue, items: list[Any]) -> None:
    number = remind(items)
    said = ngettext("已催办 %d 件；没有承办人的不催。", "已催办 %d 件；没有承办人的不催。", number)
    messages.success(request, said % number)


BULK = {"assign": _assign, "remind": _remind}
