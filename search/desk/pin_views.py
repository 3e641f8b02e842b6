"""置顶结果 in the admin: a list, and a page for one query whose buttons search, choose, move, save."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Site

from search.asking import clean
from search.desk.pin_forms import MOST, PinForm, offered
from search.desk.pins import PinnedQuery, pinned_queries, pinned_query, things, unpin
from search.registry import documents
from search.showing import Key

PERMISSION = "search.change_pin"
CRUMBS = WagtailAdminTemplateMixin.breadcrumbs_items


def may_pin(user: Any) -> bool:
    """Whether the person keeps pinned results."""
    return bool(user.is_active and user.has_perm(PERMISSION))


@require_safe
def pin_list(request: HttpRequest) -> HttpResponse:
    """/admin/search/pins/: what is pinned for which query, and whether it can be seen."""
    _require(request)
    text, today = clean(request.GET.get("q", "")), timezone.localdate()
    rows = [(pinned, pinned.state(today)) for pinned in pinned_queries(text)]
    context = {
        "header_title": _("置顶结果"),
        "header_icon": "thumbtack",
        "breadcrumbs_items": [*CRUMBS, {"url": "", "label": _("置顶结果")}],
        "text": text,
        "rows": rows,
        "several_sites": Site.objects.count() > 1,
    }
    return TemplateResponse(request, "search/admin/pins.html", context)


@require_http_methods(["GET", "POST"])
def pin_edit(request: HttpRequest) -> HttpResponse:
    """/admin/search/pins/edit/?query=…&site=…: nothing that was typed or chosen gets lost between its buttons."""
    _require(request)
    edited = _edited(request)
    if request.method == "GET":
        return _page(request, _fresh(request, edited), edited)
    desk = _Desk.read(request)
    form = PinForm(request.POST, edited=edited, chosen=desk.chosen)
    if desk.wish == "delete" and edited:
        unpin(edited.query, edited.site)
        messages.success(request, _("“%s”不再有置顶结果。") % edited.query)
        return redirect("search_pins")
    if desk.wish == "save" and form.is_valid():
        form.save()
        messages.success(request, _("“%s”的置顶结果已保存，立即生效。") % form.cleaned_data["query"])
        return redirect("search_pins")
    if desk.wish != "save":
        # Only a button of the chooser was pressed: complaints can wait.
        form = PinForm(initial=request.POST.dict(), edited=edited, chosen=desk.chosen)
    return _page(request, form, edited, look=desk.look)


@dataclass(frozen=True)
class _Desk:
    """What was posted beside the fields: the button, the objects in their order, the words of the chooser."""

    wish: str
    chosen: list[Key]
    look: str

    @classmethod
    def read(cls, request: HttpRequest) -> "_Desk":
        wish, _colon, reference = request.POST.get("do", "find").partition(":")
        chosen = [key for text in request.POST.getlist("chosen")[:MOST] if (key := _key(text))]
        pressed = _key(reference)
        if pressed:
            chosen = _moved(chosen, wish, pressed)
        return cls(wish, list(dict.fromkeys(chosen)), clean(request.POST.get("look", "")))


def _moved(chosen: list[Key], wish: str, pressed: Key) -> list[Key]:
    others = [key for key in chosen if key != pressed]
    place = chosen.index(pressed) if pressed in chosen else len(chosen)
    match wish:
        case "choose":
            return chosen if pressed in chosen or len(chosen) >= MOST else [*chosen, pressed]
        case "remove":
            return others
        case "up" | "down" if pressed in chosen:
            place = max(place - 1, 0) if wish == "up" else place + 1
            return [*others[:place], pressed, *others[place:]]
    return chosen


def _key(reference: str) -> Key | None:
    kind, _colon, key = reference.partition(":")
    return (kind, int(key)) if kind in documents.all and key.isdecimal() and len(key) < 19 else None


def _edited(request: HttpRequest) -> PinnedQuery | None:
    """The pinned query that the address names; None for a new one."""
    query = clean(request.GET.get("query", ""))
    return pinned_query(query, _site(request, request.GET)) if query else None


def _site(request: HttpRequest, given: QueryDict) -> Site:
    """The site that is named, else the one that the admin is open on."""
    number = given.get("site", "")
    site = Site.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 10 else None
    site = site or Site.find_for_request(request)
    if site is None:
        raise Http404
    return site


def _fresh(request: HttpRequest, edited: PinnedQuery | None) -> PinForm:
    site = _site(request, request.GET)
    values: dict[str, Any] = {"query": clean(request.GET.get("query", "")), "site": site.pk}
    if edited is None:
        return PinForm(initial=values, edited=None, chosen=[])
    values |= {"query": edited.query, "since": edited.since, "until": edited.until}
    return PinForm(initial=values, edited=edited, chosen=[(thing.kind, thing.key) for thing in edited.things])


def _page(
    request: HttpRequest, form: PinForm, edited: PinnedQuery | None, *, look: str | None = None
) -> HttpResponse:
    site = _site(request, request.POST or request.GET)
    words = clean(str(form["query"].value() or "")) if look is None else look
    title = edited.query if edited else _("添加置顶结果")
    context = {
        "header_title": title,
        "header_icon": "thumbtack",
        "breadcrumbs_items": [
            *CRUMBS,
            {"url": reverse("search_pins"), "label": _("置顶结果")},
            {"url": "", "label": title},
        ],
        "form": form,
        "edited": edited,
        "chosen": things(form.chosen, site),
        "is_full": len(form.chosen) >= MOST,
        "look": words,
        "offered": offered(words, site, form.chosen) if words else [],
    }
    return TemplateResponse(request, "search/admin/pin.html", context)


def _require(request: HttpRequest) -> None:
    if not may_pin(request.user):
        raise PermissionDenied
