"""`{% load submitting %}{% submit_id %}`: the key by which a form is submitted once."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.submitting.once import FIELD, id_for

register = template.Library()


@register.simple_tag(takes_context=True)
def submit_id(context: Any) -> SafeString:
    """A hidden field; a form that is shown again with its mistakes keeps its key."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, id_for(context["request"]))
