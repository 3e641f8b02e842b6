"""{% load plugins %}{% slot "home_aside" page %}: what plugins add to this place of the page."""

from django import template

from portal.plugin import slots

register = template.Library()
register.simple_tag(slots.slot, takes_context=True)
