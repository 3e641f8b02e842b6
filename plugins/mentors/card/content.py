"""What a card says, and the digest by which anybody can tell whether a stored file still says it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Site

from cms_pages.chrome import settings_of
from plugins.mentors.listing import Card
from plugins.mentors.models import MentorListing
from portal.qr import Symbol, symbol

CARD_VERSION = 3
"""Raise it whenever cards are to look different: every stored file is then made anew."""

TAGS = 2
POSTER_TAGS = 4
POINTS = 3


@dataclass(frozen=True)
class CardContent:
    """Everything that any of a card's files shows; always in Chinese, because a file is the same for everybody."""

    code: str
    url: str
    name: str
    organisation: str
    position: str
    role: str
    headline: str
    fields: Sequence[str]
    points: Sequence[str]
    site_name: str
    site_tagline: str
    host: str
    hotline: str

    @property
    def path(self) -> str:
        """The short path, as people type it from paper."""
        return f"/m/{self.code}"

    @property
    def post(self) -> str:
        return f"{self.organisation} {self.position}"

    @property
    def tags(self) -> Sequence[str]:
        return self.fields[:TAGS]

    @cached_property
    def symbol(self) -> Symbol:
        return symbol(self.url)

    def digest(self, name: str) -> str:
        """Changes with anything that the file of that name shows; 32 hexadecimal characters."""
        shown = json.dumps([CARD_VERSION, name, asdict(self)], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(shown.encode()).hexdigest()[:32]


def content_of(code: str, site: Site | None) -> CardContent | None:
    """The card of a public mentor; `site` saves a query when the mentor belongs to it. None for an unknown code."""
    row = MentorListing.objects.filter(mentor__code=code).values_list("card", "index__path").first()
    if row is None:
        return None
    card, path = row
    return _content(card, home_of(path, site))


def home_of(path: str, site: Site | None) -> Site | None:
    """The site that a page of this tree path belongs to."""
    if site is not None and path.startswith(site.root_page.path):
        return site
    others = Site.objects.select_related("root_page")
    return next((other for other in others if path.startswith(other.root_page.path)), None)


def address_of(site: Site | None) -> str:
    """Where the site is reached from outside, without a slash: what cards carry.

    SITE_URL for the site that it names and for one that has no host of its own yet; it knows the scheme that
    visitors use, also behind a proxy.
    """
    own = urlsplit(settings.SITE_URL)
    if site is None or site.hostname in (own.hostname, "localhost"):
        return settings.SITE_URL.rstrip("/")
    return str(site.root_url)


def _content(card: Card, site: Site | None) -> CardContent:
    words = settings_of(site)
    with override(settings.LANGUAGE_CODE):
        role = _("%s创业导师") % words.site_name
        host = _("主办：%s") % words.host_name if words.host_name else ""
        hotline = _("服务热线 %s") % words.hotline if words.hotline else ""
    return CardContent(
        code=card["code"],
        url=f"{address_of(site)}/m/{card['code']}",
        name=card["name"],
        organisation=card["organisation"],
        position=card["position"],
        role=role,
        headline=card["headline"],
        fields=[term["name"] for term in card["fields"][:POSTER_TAGS]],
        points=card["help_points"][:POINTS],
        site_name=words.site_name,
        site_tagline=words.site_tagline,
        host=host,
        hotline=hotline,
    )
