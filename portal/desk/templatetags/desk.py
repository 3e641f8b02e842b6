"""`{% load desk %}{% works_at_desk as works %}`: whether whoever is signed in has the desk in their menu."""

from typing import Any

from django import template

from portal.desk import rules

register = template.Library()


@register.simple_tag(takes_context=True)
def works_at_desk(context: Any) -> bool:
    """Asked only about those who work for the portal at all, which is known with the person."""
    user = getattr(context.get("request"), "user", None)
    return bool(user and user.is_authenticated and user.is_at_work_here and rules.works_at_desk(user))
