"""What the plugin adds to pages: the context of each piece declared in plugin.py."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms_pages.chrome import settings_of
from cms_pages.models import HomePage, MentorIndexPage, MentorPage
from cms_pages.queries import Door
from plugins.mentors.forms import MentorSearchForm
from plugins.mentors.listing import Card
from plugins.mentors.models import MentorListing
from plugins.mentors.profile import is_new, profile_of
from plugins.mentors.queries import KIND, MentorSearch, Scope, find_mentors
from plugins.mentors.settings import MentorSettings
from plugins.mentors.warm import Warm, warm
from search.demand import noting
from search.warm import VOCABULARY

RECENT = 3


def mentor_list(request: HttpRequest, page: MentorIndexPage) -> Mapping[str, Any]:
    """/mentors/: what the visitor looks for and who fits (P10); what was drawn for the same search is kept."""
    held = warm()
    search = MentorSearchForm(request.GET, held.tables).search()
    today = timezone.localdate()
    key = (page.pk, request.path, get_language(), today, search.key, VOCABULARY.current())
    html, total = held.lists.get(key, lambda: _draw_list(request, page, search, held, today))
    if search.text and not search.chosen and search.page == 1:
        noting.searched(request, KIND, search.text, total)
    return {"html": html}


def _draw_list(
    request: HttpRequest, page: MentorIndexPage, search: MentorSearch, held: Warm, today: date
) -> tuple[SafeString, int]:
    """The list for this search, and how many are on it; nothing in it may depend on who asks."""
    site = Site.find_for_request(request)
    listing = find_mentors(search, Scope.of_section(page, site), held, url=request.path, on=today)
    days = MentorSettings.for_site(site).newly_appointed_days
    for card in listing.items:
        card["is_new"] = is_new(date.fromisoformat(card["appointed_on"]), today, days)
    cards = [_draw_card(card, listing.chosen_fields, held) for card in listing.items]
    context = {"listing": listing, "cards": cards, "portal_settings": settings_of(site)}
    listed: Any = get_template("mentors/list.html")  # the stubs hide the engine's own template
    return listed.template.render(Context(context)), listing.total


def _draw_card(card: Card, chosen_fields: Collection[str], held: Warm) -> SafeString:
    marked = tuple(field["slug"] for field in card["fields"] if field["slug"] in chosen_fields)
    context = {"card": card, "chosen_fields": marked}
    drawn: Any = get_template("mentors/_card.html")
    key = (card["code"], card["is_new"], marked, get_language())
    return held.cards.get(key, lambda: drawn.template.render(Context(context)))


def mentor(request: HttpRequest, page: MentorPage) -> Mapping[str, Any]:
    """Any piece of a mentor's page; the pieces share one profile."""
    days = MentorSettings.for_site(Site.find_for_request(request)).newly_appointed_days
    profile = profile_of(page, request, days)
    return {"mentor": profile}


def home_mentors(request: HttpRequest, page: HomePage) -> Mapping[str, Any]:
    """The latest appointments on the front page."""
    newest = _of_site(request).reachable().order_by("-appointed_on", "-pk")
    return {"mentors": list(newest.values_list("card", flat=True)[:RECENT])}


def home_door(request: HttpRequest, page: HomePage) -> Mapping[str, Any]:
    """The door 问导师 with how many can be asked now (P1)."""
    number = _of_site(request).reachable().count()
    return {
        "door": Door(_("问导师"), "/mentors/", _("%d 位导师在聘") % number, _("说出你的问题，找到能帮你的人"))
    }


def _of_site(request: HttpRequest) -> Any:
    return MentorListing.objects.of_site(Site.find_for_request(request))
