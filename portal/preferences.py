"""What a visitor has chosen about the pages: language, elder mode, contrast, whether lists are ordered for them.

Choices live in cookies only, never on the server, and are made by the visitor's own act: the browser's
Accept-Language is not asked (ux X11, the public site is Chinese first).
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from portal import wishes

DAY = 24 * 3600
YEAR = 365 * DAY
COOKIES = {"lang": "qc_lang", "elder": "qc_elder", "contrast": "qc_contrast", "personal": "qc_personal"}
LIFETIMES = {"lang": YEAR, "elder": DAY, "contrast": YEAR, "personal": YEAR}
ON_OFF = ("1", "0")
CHOICES = {
    "lang": tuple(code for code, _ in settings.LANGUAGES),
    "elder": ON_OFF,
    "contrast": ON_OFF,
    "personal": ON_OFF,
}


@dataclass(frozen=True)
class Preferences:
    """`personal` is on until it is switched off; see `portal.wishes` for what it allows."""

    language: str
    elder: bool
    contrast: bool
    personal: bool

    @classmethod
    def of(cls, request: HttpRequest) -> "Preferences":
        """Read the visitor's cookies; unknown values count as no choice."""
        language = request.COOKIES.get(COOKIES["lang"], "")
        return cls(
            language=language if language in CHOICES["lang"] else settings.LANGUAGE_CODE,
            elder=request.COOKIES.get(COOKIES["elder"]) == "1",
            contrast=request.COOKIES.get(COOKIES["contrast"]) == "1",
            personal=request.COOKIES.get(COOKIES["personal"]) != "0",
        )

    @property
    def html_class(self) -> str:
        """Class names for the <html> element, e.g. "elder contrast"."""
        return " ".join(name for name in ("elder", "contrast") if getattr(self, name))


def preferences(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `prefs` in every template."""
    return {"prefs": Preferences.of(request)}


@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Store one choice, e.g. /preferences/?elder=1&next=/mentors/, and go back to the page it was made on.

    A plain link, so that it works without JavaScript; it changes nothing but what the visitor chose. Whoever wants no
    lists of their own (`personal=0`), or says `forget=1`, leaves no wishes behind.
    """
    response = HttpResponseRedirect(_safe_return(request))
    if request.GET.get("personal") == "0" or request.GET.get("forget") == "1":
        wishes.forget(request)
    for name, cookie in COOKIES.items():
        value = request.GET.get(name)
        if value in CHOICES[name]:
            response.set_cookie(
                cookie,
                value,
                max_age=LIFETIMES[name],
                samesite="Lax",
                secure=request.is_secure(),
                httponly=True,
            )
    response.headers["Cache-Control"] = "no-store"
    return response


def _safe_return(request: HttpRequest) -> str:
    target = request.GET.get("next") or request.headers.get("Referer", "")
    parts = urlsplit(target)
    if parts.netloc and parts.netloc != request.get_host():
        return "/"
    path = parts._replace(scheme="", netloc="").geturl()
    return path if path.startswith("/") and url_has_allowed_host_and_scheme(path, None) else "/"
