"""Links to other sites lead to a page that says so; the visitor goes on by a click, in the same tab (X6).

The address of the other site is signed, so that nobody can send people round the world under the city's name.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import SplitResult, urlencode, urlsplit

from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Site
from wagtail.rich_text import LinkHandler

MAX_AGE_SECONDS = 300
NOT_READ = re.compile("[\t\r\n]")
BLANK = "".join(map(chr, range(33)))
_signer = Signer(salt="leaving")
_as_written: ContextVar[bool] = ContextVar("links_as_written", default=False)


def leaving_address(url: str) -> str:
    """Where a link to the address leads: to the page in between for other sites, straight there for everything else."""
    if not _is_elsewhere(url):
        return url
    return f"{reverse('cms_pages:leaving')}?{urlencode({'to': url, 'mark': _signer.signature(url)})}"


@contextmanager
def links_as_written() -> Iterator[None]:
    """Inside, rich text keeps the addresses that editors wrote: a headless client has no page in between."""
    token = _as_written.set(True)
    try:
        yield
    finally:
        _as_written.reset(token)


class OtherSiteHandler(LinkHandler):
    """Links in rich text; the written address stays for print."""

    identifier = "external"

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, str]) -> str:
        url = attrs["href"]
        if _as_written.get() or not _is_elsewhere(url):
            return format_html('<a href="{}">', url)
        return format_html('<a href="{}" data-address="{}" rel="external">', leaving_address(url), url)


@require_safe
@cache_control(private=True, max_age=MAX_AGE_SECONDS)
def leaving(request: HttpRequest) -> HttpResponse:
    """/leave/?to=…&mark=…: names the other site and how to go on. Raises Http404 for an address nobody here linked."""
    url, mark = request.GET.get("to", ""), request.GET.get("mark", "")
    try:
        _signer.unsign(f"{url}{_signer.sep}{mark}")
    except BadSignature:
        raise Http404 from None
    return render(request, "leaving.html", {"url": url, "host": _split(_as_browsers_read(url)).hostname})


def _is_elsewhere(url: str) -> bool:
    parts = _split(_as_browsers_read(url))
    names_a_host = parts.scheme in {"http", "https"} or (not parts.scheme and parts.netloc)
    return bool(names_a_host) and parts.hostname not in _own_hosts()


def _as_browsers_read(url: str) -> str:
    """The address without line ends and tabs, and with slashes for backslashes: so a browser finds another host in it."""
    return NOT_READ.sub("", url).strip(BLANK).replace("\\", "/")


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:  # such as an address with half a bracket: no browser can open it either
        return urlsplit("")


def _own_hosts() -> set[str | None]:
    """Of every site that this installation serves; Wagtail keeps them in the cache."""
    return {_split(paths.root_url).hostname for paths in Site.get_site_root_paths()}
