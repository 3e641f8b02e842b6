"""Targets that lead to another site or into a script, in all the ways that browsers understand (W5)."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict

HEADERS = (
    "Location",
    "HX-Redirect",
    "HX-Location",
    "HX-Push-Url",
    "HX-Replace-Url",
    "Refresh",
    "Content-Location",
)
LEADS = re.compile(
    r"""\b(?:href|action|formaction|src|content|(?:data-)?hx-\w+|data-[\w-]*url)\s*=\s*(["'])(.*?)\1""", re.S
)
MARKS = ("vil", "alert(1)", "msgbox(1)", "[::1]", "2130706433")
"""What is in every one of them."""

HOSTILE = (
    "https://evil.example/",
    "http://evil.example/",
    "HTTPS://evil.example/",
    "ftp://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "////evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "\\/evil.example/",
    "/\\/evil.example/",
    "https:evil.example/",
    "https:/evil.example/",
    "https:///evil.example/",
    "https:\\\\evil.example/",
    "http:/\\evil.example/",
    "//evil.example\\@testserver/",
    "https://testserver@evil.example/",
    "https://testserver:80@evil.example/",
    "https://testserver%40evil.example/",
    "https://testserver.evil.example/",
    "https://evil.example#testserver/",
    "https://evil.example?testserver/",
    "https://evil.example\\.testserver/",
    "//evil。example/",
    "//evil．example/",
    "https://evil｡example/",
    "//ⓔvil.example/",
    "/\t/evil.example/",
    "/\n/evil.example/",
    "/\r\n/evil.example/",
    "\t//evil.example/",
    " //evil.example/",
    "\x00//evil.example/",
    "/%09/evil.example/",
    "/%5Cevil.example/",
    "//%65vil.example/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "//[::1]/",
    "//2130706433/",
    "https://evil.example/?https://testserver/",
    "https:evil.example",
    "https:/evil.example",
    "https:\\\\evil.example",
    "http:///evil.example",
    "https://testserver:pw@evil.example/",
    "https://evil.example#testserver",
    "https://evil.example?testserver",
    "https://evil.example\\@testserver",
    "https://[::1]/",
    "https://2130706433/",
    "JavaScript:alert(1)",
    "java\tscript:alert(1)",
    "//evil%E3%80%82example/",
    "https://evil.example。/",
    "/%5cevil.example/",
    "//evil.example/%2f..",
    "/..//evil.example/",
    "http:testserver@evil.example",
    "//testserver:80@evil.example/",
)


def stays(location: str) -> bool:
    """Whether a browser that follows the header stays: it drops tabs and line ends, and takes \\ for /."""
    seen = location.strip().translate(dict.fromkeys(map(ord, "\t\r\n\0"))).replace("\\", "/")
    parts = urlsplit(seen)
    return (
        parts.scheme in {"", "http", "https"}
        and parts.netloc in {"", "testserver"}
        and not seen.startswith("//")
    )


def led_away(answer: HttpResponse) -> list[str]:
    """Where an answer leads that was told of one of them: by its headers, links, forms and words for a script."""
    found = [answer.headers[name].rpartition("url=")[2] for name in HEADERS if name in answer.headers]
    for text in () if answer.streaming else (answer.content.decode(errors="replace"), *spoken(answer)):
        found += [html.unescape(match[2]) for match in LEADS.finditer(text)]
    return [
        lead for lead in (*found, *spoken(answer)) if any(mark in lead for mark in MARKS) and not stays(lead)
    ]


def spoken(answer: HttpResponse) -> list[str]:
    """The texts in an answer for a script."""
    if "json" not in answer.headers.get("Content-Type", "") or answer.streaming:
        return []
    return [*texts_in(json.loads(answer.content or "null"), 9)]


def texts_in(value: Any, depth: int) -> Iterator[str]:
    """The texts in a value and in what lies in it so deep, but for what was only sent."""
    if isinstance(value, str):
        yield value
    elif depth and not isinstance(value, HttpRequest | QueryDict | bytes):
        if isinstance(value, dict):
            inner = value.values()
        elif isinstance(value, list | tuple | set):
            inner = value
        else:
            inner = getattr(value, "__dict__", {}).values()
        for one in [*inner]:
            yield from texts_in(one, depth - 1)
