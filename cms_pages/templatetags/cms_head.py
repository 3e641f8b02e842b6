"""`{% head_labels page %}`: what a page says about itself in its head; `page` may be empty."""

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.models import Page

from cms_pages import head

register = template.Library()


@register.simple_tag(takes_context=True)
def head_labels(context: Context, page: Any = None) -> SafeString:
    """Labels (X3), canonical address and OpenGraph of the page; nothing but the site's labels without a page."""
    request, known = context["request"], page if isinstance(page, Page) else None
    named = format_html_join("\n", '<meta name="{}" content="{}">', head.labels(known, request))
    if known is None:
        return named
    canonical = format_html('<link rel="canonical" href="{}">', head.address_of(known, request))
    shared = format_html_join("\n", '<meta property="{}" content="{}">', head.share_labels(known, request))
    return format_html("{}\n{}\n{}", named, canonical, shared)
