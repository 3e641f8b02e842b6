"""Documents for keeping and printing, made from the print templates."""

import mimetypes
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from portal.fonts import BUNDLED, system_has

OWN = "portal:"
# Where no system font can set Chinese, the installed package's fonts stand in under the names the sheets ask for.
STAND_IN = "".join(
    f'@font-face {{ font-family: "Noto {style.title()} SC"; src: url("portal:font/{style}"); }}'
    for style in BUNDLED
)


class PdfUnavailable(RuntimeError):
    """The machine lacks the text layout library (Pango) that PDFs need."""


def render_pdf(template: str, context: dict[str, Any], request: HttpRequest | None = None) -> bytes:
    """Render a template to PDF; it may link the site's own static files, public pictures and fonts only."""
    # Imported late: it loads Pango, which a portal without PDFs can do without.
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
    except OSError as error:
        raise PdfUnavailable(_("服务器缺少 Pango 库，暂时不能生成 PDF。")) from error
    fetcher, fonts = _own_files_only(), FontConfiguration()
    faces = "" if all(map(system_has, BUNDLED)) else STAND_IN
    sheet = CSS(string=faces, base_url=OWN, url_fetcher=fetcher, font_config=fonts)
    page = HTML(string=render_to_string(template, context, request), base_url=OWN, url_fetcher=fetcher)
    return page.write_pdf(stylesheets=[sheet], font_config=fonts)


def _own_files_only() -> Any:
    """What WeasyPrint may open: the portal's static files, its public pictures and its fonts, nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            path = _own_file(unquote(url.removeprefix(OWN)))
            if path is None:
                raise ValueError(f"PDF templates may only use the portal's own files, not {url}")
            kind = mimetypes.guess_type(str(path))[0] or "application/octet-stream"
            return URLFetcherResponse(url, Path(path).read_bytes(), {"Content-Type": kind})

    return OwnFiles()


def _own_file(name: str) -> Any:
    """The file behind an address of the portal; None for any other."""
    if name.startswith("font/"):
        return BUNDLED[name.removeprefix("font/")]()
    if name.startswith(settings.STATIC_URL):
        return finders.find(name.removeprefix(settings.STATIC_URL))
    images = Path(settings.MEDIA_ROOT) / "images"
    picture = (Path(settings.MEDIA_ROOT) / name.removeprefix(settings.MEDIA_URL)).resolve()
    return (
        picture if name.startswith(settings.MEDIA_URL) and picture.is_relative_to(images.resolve()) else None
    )
