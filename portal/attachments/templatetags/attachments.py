"""`{% load attachments %}{% attachment_slots owner %}`: the files of an object, for those who may read them."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal.attachments.access import may_read
from portal.attachments.showing import files_of

register = template.Library()


@register.simple_tag(takes_context=True)
def attachment_slots(context: Any, owner: Any) -> SafeString:
    """All slots with what is in them and, for those who may change them, their uploads; nothing for anybody else."""
    request = context["request"]
    if not may_read(request.user, owner):
        return SafeString("")
    shown = {"files": files_of(owner, request.user), "back": request.get_full_path()}
    return render_to_string("attachments/slots.html", shown, request)
