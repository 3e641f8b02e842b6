"""What the plugin adds to pages: the context of each piece declared in plugin.py."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from cms_pages.chrome import settings_of
from cms_pages.models import HomePage, MentorIndexPage, MentorPage
from cms_pages.queries import Door
from plugins.mentors.card.files import card_urls
from plugins.mentors.listed import ListedMentor
from plugins.mentors.models import MentorListing
from plugins.mentors.profile import Standing, is_new, profile_of
from plugins.mentors.queries import KIND, asked_of, find_mentors, wishes_among
from plugins.mentors.settings import MentorSettings
from plugins.mentors.warm import Drawn, cards, lists, mark
from portal import wishes
from portal.preferences import Preferences
from portal.wishes import Wishes
from search.asking import Asked
from search.demand import noting

RECENT = 3
CATALOGUE = "services"
"""The section 公共服务, where people look for what the portal does for them."""


def mentor_list(request: HttpRequest, page: MentorIndexPage) -> Mapping[str, Any]:
    """/mentors/: what the visitor looks for and who fits (P10); what was drawn for the same search is kept.

    What the visitor chose is noted in their session and orders the whole list later, unless they want none of it
    (P11). A list that was ordered for somebody is drawn for them alone.
    """
    asked = asked_of(request.GET)
    personal = Preferences.of(request).personal
    wished = _wished(request, asked) if personal else {}
    drawing = _Drawing(asked, Site.find_for_request(request), request.path, personal, wished)
    found = drawing.drawn() if wished else lists.get(drawing.mark, drawing.key, drawing.drawn)
    if asked.is_first_look and (found.lasting or found.total):
        noting.searched(request, KIND, asked.text, found.total)
    return {"html": found.html}


def _wished(request: HttpRequest, asked: Asked) -> Wishes:
    """What orders this list: nothing where the visitor chooses anew, which is noted."""
    if asked.chosen:
        wishes.note(request, wishes_among(asked.chosen))
        return {}
    return wishes_among(wishes.wishes_of(request))


@dataclass(frozen=True)
class _Drawing:
    """One list on its way to HTML; without wishes nothing in it may depend on who asks."""

    asked: Asked
    site: Site
    path: str
    personal: bool
    wishes: Wishes
    today: date = field(default_factory=timezone.localdate)
    mark: str | None = field(default_factory=mark)

    @property
    def key(self) -> Hashable:
        return self.site.pk, self.path, get_language(), self.today, self.personal, self.asked.key

    def drawn(self) -> Drawn:
        listing = find_mentors(self.asked, self.site, self.path, personal=self.personal, wishes=self.wishes)
        days = MentorSettings.for_site(self.site).newly_appointed_days
        context = {
            "listing": listing,
            "cards": [self._card(mentor, days) for mentor in listing.items],
            "portal_settings": settings_of(self.site),
        }
        html = _rendered("mentors/list.html", context)
        return Drawn(html, listing.total, lasting=not listing.degraded)

    def _card(self, mentor: ListedMentor, days: int) -> SafeString:
        card = mentor.card
        card["is_new"] = is_new(date.fromisoformat(card["appointed_on"]), self.today, days)
        key = (mentor.key, card["is_new"], get_language())
        context = {"card": card, "mentor": mentor}
        lasting = None if mentor.reasons else self.mark
        return cards.get(lasting, key, lambda: _rendered("mentors/_card.html", context))


def _rendered(template: str, context: dict[str, Any]) -> SafeString:
    drawn: Any = get_template(template)  # the stubs hide the engine's own template
    return drawn.template.render(Context(context))


def mentor(request: HttpRequest, page: MentorPage) -> Mapping[str, Any]:
    """Any piece of a mentor's page; the pieces share one profile."""
    days = MentorSettings.for_site(Site.find_for_request(request)).newly_appointed_days
    profile = profile_of(page, request, days)
    return {"mentor": profile}


def share_image(request: HttpRequest, page: MentorPage) -> Mapping[str, Any]:
    """The card as a picture, as long as somebody may scan it and ask (P15)."""
    shown = mentor(request, page)["mentor"]
    path = card_urls(shown.card["code"]).get("share_png")
    is_reached = path and shown.standing != Standing.ENDED
    return {"picture": request.build_absolute_uri(path) if is_reached else ""}


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


def invitation(request: HttpRequest, page: Page) -> Mapping[str, Any]:
    """The way to becoming a mentor: under the list of mentors, and on the catalogue of services (A2)."""
    return {"invited": isinstance(page, MentorIndexPage) or page.slug == CATALOGUE}


def _of_site(request: HttpRequest) -> Any:
    return MentorListing.objects.of_site(Site.find_for_request(request))
