"""What templates need beyond Django's own: icons, dates as X14 wants them, names, structured data.

Dates are shown in Asia/Shanghai, in words in running text and as 2026-11-22 in lists and tables, always inside a
`<time>` element that carries the exact value.
"""

import json
import zlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from lucide import IconDoesNotExist
from lucide.templatetags.lucide import lucide

from portal.names import surname

register = template.Library()

Moment = date | datetime
TINTS = 5
# Characters that could end a <script> element or start a comment inside it.
JSON_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


# Icons ------------------------------------------------------------------------------------------------------------


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, css_class: str = "") -> SafeString:
    """A Lucide icon as inline SVG, hidden from screen readers: the word beside it says what it means.

    Empty for a name that Lucide does not have: editors may choose icons, and a page must not fail over one.
    """
    classes = f"icon {css_class}".strip()
    try:
        drawing = lucide(
            str(name), size=None, **{"class": classes, "aria_hidden": "true", "focusable": "false"}
        )
    except IconDoesNotExist:
        return SafeString("")
    return SafeString(" ".join(drawing.split()))


# Dates ------------------------------------------------------------------------------------------------------------


@register.simple_tag
def day(value: Moment | None) -> SafeString:
    """2026年11月22日, for running text; empty for None."""
    return _time_element(value, {"zh": "Y年n月j日", "en": "j F Y"})


@register.simple_tag
def short_day(value: Moment | None) -> SafeString:
    """2026-11-22, for lists and tables; empty for None."""
    return _time_element(value, {"zh": "Y-m-d", "en": "Y-m-d"})


@register.simple_tag
def month(value: Moment | None) -> SafeString:
    """2026年11月; empty for None."""
    return _time_element(value, {"zh": "Y年n月", "en": "F Y"})


@register.simple_tag
def moment(value: datetime | None) -> SafeString:
    """2026年11月22日 17:00, 24 hours, Asia/Shanghai; empty for None."""
    return _time_element(value, {"zh": "Y年n月j日 H:i", "en": "j F Y, H:i"})


@register.filter
def days_until(value: Moment | None) -> int | None:
    """Calendar days from today to that day in Asia/Shanghai: 0 today, negative when past; None for None."""
    local = _local(value)
    if local is None:
        return None
    end = local.date() if isinstance(local, datetime) else local
    return (end - timezone.localdate()).days


@register.filter
def paragraphs(text: str) -> list[str]:
    """The lines of a text field that editors wrote one paragraph a line; empty ones left out."""
    return [line.strip() for line in str(text or "").splitlines() if line.strip()]


@register.filter
def minus(value: int, amount: int) -> int:
    """`value` less `amount`, such as the days of a period that have passed."""
    return value - amount


def _time_element(value: Moment | None, formats: dict[str, str]) -> SafeString:
    local = _local(value)
    if local is None:
        return SafeString("")
    language = "en" if _speaks_english() else "zh"
    return format_html(
        '<time datetime="{}">{}</time>', local.isoformat(), format_date(local, formats[language])
    )


def _speaks_english() -> bool:
    return (get_language() or "").startswith("en")


def _local(value: Moment | None) -> Moment | None:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value or None


# Names ------------------------------------------------------------------------------------------------------------


register.filter("surname", surname)  # stands in where there is no portrait


@register.filter
def term_label(term: Mapping[str, object]) -> str:
    """The word of a controlled list in the visitor's language, from its `name` and `name_en`."""
    return str((_speaks_english() and term["name_en"]) or term["name"])


@register.filter
def tint(key: Any) -> int:
    """A ground from 1 to 5 that stays the same for the same person, whatever the page or process."""
    return zlib.crc32(str(key).encode()) % TINTS + 1


# Structured data --------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def json_ld(context: Context) -> SafeString:
    """What the page says of itself as a schema.org object: a data block that no browser executes.

    Empty for pages without `structured_data`; members that are None are left out.
    """
    describe = getattr(context.get("page"), "structured_data", None)
    data = describe(context.get("request")) if describe else None
    if not data:
        return SafeString("")
    known = {key: value for key, value in data.items() if value is not None}
    text = json.dumps(known, ensure_ascii=False).translate(JSON_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))


@register.filter
def pieces(line: Iterable[Any], mark: str) -> SafeString:
    """A line of pieces (`text`, `marked`), those that are marked inside <del> or <ins>; nothing stands between them."""
    assert mark in {"del", "ins"}
    marked = f"<{mark}>{{}}</{mark}>"
    drawn = (format_html(marked if piece.marked else "{}", piece.text) for piece in line)
    return format_html_join("", "{}", ((one,) for one in drawn))
